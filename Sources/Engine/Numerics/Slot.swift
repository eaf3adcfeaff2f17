/// What a rule remembers from one update to the next, one number for each parameter; 0 before the
/// first.
///
/// A rule keeps its slots as `static let`s: then a slot's position is a constant wherever the rule is
/// compiled for bulk training.
public struct Slot: Hashable, Sendable {
  /// Where it lies among its rule's slots, from 0.
  let position: Int
  /// Whether the first update sets it from nothing: before that it has no value.
  let isSetByFirst: Bool
  public let quantity: QuantityDeclaration

  init(
    _ position: Int, _ name: String, symbol: String? = nil, _ meaning: String,
    short: String? = nil, isSetByFirst: Bool = false
  ) {
    self.position = position
    self.isSetByFirst = isSetByFirst
    quantity = QuantityDeclaration(name, .parameters, meaning, symbol: symbol, short: short)
  }
}
