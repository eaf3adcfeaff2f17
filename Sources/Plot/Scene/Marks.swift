import Conversion
import PlotGeometry

// Places of bars, bands and arrows in a panel, the same for every renderer.

extension ScenePanel {
  /// Which pattern a reference line has: named ones in one panel differ, those without a name do not.
  func referenceStyle(_ index: Int) -> Int {
    func isNamed(_ layer: Panel.Layer) -> Bool {
      if case .reference(let line) = layer { return !line.name.isEmpty }
      return false
    }
    guard isNamed(panel.layers[index]) else { return 0 }
    return panel.layers[..<index].count(where: isNamed) % 3
  }

  /// The panel's ground is coloured, by filled contours or by a heat map.
  var hasAreas: Bool {
    panel.hasHeatMap
      || panel.layers.contains { layer in
        if case .contour(let contour) = layer { return contour.isFilled }
        return false
      }
  }

  /// Layers of bars that share the places between their edges.
  var barCount: Int {
    panel.layers.count { layer in
      if case .bars = layer { return true }
      return false
    }
  }

  struct BarPlace {
    var left: Double
    var right: Double
    var bottom: Double
    var top: Double
    var index: Int
  }

  /// The rectangles of a layer's bars; layer `place` of `count` takes its share of each width.
  func barPlaces(_ bars: BarsLayer, place: Int, of count: Int) -> [BarPlace] {
    let base = min(max(y.unit(y.scale == .log ? y.low : 0) ?? 0, 0), 1)
    return (0..<min(bars.heights.count, max(bars.edges.count - 1, 0))).compactMap { i in
      guard let from = x.unit(bars.edges[i]), let to = x.unit(bars.edges[i + 1]),
        let height = y.unit(bars.heights[i])
      else { return nil }
      let (low, high) = (min(from, to), max(from, to))
      let share = (high - low) / Double(max(count, 1))
      let left = min(max(low + share * Double(place), 0), 1)
      let right = min(max(low + share * Double(place + 1), 0), 1)
      guard left < right else { return nil }
      let end = min(max(height, 0), 1)
      return BarPlace(
        left: left, right: right, bottom: min(base, end), top: max(base, end), index: i)
    }
  }

  /// Tail and head of the part of an arrow that the panel shows.
  func arrowEnds(_ arrow: ArrowLayer) -> (UnitPoint, UnitPoint)? {
    guard let tail = axes.unit(arrow.fromX, arrow.fromY), let head = axes.unit(arrow.toX, arrow.toY)
    else {
      return nil
    }
    return clippedSegment(tail, head)
  }
}

extension Panel {
  var hasHeatMap: Bool {
    layers.contains { layer in
      if case .heatMap = layer { return true }
      return false
    }
  }
}
