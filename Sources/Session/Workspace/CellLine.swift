import Console
import Wording

/// A line of a cell as the shell takes it. A quote that is open at the end of a line goes on in the
/// next: a long formula may be written over several.
package struct CellLine: Equatable, Sendable {
  /// The number of its first line in the cell, from 1.
  package var number: Int
  /// The text, a blank in the place of each line end within quotes.
  package var text: String
  /// The columns of each of its lines but the last.
  private var widths: [Int] = []

  private init(number: Int, text: String) {
    self.number = number
    self.text = text
  }

  /// The lines of a cell.
  ///
  /// - Parameter joins: false takes every line by itself, as a lesson does, whose answers may have an
  ///   apostrophe.
  package static func lines(of code: String, joins: Bool = true) -> [CellLine] {
    var lines: [CellLine] = []
    var open: CellLine?
    let parts = code.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    for (i, part) in parts.enumerated() {
      let part = String(String.UnicodeScalarView(part.last == "\r" ? part.dropLast() : part))
      var line = open ?? CellLine(number: i + 1, text: "")
      line.text += open == nil ? part : " " + part
      open = nil
      if joins, line.text.utf8.count <= LineSyntax.longestLine, LineSyntax.endsInQuotes(line.text) {
        line.widths.append(part.unicodeScalars.count { displayWidth(of: $0) > 0 })
        open = line
      } else {
        lines.append(line)
      }
    }
    if let open { lines.append(open) }
    return lines
  }

  /// Where in the cell a column of the text is.
  package func place(ofColumn column: Int) -> (line: Int, column: Int) {
    var (line, column) = (number, column)
    for width in widths {
      // The blank that joins two lines belongs to the first.
      guard column > width + 1 else { break }
      column -= width + 1
      line += 1
    }
    return (line, column)
  }
}
