import Wording

/// Output that is longer than the window: a page is shown, and the rest waits for Enter.
///
/// What is written at a time (a table, a picture, a paragraph of a lesson) stays together where a
/// page has room for it; what is longer is broken where a line is empty. It knows no terminal: the
/// prompt that follows a page has a row of its own, which `rows` leaves free.
package struct Pager {
  /// One text as it was written.
  private struct Piece {
    var lines: ArraySlice<Substring>
    var isError: Bool
  }

  /// More lines than this are counted and left out: no reader turns so many pages.
  package static let mostLines = 5_000

  package init() {}

  private var waiting: [Piece] = []
  private var waitingLines = 0
  /// Lines shown since the command was typed.
  package private(set) var shown = 0
  private var leftOut = 0
  /// Rows of the present page that are taken.
  private var used = 0
  private var rows = 24
  private var columns = 80

  /// Whether there is more to show.
  package var isWaiting: Bool { !waiting.isEmpty }
  /// All lines, shown and waiting.
  package var count: Int { shown + waitingLines }

  /// A line has been typed: what it prints begins a page. What waited before is given up.
  package mutating func begin(rows: Int, columns: Int) {
    self = Pager()
    (self.rows, self.columns) = (max(rows, 4), max(columns, 1))
  }

  /// Takes text, whole lines of it, and shows what the present page has room for.
  package mutating func write(_ text: String, isError: Bool, show: (String, Bool) -> Void) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    if lines.last == "" { lines.removeLast() }
    guard !lines.isEmpty else { return }
    let room = Self.mostLines - waitingLines
    if lines.count > room {
      leftOut += lines.count - max(room, 0)
      lines = lines.prefix(max(room, 0))
    }
    waiting.append(Piece(lines: lines, isError: isError))
    waitingLines += lines.count
    if waiting.count == 1 { fill(show) }
  }

  /// The command has ended: empty lines alone are no page.
  package mutating func close() {
    let isEmpty = waiting.allSatisfy { $0.lines.allSatisfy { Self.width(of: $0) == 0 } }
    if isEmpty { drop() }
    if leftOut > 0, isWaiting {
      let lines = ["(\(leftOut) lines more are left out)"[...]][...]
      waiting.append(Piece(lines: lines, isError: false))
      waitingLines += 1
      leftOut = 0
    }
  }

  /// Shows the next page of a window that may have changed its size.
  package mutating func turn(rows: Int, columns: Int, show: (String, Bool) -> Void) {
    (self.rows, self.columns) = (max(rows, 4), max(columns, 1))
    used = 0
    fill(show)
  }

  /// Shows everything that waits.
  package mutating func finish(show: (String, Bool) -> Void) {
    for piece in waiting { show(Self.text(of: piece.lines), piece.isError) }
    drop()
  }

  /// Gives up what waits.
  package mutating func drop() {
    waiting = []
    waitingLines = 0
  }

  /// Shows pieces, and parts of them, until the page is full.
  private mutating func fill(_ show: (String, Bool) -> Void) {
    while var piece = waiting.first {
      // No page begins with empty lines.
      while used == 0, shown > 0, let line = piece.lines.first, Self.width(of: line) == 0 {
        piece.lines.removeFirst()
        waitingLines -= 1
        shown += 1
      }
      let fitting = linesThatFit(piece.lines)
      let part = piece.lines.prefix(fitting)
      if !part.isEmpty {
        show(Self.text(of: part), piece.isError)
        used += part.reduce(0) { $0 + rows(of: $1) }
        shown += part.count
        waitingLines -= part.count
      }
      piece.lines = piece.lines.dropFirst(fitting)
      guard piece.lines.isEmpty else {
        waiting[0] = piece
        return
      }
      waiting.removeFirst()
    }
  }

  /// How many lines of a piece go on the present page.
  private func linesThatFit(_ lines: ArraySlice<Substring>) -> Int {
    let room = rows - used
    var taken = 0
    var whole = 0
    var fitting = 0
    var lastGap: Int?
    for (i, line) in lines.enumerated() {
      whole += rows(of: line)
      guard whole <= room else { continue }
      taken = whole
      fitting = i + 1
      if Self.width(of: line) == 0 { lastGap = i }
    }
    if whole <= room { return lines.count }
    let fitsAPage = whole <= rows
    // A picture below a few lines has them on its page.
    if fitsAPage, used > rows / 3 { return 0 }
    if let lastGap, lastGap >= fitting / 2, lastGap > 0 { return lastGap }
    if fitsAPage, used > 0 { return 0 }
    return max(fitting, used == 0 || taken > 0 ? 1 : 0)
  }

  private func rows(of line: Substring) -> Int {
    max(1, (Self.width(of: line) + columns - 1) / columns)
  }

  /// The columns that a line takes, colours left out.
  private static func width(of line: Substring) -> Int {
    displayWidth(of: strippingEscapes(line))
  }

  private static func text(of lines: ArraySlice<Substring>) -> String {
    lines.joined(separator: "\n") + "\n"
  }
}
