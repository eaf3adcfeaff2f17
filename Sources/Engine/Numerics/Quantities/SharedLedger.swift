/// The page on which a rule's `prepare` works out the numbers that all parameters share.
public protocol SharedLedger {
  associatedtype Q: Quantity
  /// η after the schedule.
  var eta: Q { get }
  /// This update's number, counted from 1 since the rule started.
  var t: Q { get }
  subscript(setting: Hyperparameter) -> Q { get }
  /// What the last update left in a number that is remembered; its start before the first.
  func previous(_ number: SharedNumber) -> Q
  /// Sets a number, and gives it back under its own name where it has one.
  @discardableResult mutating func set(_ number: SharedNumber, _ value: Q) -> Q
}
