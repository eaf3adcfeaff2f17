/// The batch losses of a course, as means over equal spans of updates.
///
/// Memory is bounded: beyond `limit` spans, each is joined with its neighbour. It depends on the losses
/// alone, not on how many updates were made at a time.
public struct LossHistory: Sendable {
  static let limit = 2048

  /// The mean over the updates up to `t`.
  public struct Part: Hashable, Sendable {
    public fileprivate(set) var t: Int
    public fileprivate(set) var losses = LossSum()
  }

  public private(set) var parts: [Part] = []
  private var span = 1
  /// The last update taken in.
  private var end = 0

  package init() {}

  /// Takes the losses of the updates up to `t` in, but for those it has already.
  package mutating func append(_ losses: [Double], upTo t: Int) {
    let new = losses.suffix(max(0, t - end))
    for (k, loss) in new.enumerated() { append(loss, t: t - new.count + 1 + k) }
    end = max(end, t)
  }

  private mutating func append(_ loss: Double, t: Int) {
    if parts.isEmpty || (parts[parts.count - 1].t - 1) / span != (t - 1) / span {
      if parts.count == Self.limit { join() }
      if parts.isEmpty || (parts[parts.count - 1].t - 1) / span != (t - 1) / span {
        parts.append(Part(t: t))
      }
    }
    parts[parts.count - 1].t = t
    parts[parts.count - 1].losses.add(loss)
  }

  private mutating func join() {
    span *= 2
    var joined: [Part] = []
    joined.reserveCapacity(Self.limit)
    for part in parts {
      if let last = joined.last, (last.t - 1) / span == (part.t - 1) / span {
        joined[joined.count - 1].t = part.t
        joined[joined.count - 1].losses.add(part.losses)
      } else {
        joined.append(part)
      }
    }
    parts = joined
  }

  /// Forgets what came after update `t`, and the part that reaches beyond it.
  package mutating func cut(after t: Int) {
    while let last = parts.last, last.t > t { parts.removeLast() }
    end = min(end, t)
  }

  /// The history of a course that ended with update `t`; nil where it cannot be told from this one's
  /// means.
  package func asTrained(upTo t: Int) -> LossHistory? {
    if parts.isEmpty { return self }
    // As many updates would have been spread over smaller spans.
    guard span == 1 || t > span / 2 * Self.limit, parts.contains(where: { $0.t == t }) else {
      return nil
    }
    var history = self
    history.cut(after: t)
    return history
  }
}
