/// Draws a panel's layers on its canvas: areas and lines first, then what must not be hidden.
struct TerminalLayers {
  let scene: ScenePanel
  let marksLines: Bool

  private var layers: [(layer: Panel.Layer, slot: Int)] {
    Array(zip(scene.panel.layers, scene.slots))
  }

  func draw(on canvas: inout Canvas) {
    var bar = 0
    let bars = scene.barCount
    for (layer, slot) in layers {
      switch layer {
      case .heatMap(let map): draw(map, on: &canvas)
      case .contour(let contour): draw(contour, on: &canvas)
      case .band(let band): draw(band, slot, on: &canvas)
      case .bars(let layer):
        draw(layer, slot, place: bar, of: bars, on: &canvas)
        bar += 1
      case .reference(let line): draw(line, on: &canvas)
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
        for (_, point) in scene.places(points.x, points.y) {
          mark(Palette.marker(slot, ascii: canvas.capability.isASCII), point, slot, on: &canvas)
        }
      case .line(let line): drawMarkers(line, slot, on: &canvas)
      case .arrow(let arrow): drawHead(arrow, slot, on: &canvas)
      default: break
      }
    }
    drawPlaces(on: &canvas)
  }

  private func mark(
    _ glyph: Character, _ point: UnitPoint, _ slot: Int, on canvas: inout Canvas
  ) {
    let (x, y) = canvas.cell(point)
    canvas.mark(glyph, x: x, y: y, ink: .series(slot))
  }

  /// More points than characters could show one by one.
  private func isCrowded(_ points: PointsLayer, _ canvas: Canvas) -> Bool {
    !canvas.capability.isASCII && points.x.count > canvas.columns * canvas.rows / 2
  }

  // MARK: Lines

  private func draw(_ line: LineLayer, _ slot: Int, on canvas: inout Canvas) {
    let glyph = Palette.marker(slot, ascii: canvas.capability.isASCII)
    for piece in scene.polylines(line.x, line.y, columns: canvas.dotColumns) {
      canvas.polyline(piece, ink: .series(slot), rank: .line, glyph: glyph)
    }
  }

  /// Markers that tell lines apart without colour: at every point where there are few, else some
  /// columns from each other and from the other lines' markers.
  private func drawMarkers(_ line: LineLayer, _ slot: Int, on canvas: inout Canvas) {
    guard !canvas.capability.isASCII, marksLines || line.isPath else { return }
    let glyph = Palette.marker(slot, ascii: false)
    let count = min(line.x.count, line.y.count)
    if !line.isPath, count <= canvas.columns / 4 {
      for (_, point) in scene.places(line.x, line.y) { mark(glyph, point, slot, on: &canvas) }
      return
    }
    let pieces = scene.polylines(line.x, line.y, columns: canvas.dotColumns)
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

  private func draw(_ line: ReferenceLayer, on canvas: inout Canvas) {
    let isVertical = line.direction == .vertical
    let map = isVertical ? scene.x : scene.y
    guard let unit = map.unit(line.value), unit >= 0, unit <= 1 else { return }
    canvas.polyline(
      isVertical
        ? [UnitPoint(unit, 0), UnitPoint(unit, 1)] : [UnitPoint(0, unit), UnitPoint(1, unit)],
      ink: .dim, rank: .reference, glyph: isVertical ? "|" : "-",
      gap: canvas.capability.isASCII ? 1 : 2)
  }

  private func drawDots(_ points: PointsLayer, _ slot: Int, on canvas: inout Canvas) {
    let isASCII = canvas.capability.isASCII
    let glyph: Character = points.isFaint ? "." : Palette.marker(slot, ascii: isASCII)
    for (_, point) in scene.places(points.x, points.y) {
      canvas.dot(point, ink: points.isFaint ? .dim : .series(slot), rank: .faint, glyph: glyph)
    }
  }

  // MARK: Areas

  private func draw(_ band: BandLayer, _ slot: Int, on canvas: inout Canvas) {
    let glyph: Character = ":"
    let upper = scene.spans(band.x, band.lower, band.upper, columns: canvas.dotColumns)
    for (column, span) in upper.enumerated() {
      guard let span else { continue }
      let height = Double(canvas.dotRows)
      let low = min(max(Int(span.lowerBound * height), 0), canvas.dotRows - 1)
      let high = min(max(Int(span.upperBound * height), 0), canvas.dotRows - 1)
      for row in low...high where canvas.capability.isASCII || (column % 2 == 0 && row % 2 == 0) {
        canvas.dot(
          column, canvas.dotRows - 1 - row, ink: .series(slot), rank: .band, glyph: glyph)
      }
    }
  }

  private func draw(
    _ bars: BarsLayer, _ slot: Int, place: Int, of count: Int, on canvas: inout Canvas
  ) {
    let isASCII = canvas.capability.isASCII
    let glyph = barGlyph(slot, isASCII: isASCII)
    for bar in scene.barPlaces(bars, place: place, of: count) {
      let columns = Double(canvas.dotColumns)
      let rows = Double(canvas.dotRows)
      let first = min(max(Int((bar.left * columns).rounded()), 0), canvas.dotColumns - 1)
      var last = min(Int((bar.right * columns).rounded()), canvas.dotColumns) - 1
      // A gap between neighbours, if there is room for one.
      if last - first >= 3 { last -= 1 }
      let bottom = min(max(Int((bar.bottom * rows).rounded()), 0), canvas.dotRows)
      let top = min(max(Int((bar.top * rows).rounded()), 0), canvas.dotRows)
      // A bar that is not zero shows.
      let reach = bottom == top && bar.bottom < bar.top ? top + 1 : top
      for x in first...max(first, last) {
        for y in bottom..<max(reach, bottom) where isASCII || pattern(slot, x, y) {
          canvas.dot(
            x, canvas.dotRows - 1 - y, ink: .series(slot), rank: .bars, glyph: glyph)
        }
      }
    }
  }

  /// Whether the fill of a slot has a dot here.
  private func pattern(_ slot: Int, _ x: Int, _ y: Int) -> Bool {
    switch Palette.index(slot, 4) {
    case 0: true
    case 1: (x + y) % 2 == 0
    case 2: y % 2 == 0
    default: x % 2 == 0
    }
  }

  private func draw(_ contour: ContourLayer, on canvas: inout Canvas) {
    let levels = contour.resolvedLevels
    let hasMap = scene.panel.hasHeatMap
    if canvas.capability.isASCII, !hasMap {
      return shade(contour.grid, levels, on: &canvas)
    }
    if contour.isFilled, canvas.capability.hasAreas { fill(contour, levels, on: &canvas) }
    for (number, level) in levels.enumerated() {
      let t = levels.count > 1 ? Double(number) / Double(levels.count - 1) : 0.5
      // Grey from the floor upwards: colour belongs to the paths.
      let (low, high) = canvas.capability.isDark ? (0x5A6A7A, 0xB8C4D0) : (0x9AA6B2, 0x4A5560)
      let ink = hasMap ? Ink.plain : Ink.rgb(RGB(UInt32(low)).mixed(with: RGB(UInt32(high)), t))
      for line in contourLines(of: contour.grid, at: level) {
        for piece in scene.polylines(line.map(\.x), line.map(\.y), columns: canvas.dotColumns) {
          canvas.polyline(
            piece, ink: ink, rank: .contour, glyph: "#", gap: hasMap || contour.isFilled ? 1 : 2)
        }
      }
    }
  }

  /// Bands between contour levels as characters of growing weight.
  private func shade(_ grid: SampledGrid, _ levels: [Double], on canvas: inout Canvas) {
    let ramp = ColorScale.sequential.ramp(ascii: true)
    for row in 0..<canvas.rows {
      for column in 0..<canvas.columns {
        guard let value = node(grid, column, row, canvas.columns, canvas.rows) else { continue }
        let band = levels.count { $0 < value }
        let step = levels.count < ramp.count ? band : band * (ramp.count - 1) / levels.count
        canvas.fill(x: column, y: row, shade: ramp[step], upper: nil, lower: nil)
      }
    }
  }

  private func fill(_ contour: ContourLayer, _ levels: [Double], on canvas: inout Canvas) {
    func color(_ row: Int, _ column: Int) -> RGB? {
      guard let value = node(contour.grid, column, row, canvas.columns, 2 * canvas.rows) else {
        return nil
      }
      let t = Double(levels.count { $0 < value }) / Double(max(levels.count, 1))
      return ColorScale.sequential.color(at: t)
    }
    for row in 0..<canvas.rows {
      for column in 0..<canvas.columns {
        canvas.fill(
          x: column, y: row, shade: nil, upper: color(2 * row, column),
          lower: color(2 * row + 1, column))
      }
    }
  }

  /// The sample nearest to a cell's centre, rows counted from the top.
  private func node(
    _ grid: SampledGrid, _ column: Int, _ row: Int, _ columns: Int, _ rows: Int
  ) -> Double? {
    let x = scene.x.value(at: (Double(column) + 0.5) / Double(columns))
    let y = scene.y.value(at: 1 - (Double(row) + 0.5) / Double(rows))
    return grid.node(nearX: x, y: y)
  }

  private func draw(_ map: HeatMapLayer, on canvas: inout Canvas) {
    let (low, high) = map.limits
    let ramp = map.colors.ramp(
      ascii: canvas.capability.isASCII, isLight: scene.panel.layers.count > 1)
    func place(_ column: Int, _ row: Int, _ rows: Int) -> Double? {
      let x = scene.x.value(at: (Double(column) + 0.5) / Double(canvas.columns))
      let y = scene.y.value(at: 1 - (Double(row) + 0.5) / Double(rows))
      return map.grid.cell(atX: x, y: y).map { ($0 - low) / (high - low) }
    }
    for row in 0..<canvas.rows {
      for column in 0..<canvas.columns {
        if canvas.capability.hasAreas {
          let rows = 2 * canvas.rows
          canvas.fill(
            x: column, y: row, shade: nil,
            upper: place(column, 2 * row, rows).map { map.colors.color(at: $0) },
            lower: place(column, 2 * row + 1, rows).map { map.colors.color(at: $0) })
        } else if let t = place(column, row, canvas.rows) {
          let shade: Character = t.isFinite ? ramp[rampIndex(t, ramp.count)] : "?"
          canvas.fill(x: column, y: row, shade: shade, upper: nil, lower: nil)
        }
      }
    }
    drawValues(map, on: &canvas)
  }

  /// Writes the numbers of a small matrix into its cells.
  private func drawValues(_ map: HeatMapLayer, on canvas: inout Canvas) {
    let (columns, rows) = (map.grid.columns, map.grid.rows)
    guard scene.panel.layers.count == 1, canvas.columns % columns == 0, canvas.rows % rows == 0
    else { return }
    let texts = map.grid.values.map { numberText($0, digits: 3) }
    let widest = texts.map { displayWidth($0) }.max() ?? 0
    guard canvas.columns / columns >= widest + 2 else { return }
    for row in 0..<rows {
      for column in 0..<columns {
        let x = scene.x.unit(map.grid.xLow + (Double(column) + 0.5) * map.grid.cellWidth)
        let y = scene.y.unit(map.grid.yLow + (Double(row) + 0.5) * map.grid.cellHeight)
        guard let x, let y else { continue }
        let (middle, line) = canvas.cell(UnitPoint(x, y))
        let shown = " \(texts[row * columns + column]) "
        let text = canvas.capability.isASCII ? asciiText(shown) : shown
        for (i, character) in text.enumerated() {
          canvas.mark(character, x: middle - text.count / 2 + i, y: line, ink: .plain)
        }
      }
    }
  }

  // MARK: Arrows, marks, text

  private func draw(_ arrow: ArrowLayer, _ slot: Int, on canvas: inout Canvas) {
    guard let ends = scene.arrowEnds(arrow) else { return }
    let isSteep =
      abs(ends.1.y - ends.0.y) * Double(canvas.dotRows)
      > abs(ends.1.x - ends.0.x) * Double(canvas.dotColumns)
    canvas.polyline(
      [ends.0, ends.1], ink: .series(slot), rank: .arrow, glyph: isSteep ? "|" : "-")
  }

  private func drawHead(_ arrow: ArrowLayer, _ slot: Int, on canvas: inout Canvas) {
    guard let (tail, head) = scene.arrowEnds(arrow) else { return }
    let isASCII = canvas.capability.isASCII
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

  private func drawPlaces(on canvas: inout Canvas) {
    let isASCII = canvas.capability.isASCII
    for (layer, _) in layers {
      if case .line(let line) = layer, line.isPath, let x = line.x.first, let y = line.y.first,
        let point = scene.unit(x, y), point.isInside
      {
        let (x, y) = canvas.cell(point)
        canvas.mark(markGlyph(.start, isASCII: isASCII), x: x, y: y, ink: .bold)
      }
    }
    for (layer, _) in layers {
      switch layer {
      case .mark(let mark):
        guard let point = scene.unit(mark.x, mark.y), point.isInside else { continue }
        let (x, y) = canvas.cell(point)
        canvas.mark(markGlyph(mark.kind, isASCII: isASCII), x: x, y: y, ink: .bold)
      case .text(let text):
        guard let point = scene.unit(text.x, text.y), point.isInside else { continue }
        let (x, y) = canvas.cell(point)
        write(text.text, besideX: x - 2, y: y, leftwards: false, ink: .plain, on: &canvas)
      default: break
      }
    }
  }

  /// Writes a text next to a cell, moved inwards where the canvas ends; not over other text.
  private func write(
    _ text: String, besideX x: Int, y: Int, leftwards: Bool, ink: Ink, on canvas: inout Canvas
  ) {
    let shown = cleaned(canvas.capability.isASCII ? asciiText(text) : text)
    let width = displayWidth(shown)
    // Wide characters would need two cells of the canvas each.
    guard width > 0, width <= canvas.columns, width == shown.count else { return }
    let right = min(max(x + 2, 0), canvas.columns - width)
    let left = max(x - 1 - width, 0)
    for row in [y, y + 1, y - 1] {
      for start in leftwards ? [left, right] : [right, left] {
        let isFree = (start..<(start + width)).allSatisfy { !canvas.isTaken(x: $0, y: row) }
        guard isFree else { continue }
        for (i, character) in shown.enumerated() {
          canvas.mark(character, x: start + i, y: row, ink: ink)
        }
        return
      }
    }
  }
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
