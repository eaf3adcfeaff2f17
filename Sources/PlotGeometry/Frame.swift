import Conversion

/// Where a panel's unit square lies on a page, y downwards.
package struct Frame: Equatable, Sendable {
  package var left: Double
  package var top: Double
  package var width: Double
  package var height: Double

  package init(left: Double, top: Double, width: Double, height: Double) {
    (self.left, self.top, self.width, self.height) = (left, top, width, height)
  }

  package func x(_ unit: Double) -> Double { left + unit * width }
  package func y(_ unit: Double) -> Double { top + (1 - unit) * height }

  /// A line as the text of an SVG path.
  package func pathText(of line: [UnitPoint], isClosed: Bool = false) -> String {
    var text = ""
    for (i, point) in line.enumerated() {
      text += (i == 0 ? "M" : "L") + coordinateText(x(point.x)) + " " + coordinateText(y(point.y))
    }
    // A single point shows by its round cap.
    return text + (isClosed ? "Z" : line.count == 1 ? "h0" : "")
  }

  /// Points as dots of one SVG path.
  ///
  /// - Parameter isThinned: whether dots that lie within two units of length of each other are one.
  package func dotsText(of points: [UnitPoint], isThinned: Bool) -> String {
    var seen = Set<Int>()
    var text = ""
    for point in points {
      var (x, y) = (self.x(point.x), self.y(point.y))
      if isThinned {
        (x, y) = ((x / 2).rounded() * 2, (y / 2).rounded() * 2)
        guard seen.insert(Int(clamping: x) * 100_000 + Int(clamping: y)).inserted else { continue }
      }
      text += "M\(coordinateText(x)) \(coordinateText(y))h0"
    }
    return text
  }
}
