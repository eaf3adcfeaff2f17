import Engine

/// The second step: whether a network can memorize a handful of examples.
public struct SmallSample: Hashable, Sendable {
  /// Examples of the sample.
  public static let size = 20
  /// Updates that it may take, all examples in each.
  public static let updates = 1000

  /// The network on the sample.
  public let network: Network
  /// The loss to come below, for a regression; nil where every example is to be right.
  public let goal: Double?
  public let lr: Double
  /// Updates made.
  public let updates: Int
  public let loss: Double
  /// Accuracy or R² on the sample at the end.
  public let score: Double
  public let isReached: Bool
  public let curves: LearningCurves
  /// Where it ended.
  public let theta: [Double]

  /// What a regression's loss must come below: a hundredth of the targets' variance, to two digits.
  public static func goal(of network: Network) -> Double? {
    guard network.training.task == .regression else { return nil }
    let value = 0.01 * network.guessLoss
    guard value > 0, value.isFinite else { return 0 }
    var scale = 1.0
    while value * scale < 10 { scale *= 10 }
    while value * scale >= 100 { scale /= 10 }
    return (value * scale).rounded() / scale
  }

  /// Trains an experiment on the sample until every example is right, or the loss is below the goal.
  ///
  /// - Parameters:
  ///   - isInterrupted: asked after every update; true gives up.
  ///   - progress: told how many updates are made, and the loss or score.
  /// - Returns: nil where it was interrupted.
  public init?(
    of experiment: Experiment, on network: Network,
    isInterrupted: () -> Bool = { false }, progress: (Int) -> Void = { _ in }
  ) {
    self.network = network
    goal = Self.goal(of: network)
    lr = experiment.optimizer.settings.lr
    let evaluator = NetworkEvaluator(network)
    let trainer = Trainer(experiment)
    var state = experiment.start()
    let start = state.theta
    func monitor(_ name: String) -> Double { evaluator.monitor(name, at: state.theta) }
    let goal = goal
    func isThere() -> Bool { goal.map { monitor("loss") < $0 } ?? (monitor("accuracy") == 1) }
    var times = [0.0]
    var losses = [monitor("loss")]
    var isReached = isThere()
    var reason = StopReason.completed
    while !isReached, state.t < Self.updates, reason == .completed {
      reason = trainer.run(&state, updates: 1)
      if isInterrupted() { return nil }
      progress(state.t)
      isReached = isThere()
      if isReached || state.t.isMultiple(of: 20) || reason != .completed {
        times.append(Double(state.t))
        losses.append(monitor("loss"))
      }
    }
    updates = state.t
    loss = losses.last ?? .nan
    let score = monitor(goal == nil ? "accuracy" : "r2")
    // A network that says the mean explains nothing, up to rounding.
    self.score = score.magnitude < 1e-12 ? 0 : score
    self.isReached = isReached
    theta = state.theta
    curves = LearningCurves(
      times: times, training: losses, guess: network.guessLoss, trainingScore: score,
      travel: LearningCurves.travel(from: start, to: state.theta))
  }
}
