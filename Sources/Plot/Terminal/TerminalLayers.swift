import PlotGeometry
import Wording

/// Draws a panel's layers on its canvas: areas and lines first, then what must not be hidden.
struct TerminalLayers {
  let scene: ScenePanel
  let capability: TerminalCapability
  let marksLines: Bool

  var layers: [(layer: Panel.Layer, slot: Int)] {
    Array(zip(scene.panel.layers, scene.slots))
  }

  func draw(on canvas: inout Canvas) {
    var bar = 0
    let bars = scene.barCount
    for (index, (layer, slot)) in layers.enumerated() {
      switch layer {
      case .heatMap(let map): draw(map, on: &canvas)
      case .contour(let contour): draw(contour, on: &canvas)
      case .band(let band): draw(band, slot, on: &canvas)
      case .bars(let layer):
        draw(layer, slot, place: bar, of: bars, on: &canvas)
        bar += 1
      case .reference(let line): draw(line, scene.referenceStyle(index), on: &canvas)
      case .line(let line): draw(line, slot, on: &canvas)
      case .arrow(let arrow): draw(arrow, slot, on: &canvas)
      case .points(let points) where points.isFaint || isCrowded(points, canvas):
        drawDots(points, slot, on: &canvas)
      case .points, .mark, .text, .network: break
      }
    }
    for (layer, slot) in layers {
      switch layer {
      case .points(let points) where !points.isFaint && !isCrowded(points, canvas):
        for point in scene.axes.places(points.x, points.y) {
          mark(Palette.marker(slot, ascii: canvas.isASCII), point, slot, on: &canvas)
        }
      case .line(let line): drawMarkers(line, slot, on: &canvas)
      case .arrow(let arrow): drawHead(arrow, slot, on: &canvas)
      default: break
      }
    }
    drawPlaces(on: &canvas)
  }

  func mark(
    _ glyph: Character, _ point: UnitPoint, _ slot: Int, on canvas: inout Canvas
  ) {
    let (x, y) = canvas.cell(point)
    canvas.mark(glyph, x: x, y: y, ink: .series(slot))
  }

  /// More points than characters could show one by one.
  func isCrowded(_ points: PointsLayer, _ canvas: Canvas) -> Bool {
    !canvas.isASCII && points.x.count > canvas.columns * canvas.rows / 2
  }

  // MARK: Lines

  func draw(_ line: LineLayer, _ slot: Int, on canvas: inout Canvas) {
    let glyph = line.isFaint ? "." : Palette.marker(slot, ascii: canvas.isASCII)
    for piece in scene.axes.polylines(line.x, line.y, columns: canvas.dotColumns) {
      canvas.polyline(
        piece, ink: line.isFaint ? .dim : .series(slot), rank: line.isFaint ? .faint : .line,
        glyph: glyph)
    }
  }

  /// Markers that tell lines apart without colour: at every point where there are few, else some
  /// columns from each other and from the other lines' markers.
  func drawMarkers(_ line: LineLayer, _ slot: Int, on canvas: inout Canvas) {
    guard !canvas.isASCII, !line.isFaint, marksLines || line.isPath else { return }
    let glyph = Palette.marker(slot, ascii: false)
    let count = min(line.x.count, line.y.count)
    if !line.isPath, count <= canvas.columns / 4 {
      for point in scene.axes.places(line.x, line.y) { mark(glyph, point, slot, on: &canvas) }
      return
    }
    let pieces = scene.axes.polylines(line.x, line.y, columns: canvas.dotColumns)
    let spacing = line.isPath ? 7 : max(canvas.columns / 5, 8)
    var last: (x: Int, y: Int)?
    var next = spacing / 2 + slot * 3 % spacing
    for point in pieces.joined() {
      let cell = canvas.cell(point)
      if line.isPath {
        if let last, max(abs(cell.x - last.x), 2 * abs(cell.y - last.y)) < spacing { continue }
        defer { last = cell }
        if last == nil { continue }
        mark(glyph, point, slot, on: &canvas)
      } else if cell.x >= next {
        mark(glyph, point, slot, on: &canvas)
        next = cell.x + spacing
      }
    }
    if line.isPath, let end = pieces.last?.last { mark(glyph, end, slot, on: &canvas) }
  }

  func draw(_ line: ReferenceLayer, _ style: Int, on canvas: inout Canvas) {
    let isVertical = line.direction == .vertical
    let map = isVertical ? scene.x : scene.y
    guard let unit = map.unit(line.value), unit >= 0, unit <= 1 else { return }
    canvas.polyline(
      isVertical
        ? [UnitPoint(unit, 0), UnitPoint(unit, 1)] : [UnitPoint(0, unit), UnitPoint(1, unit)],
      ink: .dim, rank: .reference,
      glyph: referenceGlyph(line.direction, style, isASCII: true),
      gap: canvas.isASCII ? 1 : [2, 1, 4][style % 3])
  }

  func drawDots(_ points: PointsLayer, _ slot: Int, on canvas: inout Canvas) {
    let isASCII = canvas.isASCII
    let glyph: Character = points.isFaint ? "." : Palette.marker(slot, ascii: isASCII)
    canvas.dots(
      scene.axes.places(points.x, points.y), ink: points.isFaint ? .dim : .series(slot),
      rank: .faint, glyph: glyph)
  }

  // MARK: Arrows, marks, text

  func draw(_ arrow: ArrowLayer, _ slot: Int, on canvas: inout Canvas) {
    guard let ends = scene.arrowEnds(arrow) else { return }
    let isSteep =
      abs(ends.1.y - ends.0.y) * Double(canvas.dotRows)
      > abs(ends.1.x - ends.0.x) * Double(canvas.dotColumns)
    canvas.polyline(
      [ends.0, ends.1], ink: .series(slot), rank: .arrow, glyph: isSteep ? "|" : "-")
  }

  func drawHead(_ arrow: ArrowLayer, _ slot: Int, on canvas: inout Canvas) {
    guard let (tail, head) = scene.arrowEnds(arrow) else { return }
    let isASCII = canvas.isASCII
    // In dots, which are about square.
    let dx = (head.x - tail.x) * Double(canvas.columns)
    let dy = (head.y - tail.y) * Double(canvas.rows) * 2
    let (x, y) = canvas.cell(head)
    let middle = canvas.cell((tail + head) / 2)
    let start = canvas.cell(tail)
    if middle != (x, y), middle != start {
      canvas.mark(
        Palette.marker(slot, ascii: isASCII), x: middle.x, y: middle.y, ink: .series(slot))
    }
    canvas.mark(arrowHead(dx, dy, isASCII: isASCII), x: x, y: y, ink: .series(slot))
    write(arrow.name, besideX: x, y: y, leftwards: dx < 0, ink: .series(slot), on: &canvas)
  }

  func drawPlaces(on canvas: inout Canvas) {
    let isASCII = canvas.isASCII
    for (layer, _) in layers {
      if case .line(let line) = layer, line.isPath, let x = line.x.first, let y = line.y.first,
        let point = scene.axes.unit(x, y), point.isInside
      {
        let (x, y) = canvas.cell(point)
        canvas.mark(markGlyph(.start, isASCII: isASCII), x: x, y: y, ink: .bold)
      }
    }
    for (layer, _) in layers {
      switch layer {
      case .mark(let mark):
        guard let point = scene.axes.unit(mark.x, mark.y), point.isInside else { continue }
        let (x, y) = canvas.cell(point)
        canvas.mark(markGlyph(mark.kind, isASCII: isASCII), x: x, y: y, ink: .bold)
      case .text(let text):
        guard let point = scene.axes.unit(text.x, text.y), point.isInside else { continue }
        let (x, y) = canvas.cell(point)
        write(text.text, besideX: x - 2, y: y, leftwards: false, ink: .plain, on: &canvas)
      default: break
      }
    }
    guard scene.isRace else { return }
    for (layer, slot) in layers {
      guard case .line(let line) = layer, line.isPath, let end = scene.end(of: line) else {
        continue
      }
      let (x, y) = canvas.cell(end)
      write(
        line.name, besideX: x, y: y, leftwards: false, ink: .series(slot), avoidsLines: true,
        on: &canvas)
    }
  }

  /// Writes a text next to a cell, moved inwards where the canvas ends; not over other text.
  func write(
    _ text: String, besideX x: Int, y: Int, leftwards: Bool, ink: Ink, avoidsLines: Bool = false,
    on canvas: inout Canvas
  ) {
    let shown = capability.shown(text)
    let width = displayWidth(of: shown)
    // Wide characters would need two cells of the canvas each.
    guard width > 0, width <= canvas.columns, width == shown.count else { return }
    let right = min(max(x + 2, 0), canvas.columns - width)
    let left = max(x - 1 - width, 0)
    for row in [y, y + 1, y - 1] {
      for start in leftwards ? [left, right] : [right, left] {
        let isFree = (start..<(start + width)).allSatisfy {
          !canvas.isTaken(x: $0, y: row, byLines: avoidsLines)
        }
        guard isFree else { continue }
        for (i, character) in shown.enumerated() {
          canvas.mark(character, x: start + i, y: row, ink: ink)
        }
        return
      }
    }
  }
}

/// What a reference line of a pattern looks like; the legend shows the same.
func referenceGlyph(
  _ direction: ReferenceLayer.Direction, _ style: Int, isASCII: Bool
) -> Character {
  let glyphs: [Character] =
    switch (direction, isASCII) {
    case (.vertical, true): ["|", ":", "!"]
    case (.vertical, false): ["┊", "│", "╎"]
    case (.horizontal, true): ["-", ".", "~"]
    case (.horizontal, false): ["┈", "─", "╌"]
    }
  return glyphs[style % glyphs.count]
}

/// The arrow of eight (of four in ASCII) nearest to a direction, y upwards.
private func arrowHead(_ dx: Double, _ dy: Double, isASCII: Bool) -> Character {
  if isASCII {
    return abs(dx) >= abs(dy) ? (dx >= 0 ? ">" : "<") : (dy >= 0 ? "^" : "v")
  }
  let isDiagonal = min(abs(dx), abs(dy)) > 0.414 * max(abs(dx), abs(dy))
  switch (isDiagonal, dx >= 0, dy >= 0) {
  case (true, true, true): return "↗"
  case (true, true, false): return "↘"
  case (true, false, true): return "↖"
  case (true, false, false): return "↙"
  case (false, _, _):
    return abs(dx) >= abs(dy) ? (dx >= 0 ? "→" : "←") : (dy >= 0 ? "↑" : "↓")
  }
}
