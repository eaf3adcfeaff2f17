import LongWork
import Wording

/// Cells aligned by their columns.
package struct Table: Equatable, Sendable {
  package enum Alignment: Hashable, Sendable {
    case leading, trailing
  }

  package struct Column: Equatable, Sendable {
    package var title: StyledText
    package var alignment: Alignment
    /// In a window that is too narrow the columns with the largest are left out first; 0 stays.
    package var rank: Int
    /// Whether it comes right after the first column where the table does not fit the window: the
    /// result of a row stays with its name.
    package var staysNear = false

    package init(_ title: StyledText, _ alignment: Alignment = .trailing, rank: Int = 0) {
      self.title = title
      self.alignment = alignment
      self.rank = rank
    }
  }

  package var columns: [Column]
  /// One array for each row; a row may be shorter than `columns`.
  package var rows: [[StyledText]] = []
  /// Whether the last column's text may be broken over lines to fit the window.
  package var wrapsLastColumn = false
  /// Blanks before the first column.
  package var indent = 0

  package init(_ columns: [Column], rows: [[StyledText]] = [], wrapsLastColumn: Bool = false) {
    self.columns = columns
    self.rows = rows
    self.wrapsLastColumn = wrapsLastColumn
  }

  /// The columns of the window that it takes when nothing of it is broken.
  private var width: Int {
    columns.indices.reduce(indent - Self.gap) { $0 + width(of: $1) + Self.gap }
  }

  private func width(of column: Int) -> Int {
    rows.inParts(of: 256).reduce(columns[column].title.width) { widest, row in
      column < row.count ? max(widest, row[column].width) : widest
    }
  }

  /// The table without the columns that are left out where it would be wider.
  private func narrowed(to width: Int) -> Table {
    var table = self
    while table.width > width,
      let least = table.columns.indices.max(by: { table.columns[$0].rank < table.columns[$1].rank }
      ),
      table.columns[least].rank > 0
    {
      table.columns.remove(at: least)
      for i in table.rows.indices where least < table.rows[i].count {
        table.rows[i].remove(at: least)
      }
    }
    return table
  }

  /// The table as lines of at most `width` columns.
  ///
  /// A table that is too wide is shown without the columns that matter least, then in bands, one below
  /// the other, each with the first column repeated: a step's quantities stay readable in a narrow
  /// window.
  package func lines(width: Int) -> [StyledText] {
    narrowed(to: width).bands(width: width)
  }

  private func bands(width: Int) -> [StyledText] {
    let widths = columns.indices.map(width(of:))
    guard let first = widths.first else { return [] }
    let available = width - indent
    var bands: [[Int]] = []
    var band: [Int] = [0]
    var used = first
    let others = columns.indices.dropFirst()
    let order =
      self.width > width
      ? others.filter { columns[$0].staysNear } + others.filter { !columns[$0].staysNear }
      : Array(others)
    for column in order {
      let isBrokenLast = wrapsLastColumn && column == columns.count - 1
      let needed = Self.gap + (isBrokenLast ? min(widths[column], 20) : widths[column])
      if used + needed > available, band.count > 1 {
        bands.append(band)
        band = [0]
        used = first
      }
      band.append(column)
      used += needed
    }
    bands.append(band)
    var lines: [StyledText] = []
    for (i, band) in bands.enumerated() {
      if i > 0 { lines.append(StyledText()) }
      lines += self.lines(of: band, widths: widths, available: available)
    }
    return lines
  }

  private static let gap = 2

  private func lines(of band: [Int], widths: [Int], available: Int) -> [StyledText] {
    var lines: [StyledText] = []
    if band.contains(where: { columns[$0].title.width > 0 }) {
      lines.append(line(of: band.map { ($0, columns[$0].title) }, widths: widths))
    }
    for row in rows.inParts(of: 64) {
      let cells = band.map { ($0, $0 < row.count ? row[$0] : StyledText()) }
      guard wrapsLastColumn, let last = cells.last, last.0 == columns.count - 1 else {
        lines.append(line(of: cells, widths: widths))
        continue
      }
      let start = band.dropLast().reduce(0) { $0 + widths[$1] + Self.gap }
      let pieces = last.1.wrapped(to: max(16, available - start))
      for (i, piece) in pieces.enumerated() {
        let others = cells.dropLast().map { ($0.0, i == 0 ? $0.1 : StyledText()) }
        lines.append(line(of: others + [(last.0, piece)], widths: widths))
      }
    }
    return lines
  }

  private func line(of cells: [(Int, StyledText)], widths: [Int]) -> StyledText {
    var line = StyledText(blanks(indent))
    var owed = 0
    for (i, (column, cell)) in cells.enumerated() {
      let padding = widths[column] - cell.width
      if i > 0 { owed += Self.gap }
      if columns[column].alignment == .trailing {
        owed += padding
        if cell.width > 0 {
          line += StyledText(blanks(owed))
          owed = 0
        }
        line += cell
      } else {
        if cell.width > 0 {
          line += StyledText(blanks(owed))
          owed = 0
        }
        line += cell
        owed += padding
      }
    }
    return line
  }
}
