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

/// A result that a rule names on its way, one number for each parameter.
public struct Intermediate: Hashable, Sendable {
  public let quantity: RuleQuantity

  init(_ name: String, symbol: String? = nil, _ meaning: String, short: String? = nil) {
    quantity = RuleQuantity(name, symbol: symbol, meaning, short: short)
  }
}

/// A number of an update that all parameters share, which the rule's `prepare` works out.
///
/// Without a name it is a part of other formulas. With a name it is a quantity that is shown and
/// explained. With a start as well it is remembered from one update to the next, as a slot is.
public struct SharedNumber: Hashable, Sendable {
  /// Where it lies among its rule's shared numbers, from 0; at most `Row<Double>.capacity - 1`.
  let position: Int
  public let quantity: RuleQuantity?
  /// What it is before the first update; nil where it is not remembered.
  public let start: Double?

  init(_ position: Int) {
    self.position = position
    quantity = nil
    start = nil
  }

  init(
    _ position: Int, startsAt start: Double? = nil, _ name: String, symbol: String? = nil,
    _ meaning: String, short: String? = nil
  ) {
    self.position = position
    self.start = start
    quantity = RuleQuantity(name, symbol: symbol, meaning, short: short)
  }
}

extension String {
  /// The name of a remembered quantity's value before the update.
  var beforeUpdate: String { self + "_prev" }
}
