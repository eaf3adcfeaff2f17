/// What a rule remembers from one update to the next, one number for each parameter; 0 before the
/// first.
///
/// A rule keeps its slots as `static let`s: then a slot's position is a constant wherever the rule is
/// compiled for bulk training.
public struct Slot: Hashable, Sendable {
  /// Where it lies among its rule's slots, from 0.
  let position: Int
  public let quantity: RuleQuantity

  init(
    _ position: Int, _ name: String, symbol: String? = nil, _ meaning: String, short: String? = nil
  ) {
    self.position = position
    quantity = RuleQuantity(name, symbol: symbol, meaning, short: short)
  }
}
