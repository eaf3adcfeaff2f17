/// What a rule remembers from one update to the next, one number for each parameter; 0 before the
/// first.
///
/// A rule keeps its slots as `static let`s: then a slot's position is a constant wherever the rule is
/// compiled for bulk training.
public struct Slot: Hashable, Sendable {
  /// Where it lies among its rule's slots, from 0.
  package let position: Int
  private let words: QuantityWords

  init(
    _ position: Int, _ name: String, symbol: String? = nil, _ meaning: String, short: String? = nil
  ) {
    self.position = position
    words = QuantityWords(name, symbol: symbol, meaning, short: short)
  }

  public var quantity: QuantityDeclaration { QuantityDeclaration(words, .parameters) }
}
