import Conversion

/// The plotting area of a panel: dots of 2 x 4 to a character in braille, one in ASCII.
///
/// What is drawn has a rank; in a cell, dots of a higher rank replace those of a lower one instead
/// of mixing with them, so that a path stays readable on its contours.
package struct Canvas {
  package enum Rank: UInt8, Comparable, Sendable {
    case ground, contour, band, faint, bars, reference, line, arrow

    package static func < (a: Rank, b: Rank) -> Bool { a.rawValue < b.rawValue }
  }

  package struct Cell {
    package internal(set) var dots: UInt8 = 0
    package internal(set) var rank = Rank.ground
    package internal(set) var ink = Ink.plain
    /// A character in place of dots; text and markers, which nothing later erases but their like.
    package internal(set) var glyph: Character?
    package internal(set) var isText = false
    package internal(set) var upper: RGB?
    package internal(set) var lower: RGB?
  }

  package let columns: Int
  package let rows: Int
  package let isASCII: Bool
  private var cells: [Cell]

  package init(columns: Int, rows: Int, isASCII: Bool) {
    self.columns = max(columns, 1)
    self.rows = max(rows, 1)
    self.isASCII = isASCII
    cells = Array(repeating: Cell(), count: self.columns * self.rows)
  }

  package var dotColumns: Int { isASCII ? columns : 2 * columns }
  package var dotRows: Int { isASCII ? rows : 4 * rows }

  /// The character cell of a place in the unit square.
  package func cell(_ point: UnitPoint) -> (x: Int, y: Int) {
    (cellIndex(point.x, of: columns), rows - 1 - cellIndex(point.y, of: rows))
  }

  /// Sets the dot at a column and a row counted from the top.
  package mutating func dot(_ x: Int, _ y: Int, ink: Ink, rank: Rank, glyph: Character) {
    guard x >= 0, y >= 0, x < dotColumns, y < dotRows else { return }
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

  package mutating func dot(_ point: UnitPoint, ink: Ink, rank: Rank, glyph: Character) {
    let (x, y) = (cellIndex(point.x, of: dotColumns), dotRows - 1 - cellIndex(point.y, of: dotRows))
    dot(x, y, ink: ink, rank: rank, glyph: glyph)
  }

  /// A straight line between two places; with `gap`, only every `gap`-th dot of it.
  package mutating func segment(
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

  package mutating func polyline(
    _ line: [UnitPoint], ink: Ink, rank: Rank, glyph: Character, gap: Int = 1
  ) {
    var phase = 0
    if line.count == 1 { dot(line[0], ink: ink, rank: rank, glyph: glyph) }
    for (a, b) in zip(line, line.dropFirst()) {
      segment(a, b, ink: ink, rank: rank, glyph: glyph, gap: gap, phase: &phase)
    }
  }

  /// Puts a character over whatever the cell shows.
  package mutating func mark(_ glyph: Character, x: Int, y: Int, ink: Ink) {
    guard x >= 0, x < columns, y >= 0, y < rows else { return }
    let i = y * columns + x
    cells[i].glyph = glyph
    cells[i].isText = true
    cells[i].ink = ink
  }

  /// Fills a cell behind everything else: a shade, or the colours of its two halves.
  package mutating func fill(x: Int, y: Int, shade: Character?, upper: RGB?, lower: RGB?) {
    guard x >= 0, x < columns, y >= 0, y < rows else { return }
    let i = y * columns + x
    if let shade, cells[i].rank == .ground, !cells[i].isText { cells[i].glyph = shade }
    cells[i].upper = upper
    cells[i].lower = lower
  }

  /// The cell holds a character, or (unless only characters matter) part of a line.
  package func isTaken(x: Int, y: Int, byLines: Bool = false) -> Bool {
    guard x >= 0, x < columns, y >= 0, y < rows else { return true }
    let cell = cells[y * columns + x]
    return cell.isText || (byLines && cell.rank >= .line)
  }

  /// What a cell holds.
  package func contents(column: Int, row: Int) -> Cell { cells[row * columns + column] }

  /// A dot at each of many places.
  package mutating func dots(_ points: [UnitPoint], ink: Ink, rank: Rank, glyph: Character) {
    for point in points { dot(point, ink: ink, rank: rank, glyph: glyph) }
  }

  /// Bars, filled with the pattern of a number from 0 to 3.
  package mutating func fill(_ bars: [BarPlace], pattern: Int, ink: Ink, glyph: Character) {
    for bar in bars {
      let first = Int(
        clamping: (bar.left * Double(dotColumns)).rounded(), from: 0, to: dotColumns - 1)
      var last =
        Int(clamping: (bar.right * Double(dotColumns)).rounded(), from: 0, to: dotColumns) - 1
      // A gap between neighbours, if there is room for one.
      if last - first >= 3 { last -= 1 }
      let bottom = Int(clamping: (bar.bottom * Double(dotRows)).rounded(), from: 0, to: dotRows)
      let top = Int(clamping: (bar.top * Double(dotRows)).rounded(), from: 0, to: dotRows)
      // A bar that is not zero shows.
      let reach = bottom == top && bar.bottom < bar.top ? top + 1 : top
      for x in first...max(first, last) {
        for y in bottom..<max(reach, bottom) where isASCII || Self.has(pattern, x, y) {
          dot(x, dotRows - 1 - y, ink: ink, rank: .bars, glyph: glyph)
        }
      }
    }
  }

  /// Whether a pattern has a dot here.
  package static func has(_ pattern: Int, _ x: Int, _ y: Int) -> Bool {
    switch pattern {
    case 0: true
    case 1: (x + y) % 2 == 0
    case 2: y % 2 == 0
    default: x % 2 == 0
    }
  }
}
