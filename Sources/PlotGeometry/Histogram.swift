import Conversion
import LongWork

/// Counts of values in bins of equal width.
package struct Histogram {
  package let edges: [Double]
  package var heights: [Double]

  /// - Parameters:
  ///   - low, high: the ends of the bins; nil for those of the values. What lies outside or is not finite
  ///     is not counted.
  package init(_ values: [Double], bins: Int, low: Double?, high: Double?) {
    let bins = min(max(bins, 1), 10_000)
    var first = low ?? values.inParts().filter(\.isDrawable).min() ?? 0
    var last = high ?? values.inParts().filter(\.isDrawable).max() ?? 1
    if !(first < last) { (first, last) = (first - 0.5, first + 0.5) }
    heights = Array(repeating: 0.0, count: bins)
    let width = (last - first) / Double(bins)
    for value in values.inParts() where value.isDrawable && value >= first && value <= last {
      heights[Int(clamping: (value - first) / width, from: 0, to: bins - 1)] += 1
    }
    edges = (0...bins).map { $0 == bins ? last : first + width * Double($0) }
  }
}
