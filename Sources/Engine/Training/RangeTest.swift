import Formula

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
    setup.schedule = .growing(by: Elementary.power(high / low, 1 / Double(updates - 1)))
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
  }

  /// The update with the least smoothed loss.
  public var lowest: Int? {
    smoothed.indices.filter { smoothed[$0].isFinite }.min { smoothed[$0] < smoothed[$1] }
  }

  /// The update before `lowest` at which the loss falls fastest over log η, looked at over a twentieth
  /// of the course; nil where it falls nowhere.
  public var steepest: Int? {
    guard let end = lowest else { return nil }
    let reach = max(rates.count / 20, 1)
    func fall(_ k: Int) -> Double {
      let (from, to) = (max(k - reach, 0), min(k + reach, end))
      guard from < to else { return 0 }
      return (smoothed[from] - smoothed[to]) / Double(to - from)
    }
    let steepest = (0...end).max { fall($0) < fall($1) }
    return steepest.flatMap { fall($0) > 0 ? $0 : nil }
  }
}

extension LearningRateSchedule {
  /// α₀ γᵗ with a γ above 1, t counting updates.
  fileprivate static func growing(by factor: Double) -> LearningRateSchedule {
    var values = ScheduleValues()
    values[ExponentialDecay.gamma] = [factor]
    return LearningRateSchedule(.declared(ExponentialDecay.self, values), per: .step)
  }
}
