import Numerics

/// What is trained, and how: the settings, apart from where training stands.
public struct Experiment: Sendable {
  public let objective: any Objective
  public let setup: Setup

  public var optimizer: Optimizer { setup.optimizer }
  public var schedule: LearningRateSchedule { setup.schedule }
  public var penalty: Penalty { setup.penalty }
  /// Examples in a minibatch; nil takes all of them.
  public var batchSize: Int? { setup.batchSize }
  public var seed: UInt32 { setup.seed }
  public var stopping: EarlyStopping? { setup.stopping }

  /// An objective with these settings. A network takes the setup's dropout where that fits it, and
  /// keeps its own where it does not.
  public init(_ objective: any Objective, _ setup: Setup) {
    var (objective, setup) = (objective, setup)
    if let network = objective.network, network.dropout != setup.dropout {
      if let changed = try? network.replacingDropout(with: setup.dropout) {
        objective = changed
      } else {
        setup.dropout = network.dropout
      }
    }
    self.objective = objective
    self.setup = setup
  }

  /// An objective with these settings and the dropout that it has.
  public init(
    objective: any Objective, optimizer: Optimizer, schedule: LearningRateSchedule = .constant,
    penalty: Penalty = .none, batchSize: Int? = nil, seed: UInt32 = 0,
    stopping: EarlyStopping? = nil
  ) {
    self.objective = objective
    setup = Setup(
      optimizer: optimizer, schedule: schedule, penalty: penalty, batchSize: batchSize, seed: seed,
      stopping: stopping, dropout: objective.network?.dropout)
  }

  /// The state before the first update: θ^0 drawn from RandomState(seed), the batch order's stream
  /// from seed + 1, dropout's from seed + 2.
  public func start() -> TrainingState {
    var state = TrainingState(
      theta: objective.initialParameters(seed: seed), rule: optimizer.declaration)
    if objective.exampleCount > 0 {
      state.batchGenerator = MersenneTwister(seed: seed &+ 1)
      state.dropoutGenerator = MersenneTwister(seed: seed &+ 2)
    }
    return state
  }

  /// `state` taken over from other settings: θ and the clocks stay.
  public func adopting(_ state: TrainingState, forgetting forgotten: Setup.Forgotten)
    -> TrainingState
  {
    var next = state
    if forgotten.contains(.rule) { next.forgetRule(startingWith: optimizer.declaration) }
    if forgotten.contains(.stopping) { next.stopping = EarlyStopping.Progress() }
    return next
  }
}
