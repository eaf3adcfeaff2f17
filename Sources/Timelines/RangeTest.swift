import Arithmetic
import Engine
import Formula
import Numerics

/// The learning-rate range test: one course whose rate grows from a low one to a high one by the same
/// factor at each update, with the loss that each update differentiated.
///
/// Source: Smith, "Cyclical learning rates for training neural networks" (2017).
public struct RangeTest: Sendable {
  /// The rate of each update.
  public let rates: [Double]
  /// The loss before each update: of its batch on a network, f on a surface.
  public let losses: [Double]
  /// The fading mean of the losses, corrected for its start; the losses themselves where every update
  /// sees all examples.
  public let smoothed: [Double]
  /// Whether the losses scatter: each update saw a batch of its own, or drew masks.
  public let isNoisy: Bool
  /// Whether it ended early because the loss ran away.
  public let isCut: Bool

  /// How much of the fading mean is kept.
  static let fading = 0.9

  /// - Parameters:
  ///   - low: the first rate; `high` the last one, which is more.
  ///   - updates: how many are made, 2 or more, unless the loss runs away.
  /// - Returns: nil where it was interrupted.
  /// - Throws: `EngineError` for a rate that the rule does not take.
  public init?(
    of experiment: Experiment, from low: Double, to high: Double, updates: Int,
    isInterrupted: () -> Bool = { false }, progress: (Int) -> Void = { _ in }
  ) throws(EngineError) {
    var settings = experiment.optimizer.given
    settings["lr"] = low
    var setup = experiment.setup
    setup.optimizer = try Optimizer(
      experiment.optimizer.declaration, convention: experiment.optimizer.convention,
      settings: settings)
    let share = 1 / Double(updates - 1)
    let isWide = (high / low).isInfinite
    setup.schedule = .growing(
      by: isWide
        ? Elementary.geometric(low, high, share) / low : Elementary.power(high / low, share))
    setup.stopping = nil
    let test = Experiment(experiment.objective, setup)
    let trainer = Trainer(test)
    var state = test.start()
    let examples = test.objective.exampleCount
    let isNoisy =
      examples > 0 && (setup.batchSize ?? examples) < examples
      || !test.objective.dropoutLayers.isEmpty
    let fading = isNoisy ? Self.fading : 0
    var (rates, losses, smoothed): ([Double], [Double], [Double]) = ([], [], [])
    var (mean, weight, best, isCut) = (0.0, 1.0, Double.infinity, false)
    while losses.count < updates, !isCut {
      progress(losses.count)
      if isInterrupted() { return nil }
      let rate = test.rate(after: state)
      let stop = trainer.run(&state, updates: 1, isFirst: losses.isEmpty)
      if stop == .interrupted { return nil }
      let loss = trainer.batchLoss
      mean = fading * mean + (1 - fading) * loss
      weight *= fading
      let smooth = mean / (1 - weight)
      rates.append(rate)
      losses.append(loss)
      smoothed.append(smooth)
      best = min(best, smooth)
      let reach = 4 * ((losses.first ?? 0) - best) + (losses.first ?? 0).magnitude
      isCut = !loss.isFinite || stop != .completed || smooth - best > reach
    }
    (self.rates, self.losses, self.smoothed, self.isCut) = (rates, losses, smoothed, isCut)
    self.isNoisy = isNoisy
  }

  /// The update with the least smoothed loss.
  public var lowest: Int? {
    smoothed.indices.filter { smoothed[$0].isFinite }.min { smoothed[$0] < smoothed[$1] }
  }

  /// The update up to `lowest` at which the loss falls fastest over log η: by the means of the losses
  /// before and after it, a twentieth of the course each, a sixth where the losses scatter. nil where it falls nowhere, or nowhere by
  /// more than `certainty` standard errors of those means: the early losses of small batches differ
  /// by more than such rates can move them.
  public var steepest: Int? {
    guard let end = lowest else { return nil }
    let reach = isNoisy ? max(rates.count / 6, 8) : max(rates.count / 20, 1)
    func fall(_ k: Int) -> Double {
      let (before, after) = (losses[max(k - reach, 0)..<k], losses[k..<min(k + reach, end + 1)])
      guard let first = Self.mean(of: before), let second = Self.mean(of: after) else { return 0 }
      let fall = first.value - second.value
      guard isNoisy else { return fall / Double(before.count + after.count) }
      // Both means need their whole window: a few losses tell neither a mean nor an error.
      guard before.count == reach, after.count == reach else { return 0 }
      let error = (first.variance + second.variance).squareRoot()
      return fall > Self.certainty * error ? fall : 0
    }
    return (0...end).map { ($0, fall($0)) }.filter { $0.1 > 0 }.max { $0.1 < $1.1 }?.0
  }

  /// How many standard errors a fall has to exceed: with a hundred places to look at, three are
  /// exceeded by chance in about one test of ten.
  static let certainty = 3.0

  /// The mean and the variance of that mean; nil of nothing.
  private static func mean(of losses: ArraySlice<Double>) -> (value: Double, variance: Double)? {
    guard !losses.isEmpty else { return nil }
    let count = Double(losses.count)
    let mean = losses.reduce(0, +) / count
    let squares = losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, count > 1 ? squares / (count - 1) / count : 0)
  }
}
