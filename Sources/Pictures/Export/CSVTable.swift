/// A table as RFC 4180 has it: fields with commas between, records that end in CR LF, quotes around
/// what would not be read as it is. Numbers have the shortest digits that read back the same.
struct CSVTable {
  enum Cell {
    case number(Double)
    case integer(Int)
    case text(String)
    case empty
  }

  private(set) var text = ""
  private(set) var rows = 0
  let columns: Int

  init(_ names: [String]) {
    columns = names.count
    text = Self.line(names.map { .text($0) })
  }

  mutating func add(_ cells: [Cell]) {
    text += Self.line(cells)
    rows += 1
  }

  /// The first line, which says what the file is.
  var head: String { String(text.unicodeScalars.prefix { $0 != "\r" }) }

  private static func line(_ cells: [Cell]) -> String {
    cells.map(field).joined(separator: ",") + "\r\n"
  }

  private static func field(_ cell: Cell) -> String {
    switch cell {
    case .empty: return ""
    case .integer(let number): return String(number)
    case .number(let number):
      if number.isNaN { return "NaN" }
      if number.isInfinite { return number < 0 ? "-Inf" : "Inf" }
      return number.description
    case .text(let text):
      let isPlain = text.unicodeScalars.allSatisfy {
        $0 != "," && $0 != "\"" && $0 != "\n" && $0 != "\r"
      }
      let hasEdges = text.first == " " || text.last == " "
      return isPlain && !hasEdges ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
  }
}
