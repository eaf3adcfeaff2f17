/// A result that a rule names on its way, one number for each parameter.
public struct Intermediate: Hashable, Sendable {
  public let quantity: QuantityDeclaration

  init(_ name: String, symbol: String? = nil, _ meaning: String, short: String? = nil) {
    quantity = QuantityDeclaration(name, .parameters, meaning, symbol: symbol, short: short)
  }
}
