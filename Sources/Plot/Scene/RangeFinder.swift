import PlotGeometry

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Finds the range that an axis shows from what lies on it.
struct RangeFinder {
  private let axis: Axis
  /// What has been found.
  var range: ValueRange
  /// A grid's range is the picture's range, whatever else is drawn on it.
  private var fixedLow = Double.infinity
  private var fixedHigh = -Double.infinity
  /// Leaves a margin, so that what lies at the ends is not cut by the frame.
  var isPadded = false
  /// Bars stand on the axis: no margin at zero.
  private var hasBaseline = false

  init(_ axis: Axis) {
    self.axis = axis
    range = ValueRange(on: axis.scale)
  }

  var isEmpty: Bool { range.isEmpty && !(fixedLow <= fixedHigh) }

  mutating func includeBaseline() {
    hasBaseline = true
    range.include(0)
  }

  mutating func fix(_ from: Double, _ to: Double) {
    guard axis.scale == .linear || to > 0 else { return }
    fixedLow = min(fixedLow, axis.scale == .log && from <= 0 ? to / 1e3 : from)
    fixedHigh = max(fixedHigh, to)
  }

  /// The axis's own ends where it has them, the found ones elsewhere.
  var map: AxisMap {
    var (first, last): (Double, Double)
    if fixedLow <= fixedHigh {
      (first, last) = (fixedLow, fixedHigh)
    } else if !range.isEmpty {
      (first, last) = padded(range.low, range.high)
    } else {
      (first, last) = axis.scale == .log ? (1, 10) : (0, 1)
    }
    if !axis.categories.isEmpty {
      (first, last) = (-0.5, Double(axis.categories.count) - 0.5)
    }
    if let from = axis.from, isPossible(from) {
      first = from
      if !(last > first) { last = beyond(first, 1) }
    }
    if let to = axis.to, isPossible(to) {
      last = to
      if !(first < last) { first = beyond(last, -1) }
    }
    if axis.scale == .linear { (first, last) = shownEnds(first, last) }
    return AxisMap(
      scale: axis.scale, low: first, high: last, isReversed: axis.isReversed,
      isCount: axis.isCount)
  }

  private func isPossible(_ end: Double) -> Bool {
    end.isDrawable && (axis.scale == .linear || end > 0)
  }

  /// An end for an axis whose other end lies beyond all data.
  private func beyond(_ end: Double, _ direction: Double) -> Double {
    axis.scale == .log
      ? (direction > 0 ? end * 10 : end / 10) : end + direction * max(end.magnitude, 1)
  }

  private func padded(_ low: Double, _ high: Double) -> (Double, Double) {
    if axis.scale == .log {
      guard high > low * (1 + 1e-9) else { return (max(low / 3, 1e-307), high * 3) }
      // The same share of the axis as on a linear one.
      let margin = isPadded ? max(0.04 * (log10(high) - log10(low)), 0.06) : 0
      let (first, last) = (log10(low) - margin, log10(high) + margin)
      return (max(pow(10, first), .leastNonzeroMagnitude), min(pow(10, last), 1e305))
    }
    let span = high - low
    guard areApart(low, high) else { return shownEnds(low, high) }
    guard isPadded else { return (low, high) }
    let margin = span * 0.05
    var (first, last) = (low - margin, high + margin)
    if hasBaseline {
      if low == 0 { first = 0 }
      if high == 0 { last = 0 }
    } else if low >= 0, low <= 0.3 * high {
      first = 0
    }
    return (first, last)
  }
}
