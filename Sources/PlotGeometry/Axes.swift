import Conversion

/// A panel's two axes: where values lie on them.
package struct Axes: Equatable, Sendable {
  package let x: AxisMap
  package let y: AxisMap

  package init(x: AxisMap, y: AxisMap) { (self.x, self.y) = (x, y) }

  package func unit(_ px: Double, _ py: Double) -> UnitPoint? {
    guard let ux = x.unit(px), let uy = y.unit(py) else { return nil }
    return UnitPoint(ux, uy)
  }

  /// A line's pieces, interrupted where a number has no place, clipped to the panel.
  ///
  /// - Parameter columns: how many places the renderer can tell apart along x; where a rising x has
  ///   many more points than that, first, least, greatest and last of each are kept.
  package func polylines(_ xs: [Double], _ ys: [Double], columns: Int) -> [[UnitPoint]] {
    var pieces: [[UnitPoint]] = []
    var piece: [UnitPoint] = []
    let count = min(xs.count, ys.count)
    piece.reserveCapacity(count)
    for i in 0..<count {
      if let point = unit(xs[i], ys[i]) {
        piece.append(point)
      } else if !piece.isEmpty {
        pieces.append(piece)
        piece.removeAll()
      }
    }
    if !piece.isEmpty { pieces.append(piece) }
    return pieces.flatMap { clipped(decimated($0, columns: columns)) }
  }

  /// A line's pieces, from points.
  package func polylines(_ line: [SIMD2<Double>], columns: Int) -> [[UnitPoint]] {
    polylines(line.map(\.x), line.map(\.y), columns: columns)
  }

  /// Places of points within the panel.
  package func places(_ xs: [Double], _ ys: [Double]) -> [UnitPoint] {
    var result: [UnitPoint] = []
    for i in 0..<min(xs.count, ys.count) {
      if let point = unit(xs[i], ys[i]), point.isInside { result.append(point) }
    }
    return result
  }

  /// The first point that the panel does not show; nil where there is none.
  package func firstOutside(_ xs: [Double], _ ys: [Double]) -> Int? {
    (0..<min(xs.count, ys.count)).first { unit(xs[$0], ys[$0]).map { !$0.isInside } ?? false }
  }

  /// A band's range of heights in each of `columns` columns, `nil` where it has none.
  package func spans(
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

  /// The rectangles of a layer's bars; layer `place` of `count` takes its share of each width.
  package func barPlaces(
    edges: [Double], heights: [Double], place: Int, of count: Int
  ) -> [BarPlace] {
    let base = min(max(y.unit(y.scale == .log ? y.low : 0) ?? 0, 0), 1)
    return (0..<min(heights.count, max(edges.count - 1, 0))).compactMap { i in
      guard let from = x.unit(edges[i]), let to = x.unit(edges[i + 1]),
        let height = y.unit(heights[i])
      else { return nil }
      let (low, high) = (min(from, to), max(from, to))
      let share = (high - low) / Double(max(count, 1))
      let left = min(max(low + share * Double(place), 0), 1)
      let right = min(max(low + share * Double(place + 1), 0), 1)
      guard left < right else { return nil }
      let end = min(max(height, 0), 1)
      return BarPlace(
        left: left, right: right, bottom: min(base, end), top: max(base, end))
    }
  }
}
