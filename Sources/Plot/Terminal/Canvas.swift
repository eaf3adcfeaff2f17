import Conversion
import PlotGeometry

/// The plotting area of a panel: dots of 2 x 4 to a character in braille, one in ASCII.
///
/// What is drawn has a rank; in a cell, dots of a higher rank replace those of a lower one instead
/// of mixing with them, so that a path stays readable on its contours.
struct Canvas {
  enum Rank: UInt8, Comparable {
    case ground, contour, band, faint, bars, reference, line, arrow

    static func < (a: Rank, b: Rank) -> Bool { a.rawValue < b.rawValue }
  }

  private struct Cell {
    var dots: UInt8 = 0
    var rank = Rank.ground
    var ink = Ink.plain
    /// A character in place of dots; text and markers, which nothing later erases but their like.
    var glyph: Character?
    var isText = false
    var upper: RGB?
    var lower: RGB?
  }

  let columns: Int
  let rows: Int
  let capability: TerminalCapability
  private var cells: [Cell]

  init(columns: Int, rows: Int, capability: TerminalCapability) {
    self.columns = max(columns, 1)
    self.rows = max(rows, 1)
    self.capability = capability
    cells = Array(repeating: Cell(), count: self.columns * self.rows)
  }

  var dotColumns: Int { capability.isASCII ? columns : 2 * columns }
  var dotRows: Int { capability.isASCII ? rows : 4 * rows }

  /// The character cell of a place in the unit square.
  func cell(_ point: UnitPoint) -> (x: Int, y: Int) {
    (cellIndex(point.x, of: columns), rows - 1 - cellIndex(point.y, of: rows))
  }

  /// Sets the dot at a column and a row counted from the top.
  mutating func dot(_ x: Int, _ y: Int, ink: Ink, rank: Rank, glyph: Character) {
    guard x >= 0, y >= 0, x < dotColumns, y < dotRows else { return }
    let isASCII = capability.isASCII
    let i = isASCII ? y * columns + x : (y / 4) * columns + x / 2
    if cells[i].rank > rank || (isASCII && yields(cells[i], to: ink, x, y)) { return }
    if cells[i].rank < rank {
      cells[i].dots = 0
      if !cells[i].isText { cells[i].glyph = nil }
    }
    cells[i].rank = rank
    cells[i].ink = cells[i].isText ? cells[i].ink : ink
    if isASCII {
      if !cells[i].isText { cells[i].glyph = glyph }
    } else {
      let bit = x % 2 == 0 ? [0, 1, 2, 6][y % 4] : [3, 4, 5, 7][y % 4]
      cells[i].dots |= 1 << UInt8(bit)
    }
  }

  /// One character cannot show two lines: each of n lines that share a stretch gets about every
  /// n-th character of it, instead of the last one all.
  private func yields(_ cell: Cell, to ink: Ink, _ x: Int, _ y: Int) -> Bool {
    guard case .series(let slot) = ink, case .series(let other) = cell.ink, slot != other,
      cell.glyph != nil
    else { return false }
    return (x + 2 * y) % (slot + 1) != 0
  }

  mutating func dot(_ point: UnitPoint, ink: Ink, rank: Rank, glyph: Character) {
    let (x, y) = (cellIndex(point.x, of: dotColumns), dotRows - 1 - cellIndex(point.y, of: dotRows))
    dot(x, y, ink: ink, rank: rank, glyph: glyph)
  }

  /// A straight line between two places; with `gap`, only every `gap`-th dot of it.
  mutating func segment(
    _ a: UnitPoint, _ b: UnitPoint, ink: Ink, rank: Rank, glyph: Character, gap: Int = 1,
    phase: inout Int
  ) {
    let (x0, y0) = (cellIndex(a.x, of: dotColumns), dotRows - 1 - cellIndex(a.y, of: dotRows))
    let (x1, y1) = (cellIndex(b.x, of: dotColumns), dotRows - 1 - cellIndex(b.y, of: dotRows))
    let steps = max(abs(x1 - x0), abs(y1 - y0))
    for i in 0...steps {
      // The end is the next segment's start.
      if i == steps, steps > 0, gap > 1 { break }
      if phase % gap == 0 {
        let t = steps == 0 ? 0 : Double(i) / Double(steps)
        let x = x0 + Int(clamping: (Double(x1 - x0) * t).rounded())
        let y = y0 + Int(clamping: (Double(y1 - y0) * t).rounded())
        dot(x, y, ink: ink, rank: rank, glyph: glyph)
      }
      if steps > 0 { phase += 1 }
    }
  }

  mutating func polyline(
    _ line: [UnitPoint], ink: Ink, rank: Rank, glyph: Character, gap: Int = 1
  ) {
    var phase = 0
    if line.count == 1 { dot(line[0], ink: ink, rank: rank, glyph: glyph) }
    for (a, b) in zip(line, line.dropFirst()) {
      segment(a, b, ink: ink, rank: rank, glyph: glyph, gap: gap, phase: &phase)
    }
  }

  /// Puts a character over whatever the cell shows.
  mutating func mark(_ glyph: Character, x: Int, y: Int, ink: Ink) {
    guard x >= 0, x < columns, y >= 0, y < rows else { return }
    let i = y * columns + x
    cells[i].glyph = glyph
    cells[i].isText = true
    cells[i].ink = ink
  }

  /// Fills a cell behind everything else: a shade, or the colours of its two halves.
  mutating func fill(x: Int, y: Int, shade: Character?, upper: RGB?, lower: RGB?) {
    guard x >= 0, x < columns, y >= 0, y < rows else { return }
    let i = y * columns + x
    if let shade, cells[i].rank == .ground, !cells[i].isText { cells[i].glyph = shade }
    cells[i].upper = upper
    cells[i].lower = lower
  }

  /// The cell holds a character, or (unless only characters matter) part of a line.
  func isTaken(x: Int, y: Int, byLines: Bool = false) -> Bool {
    guard x >= 0, x < columns, y >= 0, y < rows else { return true }
    let cell = cells[y * columns + x]
    return cell.isText || (byLines && cell.rank >= .line)
  }

  /// Copies the area to a screen with its upper left corner at the given cell.
  func draw(on screen: inout Screen, x: Int, y: Int) {
    for row in 0..<rows {
      for column in 0..<columns {
        let cell = cells[row * columns + column]
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
