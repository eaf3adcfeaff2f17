/// The page on which one update of one parameter (or of a few side by side) is written.
///
/// A rule reads `gradient`, `parameter` and what it stored at the last update, stores, names what it
/// works out on the way, and says at last by how much θ moves. Each reading of a rule is a ledger of
/// its own: in bulk naming costs nothing; the recording one keeps every number; the explaining one
/// keeps the formulas too.
public protocol Ledger {
  associatedtype Q: Quantity
  /// g, the gradient this update uses.
  var gradient: Q { get }
  /// θ before the update.
  var parameter: Q { get }
  /// What the last update stored; 0 before the first.
  func previous(_ slot: Slot) -> Q
  /// Keeps a number for the next update, and gives it back under its own name.
  mutating func store(_ slot: Slot, _ value: Q) -> Q
  /// Gives an intermediate result its name.
  @discardableResult mutating func name(_ name: Intermediate, _ value: Q) -> Q
  /// A setting of a user's own rule, by its name.
  func setting(_ value: Double, named name: String) -> Q
  /// Δθ; called once, last.
  mutating func move(by delta: Q)
}

extension Ledger {
  public func setting(_ value: Double, named name: String) -> Q { Q(constant: value) }
}
