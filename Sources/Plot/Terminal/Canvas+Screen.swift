import PlotGeometry

extension Canvas {
  /// Copies the area to a screen with its upper left corner at the given cell.
  func draw(on screen: inout Screen, x: Int, y: Int) {
    for row in 0..<rows {
      for column in 0..<columns {
        let cell = contents(column: column, row: row)
        let ground = cell.upper.map { upper in
          cell.lower.map { upper.mixed(with: $0, 0.5) } ?? upper
        }
        if let glyph = cell.glyph {
          let ink = cell.isText || cell.rank > .ground ? cell.ink : .plain
          screen.put(glyph, x: x + column, y: y + row, ink: contrast(ink, ground), ground: ground)
        } else if cell.dots != 0, let braille = Unicode.Scalar(0x2800 + UInt32(cell.dots)) {
          screen.put(
            Character(braille), x: x + column, y: y + row, ink: contrast(cell.ink, ground),
            ground: ground)
        } else if let upper = cell.upper {
          screen.put(
            "▀", x: x + column, y: y + row, ink: .rgb(upper), ground: cell.lower ?? upper)
        }
      }
    }
  }

  /// On a coloured ground everything is black or white, whichever shows.
  private func contrast(_ ink: Ink, _ ground: RGB?) -> Ink {
    guard let ground else { return ink }
    return .rgb(RGB(ground.luma > 120 ? 0x000000 : 0xFFFFFF))
  }
}
