/// What there is to know of an update rule besides its formulas: declared once, read by parsing,
/// help, completion, tables and the check of answers.
public struct RuleDeclaration: Sendable {
  /// What a user types.
  public let name: String
  /// One line for help.
  public let summary: String
  /// The slide or paper.
  public let source: String
  public let hyperparameters: [Hyperparameter]
  /// What the rule remembers of each parameter, by position.
  private let memory: [Slot]
  /// Those of it that the first update sets from nothing: before that they have no value.
  private let setByFirst: [Slot]
  private let intermediates: [Intermediate]
  /// The numbers that all parameters share, by position.
  private let shared: [SharedNumber]
  /// Those of them that are remembered.
  package let remembered: [SharedNumber]
  /// The ASCII names of what the rule remembers of each parameter, by position.
  public let slots: [String]
  /// The lines that a user defined it by; empty for a rule of the program.
  public let definition: [String]
  /// The mistakes students make with this rule's quantities.
  public let misconceptions: [Misconception]
  let makeRule: @Sendable (Hyperparameters, Convention) -> any UpdateRule

  /// - Precondition: settings, slots and shared numbers are in the order of their positions.
  init(
    name: String, summary: String, source: String, hyperparameters: [Hyperparameter],
    slots: [Slot] = [], setByFirst: [Slot] = [], intermediates: [Intermediate] = [],
    shared: [SharedNumber] = [],
    definition: [String] = [], misconceptions: [Misconception],
    makeRule: @escaping @Sendable (Hyperparameters, Convention) -> any UpdateRule
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.hyperparameters = hyperparameters
    memory = slots
    self.slots = slots.map(\.quantity.name)
    self.setByFirst = setByFirst
    self.intermediates = intermediates
    self.shared = shared
    remembered = shared.filter { $0.start != nil }
    self.definition = definition
    self.misconceptions = misconceptions
    self.makeRule = makeRule
    let settings = hyperparameters.filter { $0.name != "lr" }
    let isInOrder =
      Self.areCounted(settings.map(\.position)) && Self.areCounted(slots.map(\.position))
      && Self.areCounted(shared.map(\.position))
    precondition(isInOrder, "\(name): each setting, slot and shared number has its own position")
    let fits = definition.isEmpty ? max(settings.count, shared.count) : shared.count
    precondition(fits <= Row<Double>.capacity, "\(name) has more numbers than a row holds")
  }

  private static func areCounted(_ positions: [Int]) -> Bool {
    positions == Array(positions.indices)
  }

  // A rule that uses what it does not declare would write where nothing is kept for it, or name what
  // cannot be asked for. Each record of a step goes through these.

  func require(_ slot: Slot) {
    precondition(memory[safely: slot.position] == slot, "\(name) does not declare the slot \(slot)")
  }
  func require(_ intermediate: Intermediate) {
    precondition(intermediates.contains(intermediate), "\(name) does not declare \(intermediate)")
  }
  func require(_ number: SharedNumber) {
    precondition(shared[safely: number.position] == number, "\(name) does not declare \(number)")
  }

  /// What the rule remembers and works out of each parameter, slots first.
  public var parameterQuantities: [QuantityDeclaration] {
    memory.map(\.quantity) + intermediates.map(\.quantity)
  }

  /// What it works out for all parameters at once.
  public var sharedQuantities: [QuantityDeclaration] { shared.compactMap(\.quantity) }

  /// What the rule remembers and works out.
  public var declaredQuantities: [QuantityDeclaration] { parameterQuantities + sharedQuantities }

  /// A quantity of the rule by its name.
  public func quantity(named name: String) -> QuantityDeclaration? {
    declaredQuantities.first { $0.name == name }
  }

  /// Its settings but for the learning rate, which every rule has.
  public var settingQuantities: [QuantityDeclaration] {
    hyperparameters.filter { $0.name != "lr" }.map(\.quantity)
  }

  /// A quantity or a setting of the rule by its name.
  public func declaration(of name: String) -> QuantityDeclaration? {
    quantity(named: name) ?? settingQuantities.first { $0.name == name }
  }

  /// What it remembers of each parameter after so many updates, by its name; nil where that has no
  /// value yet.
  package func slot(named name: String, afterUpdates updates: Int) -> Slot? {
    memory.first { $0.quantity.name == name && (updates > 0 || !setByFirst.contains($0)) }
  }

  /// All names that an expression may use because of this rule.
  public var names: [String] {
    quantities + namesBeforeUpdate + hyperparameters.map(\.name)
  }

  /// The names of everything the rule works out, slots and intermediate results.
  public var quantities: [String] { declaredQuantities.map(\.name).sorted() }

  /// The names of what the rule remembered before an update: `m_prev`, ...
  public var namesBeforeUpdate: [String] {
    slots.map(\.beforeUpdate) + remembered.compactMap(\.quantity?.name.beforeUpdate)
  }

  /// The place of a remembered number of all parameters in a state, by its name.
  public func sharedPlace(of name: String) -> Int? {
    remembered.firstIndex { $0.quantity?.name == name }
  }
}
