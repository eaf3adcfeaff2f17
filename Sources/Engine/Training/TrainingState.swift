/// Everything that training is at one moment, as a value: `back`, `goto`, `fork`, `save`, a lesson's
/// free play and resume are copies of it.
public struct TrainingState: Equatable, Sendable {
  /// θ^t.
  public var theta: [Double]
  /// What the rule remembers: slot k's numbers from index k · θ's count.
  public var slots: [Double]
  /// Updates made so far.
  public var t = 0
  /// Updates made since the present rule began.
  public var ruleT = 0
  /// Passes over the training set begun so far.
  public var epoch = 0
  /// Passes finished so far.
  public var completedEpochs = 0
  /// This pass's order of the examples, and how many of them have been used.
  public var order: [Int] = []
  public var position = 0
  /// The batch losses of the pass under way, or of the one that has just ended.
  public var epochLoss = LossSum()
  /// The streams of the batch order and of dropout; nil on a surface.
  public var batchGenerator: MersenneTwister?
  public var dropoutGenerator: MersenneTwister?
  public var stopping = EarlyStopping.Progress()

  public init(theta: [Double], slotCount: Int) {
    self.theta = theta
    slots = [Double](repeating: 0, count: slotCount * theta.count)
  }

  /// About how much memory a copy takes, in bytes.
  var footprint: Int {
    let generators = batchGenerator == nil ? 0 : 2 * 2600
    let numbers = theta.count + slots.count + stopping.bestTheta.count + order.count
    return 8 * numbers + generators + 272
  }
}

/// What is trained, and how: the settings, apart from where training stands.
public struct Experiment: Sendable {
  public var objective: any Objective
  public var optimizer: Optimizer
  public var schedule: LearningRateSchedule
  public var penalty: Penalty
  /// Examples in a minibatch; nil takes all of them.
  public var batchSize: Int?
  public var seed: UInt32
  public var stopping: EarlyStopping?

  public init(
    objective: any Objective, optimizer: Optimizer, schedule: LearningRateSchedule = .constant,
    penalty: Penalty = .none, batchSize: Int? = nil, seed: UInt32 = 0,
    stopping: EarlyStopping? = nil
  ) {
    self.objective = objective
    self.optimizer = optimizer
    self.schedule = schedule
    self.penalty = penalty
    self.batchSize = batchSize
    self.seed = seed
    self.stopping = stopping
  }

  /// The state before the first update: θ^0 drawn from RandomState(seed), the batch order's stream
  /// from seed + 1, dropout's from seed + 2.
  public func start() -> TrainingState {
    var state = TrainingState(
      theta: objective.initialParameters(seed: seed), slotCount: optimizer.declaration.slots.count)
    if objective.exampleCount > 0 {
      state.batchGenerator = MersenneTwister(seed: seed &+ 1)
      state.dropoutGenerator = MersenneTwister(seed: seed &+ 2)
    }
    return state
  }

  /// Updates in a whole epoch; 1 on a surface.
  public var updatesPerEpoch: Int {
    let examples = objective.exampleCount
    let size = min(batchSize ?? examples, max(examples, 1))
    return size > 0 ? (examples + size - 1) / size : 1
  }

  /// `state` taken over from other settings: θ and the clocks stay; the rule's memory is kept only
  /// where the rule is the same one.
  public func adopting(_ state: TrainingState, from previous: Experiment) -> TrainingState {
    var next = state
    if optimizer.name != previous.optimizer.name
      || optimizer.convention != previous.optimizer.convention
    {
      next.slots = [Double](
        repeating: 0, count: optimizer.declaration.slots.count * state.theta.count)
      next.ruleT = 0
    }
    if stopping != previous.stopping { next.stopping = EarlyStopping.Progress() }
    return next
  }
}
