import Conversion

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

  /// A band's range of heights in each of `columns` columns, `nil` where it has none.
  func spans(
    _ xs: [Double], _ lower: [Double], _ upper: [Double], columns: Int
  ) -> [ClosedRange<Double>?] {
    var spans: [ClosedRange<Double>?] = Array(repeating: nil, count: columns)
    var previous: (x: Double, low: Double, high: Double)?
    for i in 0..<min(xs.count, lower.count, upper.count) {
      guard let ux = x.unit(xs[i]), let a = y.unit(lower[i]), let b = y.unit(upper[i]) else {
        previous = nil
        continue
      }
      let next = (x: ux, low: min(a, b), high: max(a, b))
      let from = previous ?? next
      previous = next
      guard max(from.x, ux) >= 0, min(from.x, ux) <= 1 else { continue }
      let first = cellIndex(min(from.x, ux), of: columns)
      let last = cellIndex(max(from.x, ux), of: columns)
      for column in first...last {
        let centre = (Double(column) + 0.5) / Double(columns)
        let t = ux == from.x ? 1 : min(max((centre - from.x) / (ux - from.x), 0), 1)
        let low = from.low + t * (next.low - from.low)
        let high = from.high + t * (next.high - from.high)
        guard high >= 0, low <= 1 else { continue }
        let old = spans[column]
        spans[column] =
          min(low, old?.lowerBound ?? low)...max(high, old?.upperBound ?? high)
      }
    }
    return spans
  }

  /// Tail and head of the part of an arrow that the panel shows.
  func arrowEnds(_ arrow: ArrowLayer) -> (UnitPoint, UnitPoint)? {
    guard let tail = unit(arrow.fromX, arrow.fromY), let head = unit(arrow.toX, arrow.toY) else {
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

extension SampledGrid {
  package var cellWidth: Double { (xHigh - xLow) / Double(columns) }
  package var cellHeight: Double { (yHigh - yLow) / Double(rows) }

  /// The sample at the node nearest to a place, `nil` outside the grid or where it is missing.
  func node(nearX x: Double, y: Double) -> Double? {
    guard x >= xLow, x <= xHigh, y >= yLow, y <= yHigh else { return nil }
    let (across, up) = ((x - xLow) / (xHigh - xLow), (y - yLow) / (yHigh - yLow))
    let value = self[
      Int(clamping: (across * Double(columns - 1)).rounded(), from: 0, to: columns - 1),
      Int(clamping: (up * Double(rows - 1)).rounded(), from: 0, to: rows - 1)]
    return value.isDrawable ? value : nil
  }

  /// The value of the cell that holds a place, `nil` outside the grid.
  func cell(atX x: Double, y: Double) -> Double? {
    guard x >= xLow, x <= xHigh, y >= yLow, y <= yHigh else { return nil }
    let (across, up) = ((x - xLow) / (xHigh - xLow), (y - yLow) / (yHigh - yLow))
    return self[cellIndex(across, of: columns), cellIndex(up, of: rows)]
  }
}
