/// A setting of an activation, as the slope of `leaky_relu0.2`.
public struct ActivationSetting: Sendable {
  public let name: String
  /// Nil where it must be given.
  public let defaultValue: Double?
  public let range: ClosedRange<Double>

  init(_ name: String, _ defaultValue: Double?, _ range: ClosedRange<Double>) {
    (self.name, self.defaultValue, self.range) = (name, defaultValue, range)
  }
}
