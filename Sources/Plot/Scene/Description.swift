import Conversion
import PlotGeometry
import Wording

/// The figure in words, one fact a line: for a screen reader, for a log, and for anyone who wants
/// the picture's message without the picture.
public func describe(_ figure: Figure) -> String {
  let scene = Scene(figure)
  var lines: [String] = []
  if !scene.title.isEmpty { lines.append(scene.title) }
  if scene.panels.isEmpty { lines.append("An empty figure.") }
  if scene.panels.count > 1 { lines.append("\(scene.panels.count) panels.") }
  for (number, panel) in scene.panels.enumerated() {
    if scene.panels.count > 1 {
      let title = panel.panel.title.isEmpty ? "" : ": " + panel.panel.title
      lines.append("Panel \(number + 1)\(title)")
    } else if !panel.panel.title.isEmpty {
      lines.append(panel.panel.title)
    }
    lines += PanelDescription(scene: panel).lines
  }
  lines += scene.notes.map { "Note: " + $0 }
  return lines.map(cleaned).joined(separator: "\n")
}

/// What one panel shows, in sentences.
private struct PanelDescription {
  let scene: ScenePanel

  private var panel: Panel { scene.panel }
  private var xName: String { panel.x.label.isEmpty ? "x" : panel.x.label }
  private var yName: String { panel.y.label.isEmpty ? "y" : panel.y.label }

  var lines: [String] {
    if let network = scene.network { return describe(network) }
    if scene.isEmpty { return [sentence(scene.emptyReason)] }
    var lines = [axis(panel.x, scene.x, "x"), axis(panel.y, scene.y, "y")].compactMap { $0 }
    for layer in panel.layers { lines += describe(layer) }
    let curves = panel.layers.compactMap { layer -> CurveShape? in
      guard case .line(let line) = layer, !line.isPath else { return nil }
      return CurveShape(x: line.x, y: line.y, name: line.name)
    }
    return lines + compare(curves)
  }

  private func sentence(_ text: String) -> String {
    (text.first.map { String($0).uppercased() } ?? "") + text.dropFirst() + "."
  }

  private func axis(_ axis: Axis, _ map: AxisMap, _ letter: String) -> String? {
    if axis.isHidden { return nil }
    let name = axis.label.isEmpty ? "\(letter) axis" : "\(letter) axis: \(axis.label)"
    if !axis.categories.isEmpty {
      return "\(name), \(axis.categories.joined(separator: ", "))."
    }
    let scale = axis.scale == .log ? ", logarithmic" : ""
    let downwards = axis.isReversed && letter == "y" ? ", downwards" : ""
    return "\(name), \(text(map.low)) to \(text(map.high))\(scale)\(downwards)."
  }

  private func text(_ value: Double) -> String { numberText(value, digits: 3) }

  private func place(_ x: Double, _ y: Double) -> String { "(\(text(x)), \(text(y)))" }

  // MARK: Layers

  private func describe(_ layer: Panel.Layer) -> [String] {
    switch layer {
    case .line(let line): return [line.isPath ? path(line) : curve(line)]
    case .points(let points): return [describe(points)]
    case .contour(let contour): return [describe(contour)]
    case .heatMap(let map): return [describe(map)]
    case .bars(let bars): return [describe(bars)]
    case .arrow(let arrow):
      let name = arrow.name.isEmpty ? "Arrow" : "Arrow \(arrow.name)"
      let tail = place(arrow.fromX, arrow.fromY)
      let move = place(arrow.toX - arrow.fromX, arrow.toY - arrow.fromY)
      return ["\(name) from \(tail) by \(move)."]
    case .mark(let mark): return [sentence("\(mark.name) at \(place(mark.x, mark.y))")]
    case .text(let text): return ["“\(text.text)” at \(place(text.x, text.y))."]
    case .reference(let line):
      let name = line.name.isEmpty ? "" : " (\(line.name))"
      return line.direction == .vertical
        ? ["Vertical line at \(xName) = \(text(line.value))\(name)."]
        : ["Horizontal line at \(yName) = \(text(line.value))\(name)."]
    case .band(let band): return [describe(band)]
    case .network: return []
    }
  }

  private func curve(_ line: LineLayer) -> String {
    let name = line.name.isEmpty ? "Line" : line.name
    guard let curve = CurveShape(x: line.x, y: line.y, name: line.name) else {
      return "\(name): no points."
    }
    if curve.count == 1 {
      return "\(name): one point, \(text(curve.first.y)) at \(xName) \(text(curve.first.x))."
    }
    var parts = [
      "\(counted(curve.count, "point")), from \(text(curve.first.y)) at \(xName) "
        + "\(text(curve.first.x)) to \(text(curve.last.y)) at \(xName) \(text(curve.last.x))"
    ]
    parts.append(curve.trend)
    if curve.lowest.y < min(curve.first.y, curve.last.y) {
      parts.append("lowest \(text(curve.lowest.y)) at \(xName) \(text(curve.lowest.x))")
    }
    if curve.highest.y > max(curve.first.y, curve.last.y) {
      parts.append("highest \(text(curve.highest.y)) at \(xName) \(text(curve.highest.x))")
    }
    return "\(name): \(parts.joined(separator: "; "))."
  }

  private func path(_ line: LineLayer) -> String {
    let name = line.name.isEmpty ? "Path" : "Path \(line.name)"
    guard let curve = CurveShape(x: line.x, y: line.y, name: line.name) else {
      return "\(name): no points."
    }
    let (first, last) = (curve.first, curve.last)
    if curve.count == 1 { return "\(name): at \(place(first.x, first.y)), no steps yet." }
    var parts = [
      "\(counted(curve.count - 1, "step")) from \(place(first.x, first.y)) to "
        + place(last.x, last.y)
    ]
    for case .contour(let contour) in panel.layers {
      let value = contour.name.isEmpty ? "the surface" : contour.name
      if let start = contour.grid.node(nearX: first.x, y: first.y),
        let end = contour.grid.node(nearX: last.x, y: last.y)
      {
        parts.append("\(value) about \(text(start)) at the start, \(text(end)) at the end")
      }
    }
    for case .mark(let mark) in panel.layers where mark.kind == .minimum {
      let (dx, dy) = (last.x - mark.x, last.y - mark.y)
      parts.append("ends \(text((dx * dx + dy * dy).squareRoot())) from the \(mark.name)")
    }
    let outside = scene.axes.firstOutside(line.x, line.y)
    if let outside { parts.append("leaves the picture at step \(outside)") }
    return "\(name): \(parts.joined(separator: "; "))."
  }

  private func describe(_ points: PointsLayer) -> String {
    let name = points.name.isEmpty ? "Points" : "Points \(points.name)"
    guard let shape = CurveShape(x: points.x, y: points.y, name: name) else {
      return "\(name): none."
    }
    if shape.count == 1 { return "\(name): one, at \(place(shape.first.x, shape.first.y))." }
    return
      "\(name): \(counted(shape.count, "point")), \(xName) \(range(shape.leftmost, shape.rightmost)), "
      + "\(yName) \(range(shape.lowest.y, shape.highest.y))."
  }

  private func range(_ low: Double, _ high: Double) -> String {
    low == high ? text(low) : "\(text(low)) to \(text(high))"
  }

  private func describe(_ contour: ContourLayer) -> String {
    let grid = contour.grid
    let name = contour.name.isEmpty ? "the surface" : contour.name
    guard let (low, high) = grid.placesOfEnds else {
      return "Contours of \(name): no sample is finite."
    }
    let levels = ContourLayer.texts(of: contour.resolvedLevels).joined(separator: ", ")
    func at(_ i: Int) -> String {
      "\(text(grid.values[i])) near \(place(grid.x(i % grid.columns), grid.y(i / grid.columns)))"
    }
    let drawn = levels.isEmpty ? "No contours of \(name)" : "Contours of \(name) at \(levels)"
    return "\(drawn); lowest sample \(at(low)), highest \(at(high))."

  }

  private func describe(_ map: HeatMapLayer) -> String {
    let grid = map.grid
    let name = map.name.isEmpty ? "Heat map" : "Heat map of \(map.name)"
    guard let (low, high) = grid.placesOfEnds else { return "\(name): no value is finite." }
    func at(_ i: Int) -> String {
      let x = grid.xLow + (Double(i % grid.columns) + 0.5) * grid.cellWidth
      let y = grid.yLow + (Double(i / grid.columns) + 0.5) * grid.cellHeight
      return
        "\(text(grid.values[i])) at \(xName) \(label(x, panel.x)), \(yName) \(label(y, panel.y))"
    }
    return "\(name): \(grid.rows) rows, \(grid.columns) columns; lowest \(at(low)); "
      + "highest \(at(high)); mean \(text(grid.mean))."
  }

  /// A position by its category's name, where the axis has names.
  private func label(_ value: Double, _ axis: Axis) -> String {
    let i = value.rounded()
    guard i >= 0, i < Double(axis.categories.count) else { return text(value) }
    return axis.categories[Int(clamping: i, from: 0, to: axis.categories.count - 1)]
  }

  private func describe(_ bars: BarsLayer) -> String {
    let name = bars.name.isEmpty ? "Bars" : "Bars \(bars.name)"
    let count = min(bars.heights.count, max(bars.edges.count - 1, 0))
    let finite = (0..<count).filter { bars.heights[$0].isDrawable }
    guard let high = finite.max(by: { bars.heights[$0] < bars.heights[$1] }),
      let low = finite.min(by: { bars.heights[$0] < bars.heights[$1] })
    else { return "\(name): none." }
    func at(_ i: Int) -> String {
      let middle = bars.edges[i] / 2 + bars.edges[i + 1] / 2
      if panel.x.categories.isEmpty {
        return "\(text(bars.heights[i])) at \(text(bars.edges[i])) to \(text(bars.edges[i + 1]))"
      }
      return "\(label(middle, panel.x)) with \(text(bars.heights[i]))"
    }
    if !panel.x.categories.isEmpty, count <= 12 {
      let all = finite.map { i in
        "\(label(bars.edges[i] / 2 + bars.edges[i + 1] / 2, panel.x)) \(text(bars.heights[i]))"
      }
      return "\(name): \(all.joined(separator: ", ")); lowest \(at(low)), highest \(at(high))."
    }
    let total = finite.reduce(0) { $0 + bars.heights[$1] }
    return "\(name): \(count), tallest \(at(high)); sum \(text(total))."
  }

  private func describe(_ band: BandLayer) -> String {
    let name = band.name.isEmpty ? "Band" : "Band \(band.name)"
    let widths = widths(from: band.lower, to: band.upper)
    guard let first = widths.first, let last = widths.last else { return "\(name): empty." }
    return "\(name): \(text(first)) wide at the start, \(text(last)) at the end."
  }

  private func describe(_ network: NetworkDiagram) -> [String] {
    var lines = ["Network of \(counted(network.layers.count, "layer"))."]
    for (number, layer) in network.layers.enumerated() {
      let name = layer.name.isEmpty ? "" : " (\(layer.name))"
      var line = "Layer \(number + 1)\(name): \(counted(layer.units, "unit"))"
      if !layer.dropped.isEmpty {
        let indices = layer.dropped.sorted().prefix(16).map(String.init).joined(separator: ", ")
        let more = layer.dropped.count > 16 ? ", ..." : ""
        line += ", \(layer.dropped.count) dropped: \(indices)\(more)"
      }
      lines.append(line + ".")
    }
    return lines
  }

  // MARK: Comparison

  /// Where curves cross, and how they stand at the end.
  private func compare(_ curves: [CurveShape]) -> [String] {
    guard curves.count > 1, curves.count <= 8 else { return [] }
    var lines: [String] = []
    for i in curves.indices {
      for j in curves.indices where j > i {
        let crossings = curves[i].crossings(with: curves[j])
        guard let first = crossings.first else { continue }
        let pair = "\(curves[i].name) and \(curves[j].name)"
        lines.append(
          crossings.count == 1
            ? "\(pair) cross at \(xName) \(text(first))."
            : "\(pair) cross \(crossings.count) times, first at \(xName) \(text(first)), "
              + "last at \(xName) \(text(crossings[crossings.count - 1])).")
      }
    }
    let ranked = curves.sorted { $0.last.y < $1.last.y }
    let order = ranked.map { "\($0.name) \(text($0.last.y))" }.joined(separator: ", ")
    return lines + ["At the end, lowest first: \(order)."]
  }
}
