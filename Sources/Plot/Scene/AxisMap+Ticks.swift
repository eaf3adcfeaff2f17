import Conversion
import PlotGeometry

extension AxisMap {
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
