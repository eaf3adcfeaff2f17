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
