import Formula

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
  /// What the rule remembers and works out, slots first.
  public let declaredQuantities: [RuleQuantity]
  /// The ASCII names of what the rule remembers, by position.
  public let slots: [String]
  let names: [QuantityKey: String]
  /// The lines that a user defined it by; empty for a rule of the program.
  public let definition: [String]
  /// The mistakes students make with this rule's quantities.
  public let misconceptions: [Misconception]
  let makeRule: @Sendable (Hyperparameters, Convention) -> any UpdateRule

  init(
    name: String, summary: String, source: String, hyperparameters: [Hyperparameter],
    slots: [(Slot, RuleQuantity)] = [], intermediates: [(Intermediate, RuleQuantity)] = [],
    definition: [String] = [], misconceptions: [Misconception],
    makeRule: @escaping @Sendable (Hyperparameters, Convention) -> any UpdateRule
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.hyperparameters = hyperparameters
    let remembered = slots.sorted { $0.0.position < $1.0.position }.map(\.1)
    self.slots = remembered.map(\.name)
    declaredQuantities = remembered + intermediates.map(\.1)
    var names: [QuantityKey: String] = [:]
    for (slot, quantity) in slots { names[.slot(slot)] = quantity.name }
    for (intermediate, quantity) in intermediates {
      names[.intermediate(intermediate)] = quantity.name
    }
    self.names = names
    self.definition = definition
    self.misconceptions = misconceptions
    self.makeRule = makeRule
  }

  func name(of key: QuantityKey) -> String { names[key] ?? "?" }

  /// A quantity of the rule by its name.
  public func quantity(named name: String) -> RuleQuantity? {
    declaredQuantities.first { $0.name == name }
  }

  /// The names of everything the rule works out, slots and intermediate results.
  public var quantities: [String] { names.values.sorted() }

  /// The rules that come with the program.
  public static let builtIn: [RuleDeclaration] = [
    GradientDescent.declaration, Momentum.declaration, Nesterov.declaration, Adagrad.declaration,
    RMSProp.declaration, Adam.declaration, Adam.decoupledDeclaration,
  ]
}

/// An update rule with its settings: what `optimizer NAME key=value...` makes.
public struct Optimizer: Sendable {
  public let declaration: RuleDeclaration
  public let settings: Hyperparameters
  public let convention: Convention
  public let rule: any UpdateRule

  public var name: String { declaration.name }

  /// A rule with its convention's defaults, but for the settings given.
  ///
  /// - Throws: `EngineError` for a setting the rule has not, or one out of its range.
  public init(
    _ declaration: RuleDeclaration, convention: Convention = .lecture,
    settings given: [String: Double] = [:]
  ) throws(EngineError) {
    var settings = Hyperparameters()
    settings.own = declaration.hyperparameters.filter { settings[$0.name] == nil }
      .map { .init(name: $0.name, value: $0.defaultValue) }
    for parameter in declaration.hyperparameters {
      settings[parameter.name] = parameter.defaultValue(in: convention)
    }
    for (name, value) in given.sorted(by: { $0.key < $1.key }) {
      guard let parameter = declaration.hyperparameters.first(where: { $0.name == name }) else {
        throw .unknown(
          "setting", name, of: declaration.name, known: declaration.hyperparameters.map(\.name))
      }
      guard parameter.range.contains(value) else {
        throw .outOfRange(name, value, must: parameter.range.sentence)
      }
      settings[name] = value
    }
    self.declaration = declaration
    self.settings = settings
    self.convention = convention
    rule = declaration.makeRule(settings, convention)
  }

  /// The built-in rule of that name.
  ///
  /// - Throws: `EngineError.unknown` where there is none.
  public init(
    named name: String, convention: Convention = .lecture, settings: [String: Double] = [:]
  ) throws(EngineError) {
    guard let declaration = RuleDeclaration.builtIn.first(where: { $0.name == name }) else {
      throw .unknown("optimizer", name, of: nil, known: RuleDeclaration.builtIn.map(\.name))
    }
    try self.init(declaration, convention: convention, settings: settings)
  }

  /// The same rule under another convention: settings that were left at their default take the
  /// other convention's default.
  public func following(_ other: Convention) throws(EngineError) -> Optimizer {
    var given: [String: Double] = [:]
    for parameter in declaration.hyperparameters {
      guard let value = settings[parameter.name] else { continue }
      if value != parameter.defaultValue(in: convention) { given[parameter.name] = value }
    }
    return try Optimizer(declaration, convention: other, settings: given)
  }
}

/// What went wrong in the engine, as one sentence for the user.
public enum EngineError: Error, Hashable, Sendable {
  /// A name that is not among the known ones: the kind of thing, the name, whose it would be.
  case unknown(String, String, of: String?, known: [String])
  case outOfRange(String, Double, must: String)
  case invalid(String)
}

extension EngineError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknown(let kind, let name, let owner, let known):
      let whose = owner.map { "\($0) has no \(kind) '\(name)'" } ?? "unknown \(kind) '\(name)'"
      return known.isEmpty ? whose : "\(whose); there are \(known.joined(separator: ", "))"
    case .outOfRange(let name, let value, let must):
      return "\(name) must be \(must), not \(NumberStyle.shortest.format(value))"
    case .invalid(let sentence): return sentence
    }
  }
}
