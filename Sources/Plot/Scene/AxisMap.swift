import Conversion

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Maps an axis's values to 0...1 along it.
struct AxisMap: Equatable {
  let scale: Axis.Scale
  let low: Double
  let high: Double
  let isReversed: Bool
  /// Marked at whole numbers only.
  var isCount = false

  /// The place of a value, outside 0...1 if the axis does not reach it;
  /// `nil` for a value that has no place at all.
  func unit(_ value: Double) -> Double? {
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

  func value(at unit: Double) -> Double {
    let t = isReversed ? 1 - unit : unit
    if scale == .linear { return low + (high - low) * t }
    return pow(10, log10(low) + (log10(high) - log10(low)) * t)
  }

  func ticks(count: Int) -> Ticks {
    var count = count
    if isCount, scale == .linear {
      // No more ticks than there are whole numbers: then their distance is one or more.
      count = Int(clamping: high.rounded(.down) - low.rounded(.up) + 1, from: 1, to: count)
    }
    return scale == .linear
      ? .linear(from: low, to: high, count: count)
      : .logarithmic(from: low, to: high, count: count)
  }
}
