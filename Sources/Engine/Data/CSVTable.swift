import SwiftCSV

/// The text fields of a CSV file, checked to be a rectangle, each row with the line it starts on.
struct CSVTable {
  /// What the errors call the data: a file's name.
  let name: String
  private(set) var columns: [String] = []
  private(set) var rows: [[String]] = []
  /// The line in the file on which each row starts, from 1.
  private(set) var lines: [Int] = []

  /// The largest file, the longest line and the most columns that are read.
  static let maximumBytes = 64 << 20
  static let maximumLine = 1 << 20
  static let maximumColumns = 10_000

  init(contentsOf path: String) throws {
    try self.init(DataFile.bytes(of: path, limit: Self.maximumBytes), name: path)
  }

  /// - Throws: `DataError` for text that is not UTF-8, empty, ragged or badly quoted.
  init(_ bytes: [UInt8], name: String) throws {
    self.name = name
    let text = try Self.text(of: bytes, name: name)
    // Nothing of SwiftCSV's own rows is used: they are padded to a rectangle, which hides a field
    // that is missing. Its row callback gives each row as it stands in the file.
    let reader = Reader(name: name)
    do {
      let header = text.prefix { !$0.isNewline }
      let csv = try EnumeratedCSV(
        string: text, delimiter: .guessed(string: String(header)), loadColumns: false, rowLimit: 0)
      try csv.enumerateAsArray(rowLimit: nil) { reader.take($0) }
    } catch {
      throw DataError(
        "\(name):\(reader.line): a quoted field must end with a quote before the next comma or "
          + "line; a quote inside it is written twice")
    }
    if let error = reader.error { throw error }
    guard !reader.columns.isEmpty, !reader.rows.isEmpty else {
      throw DataError(
        "\(name) holds no examples; a line of column names and at least one row are needed")
    }
    columns = reader.columns
    rows = reader.rows
    lines = reader.lines
  }

  /// The bytes as text that ends in a newline, after the checks that need no parsing.
  private static func text(of bytes: [UInt8], name: String) throws -> String {
    var line = 1
    var lineStart = 0
    var quotes = 0
    for (i, byte) in bytes.enumerated() {
      switch byte {
      case 0:
        throw DataError(
          "\(name):\(line): there is a NUL byte; a CSV file is plain UTF-8 text")
      case UInt8(ascii: "\""):
        quotes += 1
      case UInt8(ascii: "\n"):
        line += 1
        lineStart = i + 1
      default:
        if i - lineStart >= maximumLine {
          throw DataError(
            "\(name):\(line): the line is longer than \(maximumLine) bytes; "
              + "is this a CSV file with one example a line?")
        }
      }
    }
    guard quotes % 2 == 0 else {
      throw DataError("\(name): a quote is opened and never closed (\(quotes) quotes in all)")
    }
    guard var text = String(validating: bytes, as: UTF8.self) else {
      throw DataError("\(name) is not UTF-8 text; save it as UTF-8")
    }
    // SwiftCSV drops an empty last field at the end of the text, but not at the end of a line.
    if let last = text.last, !last.isNewline { text += "\n" }
    return text
  }

  /// "FILE:5: column 'age'".
  func place(row: Int, column: Int) -> String {
    "\(name):\(lines[row]): column \(quoted(columns[column]))"
  }
}

extension CSVTable {
  /// Collects rows as they are parsed and remembers the first thing wrong.
  private final class Reader {
    let name: String
    var columns: [String] = []
    var rows: [[String]] = []
    var lines: [Int] = []
    var line = 1
    var error: DataError?

    init(name: String) { self.name = name }

    func take(_ fields: [String]) {
      let start = line
      line += 1
      for field in fields { line += field.count(where: \.isNewline) }
      guard error == nil else { return }
      let row = fields.map(Self.trimmed)
      if row == [""] { return }
      if columns.isEmpty {
        takeHeader(row, at: start)
      } else if row.count != columns.count {
        error = DataError(
          "\(name):\(start): the row has \(row.count) field\(row.count == 1 ? "" : "s") where the "
            + "first line names \(columns.count) columns")
      } else {
        rows.append(row)
        lines.append(start)
      }
    }

    private func takeHeader(_ row: [String], at start: Int) {
      columns = row.enumerated().map { $1.isEmpty ? "column\($0 + 1)" : $1 }
      if row.count > CSVTable.maximumColumns {
        error = DataError(
          "\(name):\(start): there are \(row.count) columns; up to \(CSVTable.maximumColumns) "
            + "are read")
      } else if row.allSatisfy({ decimal($0) != nil }) {
        error = DataError(
          "\(name):\(start): the first line must name the columns, and this one holds numbers")
      } else if let twice = firstRepeated(in: columns) {
        error = DataError(
          "\(name):\(start): two columns are named \(quoted(twice)); rename one of them")
      }
    }

    private func firstRepeated(in names: [String]) -> String? {
      var seen: Set<String> = []
      return names.first { !seen.insert($0).inserted }
    }

    private static func trimmed(_ field: String) -> String {
      guard field.first?.isWhitespace == true || field.last?.isWhitespace == true else {
        return field
      }
      var rest = field[...]
      while let first = rest.first, first.isWhitespace { rest.removeFirst() }
      while let last = rest.last, last.isWhitespace { rest.removeLast() }
      return String(rest)
    }
  }
}

/// A number in decimal notation; nil for anything else, NaN, infinity and hexadecimal included.
func decimal(_ text: String) -> Double? {
  let allowed = text.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }
  guard allowed, let value = Double(text) else { return nil }
  return value
}
