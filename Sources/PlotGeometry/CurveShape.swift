/// A line's finite points and what can be said of them.
package struct CurveShape {
  package struct Point {
    package var x: Double
    package var y: Double
  }

  package let name: String
  package let points: [Point]
  package let first: Point
  package let last: Point
  package let lowest: Point
  package let highest: Point

  package init?(x: [Double], y: [Double], name: String) {
    self.name = name.isEmpty ? "an unnamed line" : name
    points = zip(x, y).filter { $0.isDrawable && $1.isDrawable }.map(Point.init)
    guard let first = points.first, let last = points.last,
      let lowest = points.min(by: { $0.y < $1.y }), let highest = points.max(by: { $0.y < $1.y })
    else { return nil }
    (self.first, self.last, self.lowest, self.highest) = (first, last, lowest, highest)
  }

  /// The least and the greatest x.
  package var leftmost: Double { points.reduce(first.x) { min($0, $1.x) } }
  package var rightmost: Double { points.reduce(first.x) { max($0, $1.x) } }

  package var count: Int { points.count }

  /// Falls, rises, holds or swings: by the share of steps in each direction and the net change.
  package var trend: String {
    let span = highest.y - lowest.y
    if span == 0 { return "constant" }
    var (up, down, turns) = (0, 0, 0)
    var isRising: Bool?
    for (a, b) in zip(points, points.dropFirst()) where a.y != b.y {
      let rises = b.y > a.y
      if rises { up += 1 } else { down += 1 }
      if let isRising, isRising != rises { turns += 1 }
      isRising = rises
    }
    if down == 0 { return "rises throughout" }
    if up == 0 { return "falls throughout" }
    let net = (last.y - first.y) / span
    if abs(net) < 0.2, turns > 4 { return "swings up and down without a trend" }
    let swing = turns > count / 4 ? ", with much noise" : ""
    if net < -0.2 { return "falls overall\(swing)" }
    if net > 0.2 { return "rises overall\(swing)" }
    return "ends about where it began"
  }

  /// The x at which two curves over rising x change order, by straight lines between points.
  package func crossings(with other: CurveShape) -> [Double] {
    var result: [Double] = []
    var j = 0
    var previous: (x: Double, difference: Double)?
    for point in points {
      while j + 1 < other.count, other.points[j + 1].x <= point.x { j += 1 }
      guard other.points[j].x <= point.x, point.x <= other.last.x else { continue }
      let a = other.points[j]
      let b = other.points[min(j + 1, other.count - 1)]
      let t = b.x > a.x ? (point.x - a.x) / (b.x - a.x) : 0
      let difference = point.y - (a.y + t * (b.y - a.y))
      if difference == 0 { continue }
      if let previous, (previous.difference < 0) != (difference < 0) {
        let share = previous.difference / (previous.difference - difference)
        result.append(previous.x + share * (point.x - previous.x))
      }
      previous = (point.x, difference)
    }
    return result
  }
}
