import PlotGeometry

/// How far each layer of an animated figure has come at one moment.
///
/// Paths share the number of their steps: the same moment is the same step for every one. Curves
/// share their place on x, so that a curve of few points keeps pace with one of many.
struct Moments {
  /// Points of the longest layer that grows.
  let steps: Int
  private let low: Double
  private let high: Double

  init(_ growing: [LayerGrowth]) {
    steps = growing.map(\.count).max() ?? 0
    let ends = growing.compactMap(\.rising).flatMap { [$0.first, $0.last] }.compactMap(\.self)
    low = ends.min() ?? 0
    high = ends.max() ?? 0
  }

  /// The x that curves have reached when a path of `steps` points shows `shown` of them.
  func reach(afterPoints shown: Double) -> Double {
    steps > 1 ? low + (high - low) * ((shown - 1) / Double(steps - 1)) : high
  }
}

/// Points of a layer that grows with time, and their x where it rises.
typealias LayerGrowth = (count: Int, rising: [Double]?)

extension Panel.Layer {
  /// How the layer grows; `nil` for one that stands.
  var growth: LayerGrowth? {
    switch self {
    case .line(let line):
      let count = min(line.x.count, line.y.count)
      return (count, line.isPath ? nil : risingPrefix(line.x, count))
    case .points(let points) where points.isFaint:
      let count = min(points.x.count, points.y.count)
      return (count, risingPrefix(points.x, count))
    default: return nil
    }
  }
}
