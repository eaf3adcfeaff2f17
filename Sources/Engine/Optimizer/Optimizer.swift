import Numerics

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
    for (name, value) in given.sorted(by: { $0.key < $1.key }) {
      guard let parameter = declaration.hyperparameters.first(where: { $0.name == name }) else {
        throw .unknown(
          "setting", name, of: declaration.name, known: declaration.hyperparameters.map(\.name))
      }
      guard parameter.range.contains(value) else {
        throw .outOfRange(name, value, must: parameter.range.sentence)
      }
    }
    self.declaration = declaration
    settings = Hyperparameters(declaration.hyperparameters) {
      given[$0.name] ?? $0.defaultValue(in: convention)
    }
    self.convention = convention
    rule = declaration.makeRule(settings, convention)
  }

  /// The built-in rule of that name.
  ///
  /// - Throws: `EngineError` where there is none.
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

extension Optimizer {
  /// The same rule and settings at another rate.
  ///
  /// - Throws: `EngineError` for a rule that has no learning rate to set, or a rate it does not take.
  public func replacing(lr: Double) throws(EngineError) -> Optimizer {
    try replacing(["lr": lr])
  }

  /// The same rule with some settings changed.
  ///
  /// - Throws: `EngineError` for a setting that the rule does not have, or a value it does not take.
  package func replacing(_ changes: [String: Double]) throws(EngineError) -> Optimizer {
    let settings = given.merging(changes) { _, changed in changed }
    return try Optimizer(declaration, convention: convention, settings: settings)
  }

  /// All settings by name.
  public var given: [String: Double] {
    var given: [String: Double] = [:]
    for parameter in declaration.hyperparameters {
      given[parameter.name] = settings[parameter.name]
    }
    return given
  }
}
