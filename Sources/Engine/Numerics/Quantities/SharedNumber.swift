/// A number of an update that all parameters share, which the rule's `prepare` works out.
///
/// Without a name it is a part of other formulas. With a name it is a quantity that is shown and
/// explained. With a start as well it is remembered from one update to the next, as a slot is.
public struct SharedNumber: Hashable, Sendable {
  /// Where it lies among its rule's shared numbers, from 0; at most `Row<Double>.capacity - 1`.
  let position: Int
  private let words: QuantityWords?
  /// What it is before the first update; nil where it is not remembered.
  public let start: Double?

  init(_ position: Int) {
    self.position = position
    words = nil
    start = nil
  }

  init(
    _ position: Int, startsAt start: Double? = nil, _ name: String, symbol: String? = nil,
    _ meaning: String, short: String? = nil
  ) {
    self.position = position
    self.start = start
    words = QuantityWords(name, symbol: symbol, meaning, short: short)
  }

  /// Nil where it has no name.
  public var quantity: QuantityDeclaration? { words.map { QuantityDeclaration($0, .number) } }
}
