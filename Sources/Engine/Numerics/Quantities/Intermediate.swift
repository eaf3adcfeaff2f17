/// A result that a rule names on its way, one number for each parameter.
public struct Intermediate: Hashable, Sendable {
  private let words: QuantityWords

  init(_ name: String, symbol: String? = nil, _ meaning: String, short: String? = nil) {
    words = QuantityWords(name, symbol: symbol, meaning, short: short)
  }

  public var quantity: QuantityDeclaration { QuantityDeclaration(words, .parameters) }
}
