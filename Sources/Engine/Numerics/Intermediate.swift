/// A result that a rule names on its way, one number for each parameter.
public struct Intermediate: Hashable, Sendable {
  public let quantity: RuleQuantity

  init(_ name: String, symbol: String? = nil, _ meaning: String, short: String? = nil) {
    quantity = RuleQuantity(name, symbol: symbol, meaning, short: short)
  }
}
