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
    slots: [(Slot, String)] = [], intermediates: [(Intermediate, String)] = [],
    definition: [String] = [], misconceptions: [Misconception],
    makeRule: @escaping @Sendable (Hyperparameters, Convention) -> any UpdateRule
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.hyperparameters = hyperparameters
    self.slots = slots.sorted { $0.0.position < $1.0.position }.map(\.1)
    var names: [QuantityKey: String] = [:]
    for (slot, name) in slots { names[.slot(slot)] = name }
    for (intermediate, name) in intermediates { names[.intermediate(intermediate)] = name }
    self.names = names
    self.definition = definition
    self.misconceptions = misconceptions
    self.makeRule = makeRule
  }

  func name(of key: QuantityKey) -> String { names[key] ?? "?" }

  /// The names of everything the rule works out, slots and intermediate results.
  public var quantities: [String] { names.values.sorted() }

  /// The rules that come with the program.
  public static let builtIn: [RuleDeclaration] = [
    GradientDescent.declaration, Momentum.declaration, Nesterov.declaration, Adagrad.declaration,
    RMSProp.declaration, Adam.declaration, Adam.decoupledDeclaration,
  ]
}

/// A well-known mistake in working out a quantity by hand: the formula it amounts to, in the names
/// of the step's quantities, and what to tell the student who made it.
public struct Misconception: Hashable, Sendable {
  /// The ASCII name of the quantity it is about.
  public let quantity: String
  public let formula: String
  /// Continues "Not −215.6: ...".
  public let says: String
  /// Whether it speaks of the update before, of which there is none at the rule's first.
  let needsLast: Bool

  public init(_ quantity: String, _ formula: String, _ says: String, needsLast: Bool = false) {
    self.quantity = quantity
    self.formula = formula
    self.says = says
    self.needsLast = needsLast
  }

  /// Mistakes one can make with any rule's gradient and new parameter.
  static let common: [Misconception] = [
    Misconception(
      "g", "-g", "you have the sign the wrong way round; g is +∇L, the minus stands in the update."),
    Misconception("g", "g_prev", "that is the gradient of the step before."),
    Misconception("g", "grad", "that is the gradient at the new θ; g is taken before the update."),
    Misconception(
      "g", "g - penalty_share", "the penalty's share is missing; it is added to ∂L/∂w."),
    Misconception(
      "g", "examples*(g - penalty_share) + penalty_share",
      "that is a sum over the examples; the loss is their mean, so divide by their number."),
    Misconception(
      "g", "examples*(g - penalty_share)",
      "that is a sum over the examples without the penalty's share; the loss is their mean."),
    Misconception("theta", "theta_prev - delta", "you went uphill: θ moves by +Δθ."),
    Misconception("theta", "delta", "that is Δθ alone; add it to the old θ."),
    Misconception("theta", "theta_prev", "that is θ before the update."),
    Misconception(
      "theta", "theta_prev - g", "you moved by the whole gradient; the learning rate is missing."),
    Misconception("delta", "-delta", "you have the sign the wrong way round: θ moves downhill."),
    Misconception("delta", "theta", "that is the new θ; Δθ is how far it moved."),
    Misconception("delta", "-g", "that is the whole gradient; the learning rate is missing."),
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
