import Engine

/// What the quantities are for a user: the program's, and those of rules that the user defined.
public struct QuantityRegistry {
  /// The rule in use.
  private let rule: RuleDeclaration
  /// The user's rules, the last one defined last.
  private let own: [RuleDeclaration]

  public init(inUse rule: RuleDeclaration, own: [RuleDeclaration]) {
    (self.rule, self.own) = (rule, own)
  }

  /// A quantity's declaration: of the user's own rule where it is the one in use, of the program, or
  /// of another rule that was defined.
  public func declaration(of name: String) -> QuantityDeclaration? {
    if own.contains(where: { $0.name == rule.name }), let quantity = rule.declaration(of: name) {
      return quantity
    }
    return QuantityDeclaration.named(name)
      ?? own.reversed().lazy.compactMap { $0.declaration(of: name) }.first
      ?? QuantityDeclaration.ofLayer(name) ?? declarationBeforeUpdate(of: name)
  }

  /// `m_prev` of `m`: what it was before the last update.
  private func declarationBeforeUpdate(of name: String) -> QuantityDeclaration? {
    guard name.hasSuffix(String.beforeUpdateSuffix),
      let base = declaration(of: String(name.dropLast(String.beforeUpdateSuffix.count)))
    else { return nil }
    return QuantityDeclaration(
      name, base.shape, "\(base.name) before the last update: \(base.meaning)")
  }

  /// What a quantity is: in the rule in use, where that has it.
  public func meaning(of name: String) -> String? {
    rule.quantity(named: name)?.meaning ?? declaration(of: name)?.meaning
  }

  /// What stands beside a quantity's formula.
  public func shortMeaning(of name: String) -> String? {
    let declared = rule.quantity(named: name)
    return declared == nil ? declaration(of: name)?.short : declared?.short
  }

  /// The rules that have a quantity or a setting of that name, where the one in use has none; empty
  /// elsewhere.
  public func otherOwners(of name: String) -> [String] {
    guard rule.declaration(of: name) == nil else { return [] }
    return RuleDeclaration.builtIn.filter { $0.declaration(of: name) != nil }.map(\.name)
  }
}
