import Conversion
import PlotGeometry
import Wording

// Areas of a panel in characters: bands, bars, contours and heat maps.

extension TerminalLayers {
  func draw(_ band: BandLayer, _ slot: Int, on canvas: inout Canvas) {
    let glyph: Character = ":"
    let upper = scene.axes.spans(band.x, band.lower, band.upper, columns: canvas.dotColumns)
    for (column, span) in upper.enumerated() {
      guard let span else { continue }
      let height = Double(canvas.dotRows)
      let low = Int(clamping: span.lowerBound * height, from: 0, to: canvas.dotRows - 1)
      let high = Int(clamping: span.upperBound * height, from: 0, to: canvas.dotRows - 1)
      for row in low...high where canvas.isASCII || (column % 2 == 0 && row % 2 == 0) {
        canvas.dot(
          column, canvas.dotRows - 1 - row, ink: .series(slot), rank: .band, glyph: glyph)
      }
    }
  }

  func draw(
    _ bars: BarsLayer, _ slot: Int, place: Int, of count: Int, on canvas: inout Canvas
  ) {
    let bars = scene.axes.barPlaces(
      edges: bars.edges, heights: bars.heights, place: place, of: count)
    canvas.fill(
      bars, pattern: Palette.index(slot, 4), ink: .series(slot),
      glyph: barGlyph(slot, isASCII: canvas.isASCII))
  }

  func draw(_ contour: ContourLayer, on canvas: inout Canvas) {
    let levels = contour.resolvedLevels
    let hasMap = scene.panel.hasHeatMap
    if canvas.isASCII, !hasMap {
      return shade(contour.grid, levels, on: &canvas)
    }
    // Areas of colour show where the levels are; lines besides would hide the paths.
    if contour.isFilled, capability.hasAreas {
      return fill(contour, levels, on: &canvas)
    }
    for (number, level) in levels.enumerated() {
      let t = levels.count > 1 ? Double(number) / Double(levels.count - 1) : 0.5
      // Grey from the floor upwards: colour belongs to the paths.
      let (low, high) = capability.isDark ? (0x5A6A7A, 0xB8C4D0) : (0x9AA6B2, 0x4A5560)
      let ink = hasMap ? Ink.plain : Ink.rgb(RGB(UInt32(low)).mixed(with: RGB(UInt32(high)), t))
      for line in contourLines(of: contour.grid, at: level) {
        for piece in scene.axes.polylines(line, columns: canvas.dotColumns) {
          canvas.polyline(
            piece, ink: ink, rank: .contour, glyph: "#", gap: hasMap ? 1 : 2)
        }
      }
    }
  }

  /// Bands between contour levels as characters of growing weight.
  func shade(_ grid: SampledGrid, _ levels: [Double], on canvas: inout Canvas) {
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

  func fill(_ contour: ContourLayer, _ levels: [Double], on canvas: inout Canvas) {
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
  func node(
    _ grid: SampledGrid, _ column: Int, _ row: Int, _ columns: Int, _ rows: Int
  ) -> Double? {
    let x = scene.x.value(at: (Double(column) + 0.5) / Double(columns))
    let y = scene.y.value(at: 1 - (Double(row) + 0.5) / Double(rows))
    return grid.node(nearX: x, y: y)
  }

  func draw(_ map: HeatMapLayer, on canvas: inout Canvas) {
    let (low, high) = map.limits
    let ramp = map.colors.ramp(
      ascii: canvas.isASCII, isLight: scene.panel.layers.count > 1)
    func place(_ column: Int, _ row: Int, _ rows: Int) -> Double? {
      let x = scene.x.value(at: (Double(column) + 0.5) / Double(canvas.columns))
      let y = scene.y.value(at: 1 - (Double(row) + 0.5) / Double(rows))
      return map.grid.cell(atX: x, y: y).map { ($0 - low) / (high - low) }
    }
    for row in 0..<canvas.rows {
      for column in 0..<canvas.columns {
        if capability.hasAreas {
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
  func drawValues(_ map: HeatMapLayer, on canvas: inout Canvas) {
    let (columns, rows) = (map.grid.columns, map.grid.rows)
    guard scene.panel.layers.count == 1, canvas.columns % columns == 0, canvas.rows % rows == 0
    else { return }
    let texts = map.grid.values.map { numberText($0, digits: 3) }
    let widest = texts.map { displayWidth(of: $0) }.max() ?? 0
    guard canvas.columns / columns >= widest + 2 else { return }
    for row in 0..<rows {
      for column in 0..<columns {
        let x = scene.x.unit(map.grid.xLow + (Double(column) + 0.5) * map.grid.cellWidth)
        let y = scene.y.unit(map.grid.yLow + (Double(row) + 0.5) * map.grid.cellHeight)
        guard let x, let y else { continue }
        let (middle, line) = canvas.cell(UnitPoint(x, y))
        let shown = " \(texts[row * columns + column]) "
        let text = canvas.isASCII ? ASCIIFolding.fold(shown) : shown
        for (i, character) in text.enumerated() {
          canvas.mark(character, x: middle - text.count / 2 + i, y: line, ink: .plain)
        }
      }
    }
  }
}
