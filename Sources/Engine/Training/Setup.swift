/// How training goes on: every setting, apart from what is trained.
///
/// This is the one list of settings. Equal setups train alike, and what a run forgets when settings
/// change follows from the two setups alone; `save`, studies and `undo` go by the same equality, so a
/// setting cannot be compared in one place and left out of another.
public struct Setup: Hashable, Sendable {
  public var optimizer: Optimizer
  public var schedule: LearningRateSchedule
  public var penalty: Penalty
  /// Examples in a minibatch of a network; nil takes all of them.
  public var batchSize: Int?
  /// The seed of weights, batch orders and masks.
  public var seed: UInt32
  public var stopping: EarlyStopping?
  /// A network's dropout. A surface has none, and keeps the setting for the next network.
  public var dropout: Dropout?

  public init(
    optimizer: Optimizer, schedule: LearningRateSchedule = .constant, penalty: Penalty = .none,
    batchSize: Int? = nil, seed: UInt32 = 0, stopping: EarlyStopping? = nil,
    dropout: Dropout? = nil
  ) {
    self.optimizer = optimizer
    self.schedule = schedule
    self.penalty = penalty
    self.batchSize = batchSize
    self.seed = seed
    self.stopping = stopping
    self.dropout = dropout
  }

  /// What a run loses when settings change.
  public struct Forgotten: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// What the rule remembers, and its count of updates.
    public static let rule = Forgotten(rawValue: 1)
    /// What early stopping remembers.
    public static let stopping = Forgotten(rawValue: 2)
  }

  /// What a run forgets when these settings take over from `previous`.
  public func forgets(after previous: Setup) -> Forgotten {
    var forgotten: Forgotten = []
    if !optimizer.isSameRule(as: previous.optimizer) { forgotten.insert(.rule) }
    if stopping != previous.stopping { forgotten.insert(.stopping) }
    return forgotten
  }
}

extension Optimizer: Hashable {
  /// Whether both are one rule, by its name, its text and its convention, whatever its settings are.
  public func isSameRule(as other: Optimizer) -> Bool {
    declaration.name == other.declaration.name
      && declaration.definition == other.declaration.definition && convention == other.convention
  }

  public static func == (a: Optimizer, b: Optimizer) -> Bool {
    a.isSameRule(as: b) && a.settings == b.settings
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(declaration.definition)
    hasher.combine(convention)
    hasher.combine(settings)
  }
}
