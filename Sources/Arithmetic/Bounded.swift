/// A number together with how far rounding may have taken it from the exact value.
public struct Bounded: Hashable, Sendable {
  public let value: Double
  /// An estimate from above, by running error analysis: each operation adds its own rounding to what
  /// its operands bring along.
  public let error: Double

  public init(_ value: Double, error: Double) {
    self.value = value
    self.error = error
  }

  /// Whether the value is 0 as far as its rounding lets one tell.
  public var mayBeZero: Bool { value.magnitude <= error }
}
