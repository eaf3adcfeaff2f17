import Arithmetic
import Formula
import LongWork

/// One course of training from its first state, with what a comparison of courses needs.
///
/// A course goes through a `Trainer` of its own: its numbers are those of stepping the same settings
/// alone, bit for bit. Losses are those of the objective, without dropout and without penalty; a
/// search looks at another quantity, such as `val_loss`, in their place.
public struct Course: Sendable {
  public let experiment: Experiment
  /// The moments looked at, 0 first.
  public private(set) var times: [Int]
  /// The loss, or the quantity looked at, at each of `times`.
  public private(set) var losses: [Double]
  /// θ at each of `times` where θ has two numbers; empty otherwise.
  public private(set) var points: [SIMD2<Double>]
  /// The last state.
  public private(set) var state: TrainingState
  /// Why it ended.
  public private(set) var reason = StopReason.completed

  /// Trains from `start` (the experiment's own start if nil) for `updates` updates.
  ///
  /// - Parameters:
  ///   - stride: how many updates lie between two looks at the loss; the last state is always looked
  ///     at. On a network a look is a pass over the whole training set.
  ///   - monitor: what is looked at, one of the evaluator's `monitors`.
  ///   - isInterrupted: asked every 20 ms or so; true gives up.
  ///   - progress: told then how many updates are made.
  /// - Returns: nil where it was interrupted.
  public init?(
    of experiment: Experiment, from start: TrainingState? = nil, updates: Int,
    every stride: Int = 1, watching monitor: String = "loss",
    isInterrupted: () -> Bool = { false }, progress: (Int) -> Void = { _ in }
  ) {
    self.experiment = experiment
    state = start ?? experiment.start()
    times = []
    losses = []
    points = []
    let trainer = Trainer(experiment)
    let evaluator = experiment.objective.makeEvaluator()
    let keepsPoints = state.theta.count == 2
    func look() {
      times.append(state.t)
      losses.append(evaluator.monitor(monitor, at: state.theta))
      if keepsPoints { points.append(SIMD2(state.theta[0], state.theta[1])) }
    }
    look()
    let begin = state.t
    let end = begin + max(updates, 0)
    let clock = ContinuousClock()
    // Looking at the clock would cost as much as a step on a surface.
    let isQuick = state.theta.count < 16
    // As many updates at a time as take a few milliseconds.
    var piece = isQuick ? 1 << 16 : 1
    var isFirst = true
    while state.t < end, reason == .completed {
      let next = min(state.t + max(stride, 1), end)
      let before = state.t
      while state.t < next, reason == .completed {
        if isFirst || !isQuick || state.t % 64 < stride {
          progress(state.t - begin)
          if isInterrupted() { return nil }
        }
        let count = min(piece, next - state.t)
        let start = state.t
        let moment = isQuick ? nil : clock.now
        reason = trainer.run(&state, updates: count, isFirst: isFirst)
        if reason == .interrupted { return nil }
        isFirst = false
        if state.t == start { break }
        if let moment, count == piece, clock.now - moment < .milliseconds(4) {
          piece = min(2 * piece, 1 << 20)
        }
      }
      // Where the loss is no number, nothing moved and there is nothing new to look at.
      if state.t > before { look() }
      if Interruption.hasGivenUp { return nil }
    }
  }

  /// The loss at the end.
  public var finalLoss: Double { losses.last ?? .nan }

  /// The updates to the first look at which the loss is at most `target`; nil where it never is.
  public func steps(to target: Double) -> Int? {
    losses.firstIndex { $0 <= target }.map { times[$0] - times[0] }
  }

  /// The t at which the loss left for good: not a number, +∞, or more than 1000 times the first one
  /// (at least 1000) above it, and so to the end.
  public var divergedAt: Int? {
    guard let first = losses.first, first.isFinite else { return times.first }
    let limit = first + 1000 * max(first.magnitude, 1)
    guard let lastGood = losses.lastIndex(where: { $0 <= limit }) else { return times.first }
    return lastGood + 1 < times.count ? times[lastGood + 1] : nil
  }

  /// The distance of the last θ to the nearest of some points.
  public func distance(to points: [[Double]]) -> Double? {
    points.filter { $0.count == state.theta.count }.map { Elementary.distance($0, state.theta) }
      .min()
  }
}
