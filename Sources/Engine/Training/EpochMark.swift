/// What is known of one epoch at its end: a line of the table that a run shows.
///
/// Figures of the training and the validation set are those of NOTATION: whole sets, without dropout
/// and without penalty.
public struct EpochMark: Hashable, Sendable {
  /// How a network does on one data set.
  public struct Figures: Hashable, Sendable {
    /// The mean loss.
    public let loss: Double
    /// Accuracy, or R² of a regression; NaN where all targets are the same.
    public let score: Double

    public init(_ metrics: NetworkMetrics) {
      (loss, score) = (metrics.loss, metrics.score)
    }
  }

  /// Passes over the training set begun when it ended, so the number of this one.
  public let epoch: Int
  /// The update that ended it.
  public let t: Int
  /// The mean of its batches' losses, each as its update differentiated it: with dropout, and from
  /// where training stood then. It costs nothing.
  public let batches: Double
  /// The learning rate of its last update.
  public let eta: Double
  /// The training set's figures; nil where they were not worked out.
  public internal(set) var training: Figures?
  /// The validation set's; nil without one.
  public internal(set) var validation: Figures?
  /// Whether early stopping went back to better parameters right after: the figures are those before.
  public internal(set) var isRestored = false
}

/// The epochs of a course that have been passed, in order.
///
/// Memory is bounded: beyond `limit` every other one is dropped.
public struct EpochMarks: Sendable {
  /// 88 bytes each.
  static let limit = 1 << 14
  private(set) var marks: [EpochMark] = []
  /// Epochs whose number is a multiple of it are kept.
  private var stride = 1

  /// The epoch that ended with update `t`.
  subscript(at t: Int) -> EpochMark? {
    let index = firstIndex(after: t - 1)
    return index < marks.count && marks[index].t == t ? marks[index] : nil
  }

  /// The epochs that ended with the updates of a range.
  public func within(_ range: ClosedRange<Int>) -> ArraySlice<EpochMark> {
    marks[firstIndex(after: range.lowerBound - 1)..<firstIndex(after: range.upperBound)]
  }

  /// Takes one in, in the place of what is known of the same epoch.
  mutating func insert(_ mark: EpochMark) {
    let index = firstIndex(after: mark.t - 1)
    if index < marks.count, marks[index].t == mark.t {
      marks[index] = mark
      return
    }
    // The last one is always there, whatever its number.
    if index < marks.count, !mark.epoch.isMultiple(of: stride) { return }
    if index == marks.count, let last = marks.last, !last.epoch.isMultiple(of: stride) {
      marks[index - 1] = mark
      return
    }
    marks.insert(mark, at: index)
    guard marks.count > Self.limit else { return }
    stride *= 2
    marks = marks.filter { $0.epoch.isMultiple(of: stride) || $0.t == marks.last?.t }
  }

  /// Forgets the epochs that ended after update `t`.
  mutating func cut(after t: Int) {
    marks.removeSubrange(firstIndex(after: t)...)
  }

  private func firstIndex(after t: Int) -> Int {
    var (low, high) = (0, marks.count)
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].t <= t { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Timeline {
  /// The epochs that ended after update `begin`, up to the present one, as a run over them sees them:
  /// what an earlier run looked at on its way, or at its end, makes no difference.
  public func epochsPassed(since begin: Int) -> [EpochMark] {
    guard begin < state.t else { return [] }
    let stride = experiment.epochsBetweenTrainingLooks
    return epochs.within((begin + 1)...state.t).map { mark in
      var mark = mark
      if mark.t < state.t, !mark.epoch.isMultiple(of: stride) { mark.training = nil }
      return mark
    }
  }
}

/// A sum and of how many.
public struct LossSum: Hashable, Sendable {
  public private(set) var sum = 0.0
  public private(set) var count = 0

  public var mean: Double { count == 0 ? .nan : sum / Double(count) }

  mutating func add(_ loss: Double) {
    sum += loss
    count += 1
  }

  mutating func add(_ other: LossSum) {
    sum += other.sum
    count += other.count
  }
}

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
  private(set) var span = 1
  /// The last update taken in.
  private var end = 0

  /// Takes the losses of the updates up to `t` in, but for those it has already.
  mutating func append(_ losses: some RandomAccessCollection<Double>, upTo t: Int) {
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
  mutating func cut(after t: Int) {
    while let last = parts.last, last.t > t { parts.removeLast() }
    end = min(end, t)
  }
}

extension Experiment {
  /// Updates left from `state` to the end of the epoch under way; a whole epoch's where one is about
  /// to begin.
  public func updatesToEpochEnd(from state: TrainingState) -> Int {
    let examples = objective.exampleCount
    guard state.epoch > 0, state.position < examples else { return updatesPerEpoch }
    let size = max(batchSize ?? examples, 1)
    return (examples - state.position + size - 1) / size
  }

  /// After how many epochs the training set may be looked at again so that all looks together cost
  /// under a tenth of training: 1, 2, 5, 10, ...
  ///
  /// It goes by operations counted, not by a clock, so that it is the same on every machine.
  public var epochsBetweenTrainingLooks: Int {
    guard let network = objective as? Network else { return 1 }
    let examples = Double(exampleCount)
    let parameters = Double(network.layout.count)
    let units = network.architecture.layers.reduce(0.0) { $0 + Double($1.units) }
    // A pass takes a multiplication and addition for each weight, and some ten for an activation;
    // back it takes twice as many for the weights, and an update a handful for each of them.
    let look = examples * (parameters + 10 * units)
    let epoch =
      examples * (3 * parameters + 12 * units) + Double(updatesPerEpoch) * 6 * parameters
    return .roundStep(atLeast: 10 * look / epoch)
  }

  private var exampleCount: Int { objective.exampleCount }
}
