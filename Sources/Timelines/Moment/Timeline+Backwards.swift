import Engine
import LongWork

/// Looking backwards for a moment, as a debugger's reverse-continue does.
extension Timeline {
  /// What became of a search through the past.
  public enum Finding: Hashable, Sendable {
    /// It held after update `t`.
    case found(t: Int)
    case nowhere
    case interrupted
  }

  /// Updates that are gone through again at a time, at least.
  private static let stretch = 256

  /// The latest moment before now for which `holds` is true.
  ///
  /// The course is made again stretch by stretch, the last stretch first and each of them forwards: no
  /// more of it than is needed, and every moment exactly as it was. Nothing moves.
  ///
  /// - Parameters:
  ///   - first: no earlier moment is looked at.
  ///   - progress: told how many moments have been looked at.
  ///   - holds: asked of each moment in a stretch in turn, and told whether it is the stretch's first:
  ///     that one is asked for again as the last one of the stretch before it.
  public func latestMoment(
    from first: Int, isInterrupted: () -> Bool = { false }, progress: (Int) -> Void = { _ in },
    where holds: (_ moment: Moment, _ isFirstOfStretch: Bool) throws -> Bool
  ) rethrows -> Finding {
    let maker = MomentMaker()
    var last = state.t - 1
    var looked = 0
    for start in stretches(from: max(first, extent.lowerBound)).reversed() {
      var copy = self
      guard copy.go(to: start, isInterrupted: isInterrupted) != .interrupted else {
        return .interrupted
      }
      var found: Int?
      var isFirst = true
      while true {
        if isInterrupted() { return .interrupted }
        let isThere = try holds(maker.moment(of: copy), isFirst)
        if Interruption.hasGivenUp { return .interrupted }
        if isThere { found = copy.state.t }
        looked += 1
        progress(looked)
        isFirst = false
        let before = copy.state.t
        guard before < last else { break }
        copy.advance(by: 1, isInterrupted: isInterrupted)
        if copy.state.t == before { break }
      }
      if Interruption.hasGivenUp { return .interrupted }
      if let found { return .found(t: found) }
      last = start
    }
    return .nowhere
  }

  /// Where stretches begin, from `first` on: at states that are kept, so that none is made twice.
  private func stretches(from first: Int) -> [Int] {
    guard first < state.t else { return [] }
    var starts = [first]
    for t in segments.flatMap({ $0.checkpoints.map(\.t) }) where t < state.t {
      if let before = starts.last, t >= before + Self.stretch { starts.append(t) }
    }
    return starts
  }
}
