import Conversion
import PlotGeometry

extension SVGLayers {
  func draw(_ band: BandLayer, _ slot: Int, on writer: inout SVGWriter) {
    let columns = Int(clamping: panel.width, from: 1, to: max(band.x.count * 4, 2))
    let spans = scene.axes.spans(band.x, band.lower, band.upper, columns: columns)
    var run: [(x: Double, span: ClosedRange<Double>)] = []
    let color = Palette.index(slot, Palette.onLight.count)
    func flush() {
      guard run.count > 1 else { return run.removeAll() }
      let upper = run.map { UnitPoint($0.x, min($0.span.upperBound, 1.5)) }
      let lower = run.reversed().map { UnitPoint($0.x, max($0.span.lowerBound, -0.5)) }
      writer.raw(
        "<path class=\"area f\(color)\" d=\"\(panel.area.pathText(of: upper + lower, isClosed: true))\"/>"
      )
      run.removeAll()
    }
    for (column, span) in spans.enumerated() {
      guard let span else {
        flush()
        continue
      }
      run.append(((Double(column) + 0.5) / Double(columns), span))
    }
    flush()
  }

  func draw(
    _ bars: BarsLayer, _ slot: Int, place: Int, on writer: inout SVGWriter
  ) {
    let places = scene.axes.barPlaces(
      edges: bars.edges, heights: bars.heights, place: place, of: scene.barCount)
    for bar in BarPlace.joined(places, columns: max(panel.width * 2, 1)) {
      let wide = (bar.right - bar.left) * panel.width
      let gap = min(wide * 0.1, 4)
      let (top, bottom) = (panel.y(bar.top), panel.y(bar.bottom))
      writer.raw(
        "<rect\(SVGMarkers.fill(slot)) x=\"\(coordinateText(panel.x(bar.left) + gap / 2))\" "
          + "y=\"\(coordinateText(top))\" width=\"\(coordinateText(max(wide - gap, 0.5)))\" "
          + "height=\"\(coordinateText(max(bottom - top, bar.top > bar.bottom ? 0.5 : 0)))\"/>")
    }
  }

  /// Cells of one colour are one path; neighbours in a row are one rectangle.
  func draw(_ map: HeatMapLayer, on writer: inout SVGWriter) {
    let grid = map.grid
    let (low, high) = map.limits
    let shades = 64
    var paths: [Int: String] = [:]
    for row in 0..<grid.rows {
      let y0 = scene.y.unit(grid.yLow + Double(row) * grid.cellHeight)
      let y1 = scene.y.unit(grid.yLow + Double(row + 1) * grid.cellHeight)
      guard let y0, let y1 else { continue }
      var start = 0
      for column in 1...grid.columns {
        let shade = shade(grid[start, row], low, high, shades)
        if column < grid.columns, self.shade(grid[column, row], low, high, shades) == shade {
          continue
        }
        defer { start = column }
        let x0 = scene.x.unit(grid.xLow + Double(start) * grid.cellWidth)
        let x1 = scene.x.unit(grid.xLow + Double(column) * grid.cellWidth)
        guard let x0, let x1 else { continue }
        let (a, b) = (panel.x(min(x0, x1)), panel.x(max(x0, x1)))
        let (c, d) = (panel.y(max(y0, y1)), panel.y(min(y0, y1)))
        paths[shade, default: ""] +=
          "M\(coordinateText(a)) \(coordinateText(c))H\(coordinateText(b))V\(coordinateText(d))H\(coordinateText(a))Z"
      }
    }
    for (shade, path) in paths.sorted(by: { $0.key < $1.key }) {
      let t = shade < 0 ? Double.nan : (Double(shade) + 0.5) / Double(shades)
      writer.raw("<path class=\"cells\" fill=\"\(map.colors.color(at: t).hex)\" d=\"\(path)\"/>")
    }
    drawValues(map, on: &writer)
  }

  func shade(_ value: Double, _ low: Double, _ high: Double, _ count: Int) -> Int {
    value.isDrawable ? rampIndex((value - low) / (high - low), count) : -1
  }

  /// The numbers of a small matrix, in its cells.
  func drawValues(_ map: HeatMapLayer, on writer: inout SVGWriter) {
    let grid = map.grid
    guard scene.panel.layers.count == 1, grid.columns * grid.rows <= 144 else { return }
    let texts = grid.values.map { numberText($0, digits: 3) }
    let widest = texts.map { textWidth($0, size: SVGRenderer.Size.tick) }.max() ?? 0
    guard panel.width / Double(grid.columns) > widest + 6,
      panel.height / Double(grid.rows) > 20
    else { return }
    let (low, high) = map.limits
    for (i, text) in texts.enumerated() {
      let cx = grid.xLow + (Double(i % grid.columns) + 0.5) * grid.cellWidth
      let cy = grid.yLow + (Double(i / grid.columns) + 0.5) * grid.cellHeight
      guard let point = scene.axes.unit(cx, cy) else { continue }
      let (x, y) = place(point)
      let color = map.colors.color(at: (grid.values[i] - low) / (high - low))
      writer.raw(
        "<text class=\"tick\" style=\"fill:\(color.luma > 120 ? "#000" : "#FFF")\" "
          + "x=\"\(coordinateText(x))\" y=\"\(coordinateText(y + 5))\" text-anchor=\"middle\">"
          + "\(SVGWriter.escaped(text))</text>")
    }
  }

  mutating func draw(_ contour: ContourLayer, on writer: inout SVGWriter) {
    let levels = contour.resolvedLevels
    let hasMap = scene.panel.hasHeatMap
    if contour.isFilled { fill(contour, levels, on: &writer) }
    var labels: [(text: String, x: Double, y: Double)] = []
    for (level, text) in zip(levels, ContourLayer.texts(of: levels)) {
      var d = ""
      let lines = contourLines(of: contour.grid, at: level).flatMap {
        scene.axes.polylines($0, columns: Int(clamping: panel.width * 2))
      }
      for line in lines { d += panel.area.pathText(of: line) }
      if d.isEmpty { continue }
      writer.raw("<path class=\"\(hasMap ? "boundary" : "contour")\" d=\"\(d)\"/>")
      if !hasMap, let label = label(text, on: lines) {
        labels.append(label)
      }
    }
    let (kind, halo) =
      contour.isFilled ? ("tiny onpale", "rimpale") : ("tiny quiet", "outline")
    for label in labels {
      writer.write(
        label.text, x: label.x, y: label.y, kind: kind, anchor: .middle, halo: halo)
    }
  }

  /// Areas above each level, from the lowest up, each covering the last.
  func fill(
    _ contour: ContourLayer, _ levels: [Double], on writer: inout SVGWriter
  ) {
    let count = Double(max(levels.count, 1))
    let ground = ColorScale.sequential.color(at: 0).hex
    writer.rectangle(
      panel.left, panel.top, panel.width, panel.height, kind: "fill",
      attributes: " fill=\"\(ground)\" fill-opacity=\".55\"")
    let rimmed = contour.grid.rimmed
    for (i, level) in levels.enumerated() {
      let rings = contourLines(of: rimmed, at: level).compactMap { ring -> String? in
        let points = ring.compactMap { point in
          scene.axes.unit(
            min(max(point.x, contour.grid.xLow), contour.grid.xHigh),
            min(max(point.y, contour.grid.yLow), contour.grid.yHigh))
        }
        return points.count > 2 ? panel.area.pathText(of: points, isClosed: true) : nil
      }
      let color = ColorScale.sequential.color(at: Double(i + 1) / count).hex
      // Paler than the scale, for the paths' sake.
      writer.raw(
        "<path fill=\"\(RGB.mixedHex(color))\" fill-rule=\"evenodd\" d=\"\(rings.joined())\"/>")
    }
  }
}

extension RGB {
  /// A hexadecimal colour nearly half way to white.
  static func mixedHex(_ hex: String) -> String {
    guard let value = UInt32(hex.dropFirst(), radix: 16) else { return hex }
    return RGB(value).mixed(with: RGB(0xFFFFFF), 0.45).hex
  }
}
