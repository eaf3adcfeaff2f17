/// The least and the greatest of the numbers that an axis can show.
package struct ValueRange: Sendable {
  package private(set) var low = Double.infinity
  package private(set) var high = -Double.infinity
  private let isLogarithmic: Bool

  package init(on scale: AxisScale) { isLogarithmic = scale == .log }

  package var isEmpty: Bool { !(low <= high) }

  package mutating func include(_ value: Double) {
    guard value.isDrawable, !isLogarithmic || value > 0 else { return }
    low = min(low, value)
    high = max(high, value)
  }

  package mutating func include(_ values: [Double]) {
    for value in values { include(value) }
  }

  /// Adds points; only pairs of which both numbers have a place count.
  package static func include(
    _ xs: [Double], _ ys: [Double], in x: inout ValueRange, _ y: inout ValueRange
  ) {
    for i in 0..<min(xs.count, ys.count) where xs[i].isDrawable && ys[i].isDrawable {
      x.include(xs[i])
      y.include(ys[i])
    }
  }

  /// The values that can be drawn; nil where there are none.
  package init?(of values: [Double]) {
    self.init(on: .linear)
    include(values)
    if isEmpty { return nil }
  }
}
