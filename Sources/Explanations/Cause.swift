import Formula

/// A link in the chain of why a quantity is what it is: its value, and what made it so.
public struct Cause: Hashable, Sendable {
  /// As one would type it: `W1[0,3]`, `g[W1[0,3]]`, `z1[0,3]`, `x[17,2]`; `example 17` for what one
  /// example adds to a sum.
  public let quantity: String
  /// The update after which it has the value, or whose quantity it is.
  public let t: Int
  public let value: Double
  /// Its part of what it is a cause of: a term of a sum, or to first order its value times the slope;
  /// nil at the top, and where there is no telling.
  public let share: Double?
  /// How it came about, in a few words; of what a formula gives, the formula in ASCII.
  public let reason: String
  /// The formula that gave it; nil where words say it.
  public let formula: Expression?
  public var causes: [Cause] = []
  /// Whether there is more to tell than was asked for.
  public var isCut = false
}
