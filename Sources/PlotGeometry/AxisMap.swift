#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Maps an axis's values to 0...1 along it.
package struct AxisMap: Equatable, Sendable {
  package let scale: AxisScale
  package let low: Double
  package let high: Double
  package let isReversed: Bool
  /// Marked at whole numbers only.
  package var isCount = false

  package init(
    scale: AxisScale, low: Double, high: Double, isReversed: Bool, isCount: Bool = false
  ) {
    (self.scale, self.low, self.high) = (scale, low, high)
    (self.isReversed, self.isCount) = (isReversed, isCount)
  }

  /// The place of a value, outside 0...1 if the axis does not reach it;
  /// `nil` for a value that has no place at all.
  package func unit(_ value: Double) -> Double? {
    guard value.isDrawable else { return nil }
    let t: Double
    switch scale {
    case .linear: t = (value - low) / (high - low)
    case .log:
      guard value > 0 else { return nil }
      // A difference of logarithms: the quotient of 1e300 and 1e-300 would overflow.
      t = (log10(value) - log10(low)) / (log10(high) - log10(low))
    }
    guard t.isFinite else { return nil }
    // Far outside is as good as very far outside, and keeps later sums finite.
    return min(max(isReversed ? 1 - t : t, -1e6), 1e6)
  }

  package func value(at unit: Double) -> Double {
    let t = isReversed ? 1 - unit : unit
    if scale == .linear { return low + (high - low) * t }
    return pow(10, log10(low) + (log10(high) - log10(low)) * t)
  }
}
