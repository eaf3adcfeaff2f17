import PlotGeometry

/// The legend's rows under a figure. Colour scales are drawn beside their panel instead.
struct SVGLegend {
  let marksLines: Bool
  let height: Double
  private let placed: [(entry: LegendEntry, name: String, x: Double, y: Double)]

  private static let sample = 38.0
  private static let row = 26.0

  init(_ scene: Scene, width: Double) {
    let lines = scene.legend.count { entry in
      if case .line = entry.sample { return true }
      return false
    }
    marksLines = lines > 1
    let entries = scene.legend.filter { entry in
      if case .scale = entry.sample { return false }
      return true
    }
    let size = SVGRenderer.Size.tick
    var rows: [[(entry: LegendEntry, name: String, width: Double)]] = [[]]
    var used = 0.0
    for entry in entries {
      let name = fitted(entry.name, to: width - 100, size: size)
      let wide = Self.sample + 8 + textWidth(name, size: size)
      if used > 0, used + 26 + wide > width - 40 {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append((entry, name, wide))
      used += (used > 0 ? 26 : 0) + wide
    }
    var placed: [(entry: LegendEntry, name: String, x: Double, y: Double)] = []
    for (number, row) in rows.enumerated() {
      let total = row.reduce(0) { $0 + $1.width } + 26 * Double(max(row.count - 1, 0))
      var x = (width - total) / 2
      for item in row {
        placed.append((item.entry, item.name, x, Self.row * (Double(number) + 0.5)))
        x += item.width + 26
      }
    }
    self.placed = placed
    height = placed.isEmpty ? 0 : Self.row * Double(rows.count) + 6
  }

  func draw(on writer: inout SVGWriter, y top: Double) {
    for (entry, name, x, y) in placed {
      draw(entry.sample, x: x, y: top + y, on: &writer)
      writer.write(name, x: x + Self.sample + 8, y: top + y + 5, kind: "tick")
    }
  }

  private func draw(
    _ sample: LegendEntry.Sample, x: Double, y: Double, on writer: inout SVGWriter
  ) {
    let end = x + Self.sample
    let middle = x + Self.sample / 2
    func stroke(_ kind: String, _ attributes: String = "") {
      writer.raw(
        "<path class=\"\(kind)\"\(attributes) d=\"M\(coordinateText(x)) \(coordinateText(y))H\(coordinateText(end))\"/>"
      )
    }
    switch sample {
    case .line(let slot, true): stroke("line thin \(SVGMarkers.stroke(slot))")
    case .line(let slot, false):
      stroke("line \(SVGMarkers.stroke(slot))", SVGMarkers.dash(slot))
      if marksLines { writer.raw(SVGMarkers.use(slot, x: middle, y: y)) }
    case .path(let slot):
      stroke("line \(SVGMarkers.stroke(slot))", SVGMarkers.dash(slot))
      writer.raw(SVGMarkers.use(slot, x: middle, y: y))
    case .points(let slot, let isFaint):
      if isFaint {
        let d = [-12.0, 0, 12].map { "M\(coordinateText(middle + $0)) \(coordinateText(y))h0" }
          .joined()
        writer.raw(
          "<path class=\"dots faint \(SVGMarkers.stroke(slot))\" stroke-width=\"4.4\" d=\"\(d)\"/>")
      } else {
        writer.raw(SVGMarkers.use(slot, x: middle, y: y))
      }
    case .bars(let slot):
      writer.raw(
        "<rect\(SVGMarkers.fill(slot)) x=\"\(coordinateText(middle - 10))\" y=\"\(coordinateText(y - 8))\" "
          + "width=\"20\" height=\"16\"/>")
    case .arrow(let slot):
      writer.raw(
        "<path class=\"line \(SVGMarkers.stroke(slot))\" "
          + "d=\"M\(coordinateText(x)) \(coordinateText(y))H\(coordinateText(end - 8))\"/>")
      writer.raw(arrowHead(x: end, y: y, dx: 1, dy: 0, slot: slot))
    case .band(let slot):
      let color = Palette.index(slot, Palette.onLight.count)
      writer.rectangle(x, y - 7, Self.sample, 14, kind: "area f\(color)")
    case .mark(let kind): writer.raw(SVGMarkers.mark(kind, x: middle, y: y))
    case .reference(.horizontal, let style):
      writer.line(x, y, end, y, kind: SVGMarkers.reference(style))
    case .reference(.vertical, let style):
      writer.line(middle, y - 10, middle, y + 10, kind: SVGMarkers.reference(style))
    case .contour(let isOnMap, _): stroke(isOnMap ? "boundary" : "contour")
    case .unit:
      writer.raw(
        "<circle class=\"h0 unit\" cx=\"\(coordinateText(middle))\" cy=\"\(coordinateText(y))\" r=\"7\"/>"
      )
    case .droppedUnit:
      writer.raw(droppedUnit(x: middle, y: y, radius: 7))
    case .scale: break
    }
  }
}

/// A filled head whose tip is at a place, pointing along (dx, dy) in the picture.
func arrowHead(x: Double, y: Double, dx: Double, dy: Double, slot: Int) -> String {
  let length = max((dx * dx + dy * dy).squareRoot(), 1e-9)
  let (ux, uy) = (dx / length, dy / length)
  let (bx, by) = (x - 12 * ux, y - 12 * uy)
  let color = Palette.index(slot, Palette.onLight.count)
  return "<path class=\"f\(color)\" d=\"M\(coordinateText(x)) \(coordinateText(y))"
    + "L\(coordinateText(bx - 5 * uy)) \(coordinateText(by + 5 * ux))"
    + "L\(coordinateText(bx + 5 * uy)) \(coordinateText(by - 5 * ux))Z\"/>"
}

func droppedUnit(x: Double, y: Double, radius r: Double) -> String {
  let c = r * 0.62
  return
    "<circle class=\"dropped\" cx=\"\(coordinateText(x))\" cy=\"\(coordinateText(y))\" r=\"\(coordinateText(r))\"/>"
    + "<path class=\"cross\" stroke-width=\"1.8\" d=\"M\(coordinateText(x - c)) \(coordinateText(y - c))"
    + "L\(coordinateText(x + c)) \(coordinateText(y + c))M\(coordinateText(x - c)) \(coordinateText(y + c))"
    + "L\(coordinateText(x + c)) \(coordinateText(y - c))\"/>"
}
