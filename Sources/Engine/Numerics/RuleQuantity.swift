/// A quantity that a rule remembers or works out on its way, declared in the rule's own file: help,
/// inspection, explanations and messages read it there.
public struct RuleQuantity: Hashable, Sendable {
  /// The ASCII name that a user types.
  public let name: String
  /// What a terminal shows, where that does not follow from the name.
  public let symbol: String?
  /// What it is, whose it is where other rules have something else of that name.
  public let meaning: String
  /// What stands beside its formula.
  public let short: String?

  init(_ name: String, symbol: String? = nil, _ meaning: String, short: String? = nil) {
    (self.name, self.symbol, self.meaning, self.short) = (name, symbol, meaning, short)
  }
}

extension String {
  /// The name of a remembered quantity's value before the update.
  var beforeUpdate: String { self + "_prev" }
}
