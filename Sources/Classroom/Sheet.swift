import Lessons
import Wording

/// A table of a file with columns: what a gradebook exports, and what it reads again.
///
/// Fields are read as RFC 4180 has them: in quotes they may hold delimiters, line ends, and quotes
/// written twice. What was read is written in the same way: delimiter, quotes, line ends, UTF-16.
public struct Sheet: Sendable, Equatable {
  public struct Cell: Sendable, Equatable {
    public var text: String
    public var isQuoted = false

    public init(_ text: String, isQuoted: Bool = false) {
      self.text = text
      self.isQuoted = isQuoted
    }
  }

  public var rows: [[Cell]]
  public var delimiter: Unicode.Scalar = ","
  public var lineEnd = "\n"
  public var isUTF16 = false
  public var hasMark = false

  /// Why a file is no table: a sentence.
  public struct Failure: Error, Equatable {
    public var message: String

    public init(_ message: String) { self.message = message }
  }

  public init(_ rows: [[String]]) { self.rows = rows.map { $0.map { Cell($0) } } }

  // MARK: Reading

  /// - Throws: `Failure` for what is not text, or has no end to a quote.
  public init(_ bytes: [UInt8]) throws(Failure) {
    guard let text = Receipt.text(of: bytes) else {
      throw Failure("this is no table: it is not text")
    }
    isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    rows = []
    var scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    lineEnd = text.unicodeScalars.contains("\r") ? "\r\n" : "\n"
    delimiter = Self.delimiter(of: scalars)
    rows = try Self.rows(of: scalars, by: delimiter)
    // Excel's `sep=;` says the delimiter in a line of its own.
    if let first = rows.first, first.count <= 2, first[0].text.hasPrefix("sep=") {
      rows.removeFirst()
    }
    guard !rows.isEmpty else { throw Failure("this table is empty") }
  }

  /// The one of tab, semicolon and comma that stands most often in the first line outside of quotes.
  private static func delimiter(of scalars: [Unicode.Scalar]) -> Unicode.Scalar {
    var counts: [Unicode.Scalar: Int] = [:]
    var isQuoted = false
    for scalar in scalars {
      if scalar == "\"" { isQuoted.toggle() }
      if !isQuoted, scalar == "\n" || scalar == "\r" { break }
      if !isQuoted { counts[scalar, default: 0] += 1 }
    }
    let known: [Unicode.Scalar] = ["\t", ";", ","]
    return known.max { counts[$0, default: 0] < counts[$1, default: 0] } ?? ","
  }

  private static func rows(
    of scalars: [Unicode.Scalar], by delimiter: Unicode.Scalar
  ) throws(Failure) -> [[Cell]] {
    var rows: [[Cell]] = []
    var row: [Cell] = []
    var field = String.UnicodeScalarView()
    var isQuoted = false
    var isOpen = false
    var i = 0
    func ended() -> Cell { Cell(String(field), isQuoted: isQuoted) }
    func endRow() {
      row.append(ended())
      if row.count > 1 || !row[0].text.isEmpty { rows.append(row) }
      row = []
    }
    while i < scalars.count {
      let scalar = scalars[i]
      i += 1
      if isOpen {
        if scalar == "\"" {
          if i < scalars.count, scalars[i] == "\"" {
            field.append(scalar)
            i += 1
          } else {
            isOpen = false
          }
        } else {
          field.append(scalar)
        }
        continue
      }
      switch scalar {
      case "\"" where field.allSatisfy({ $0 == " " }) && !isQuoted:
        field = .init()
        (isQuoted, isOpen) = (true, true)
      case delimiter:
        row.append(ended())
        (field, isQuoted) = (.init(), false)
      case "\n", "\r":
        if scalar == "\r", i < scalars.count, scalars[i] == "\n" { i += 1 }
        endRow()
        (field, isQuoted) = (.init(), false)
      default:
        if !isQuoted || scalar != " " { field.append(scalar) }
      }
    }
    guard !isOpen else {
      throw Failure("this table is damaged: a quote in line \(rows.count + 1) is never closed")
    }
    if !row.isEmpty || !field.isEmpty || isQuoted { endRow() }
    return rows
  }

  // MARK: Writing

  public var text: String {
    rows.map { row in
      row.map(written).joined(separator: String(delimiter))
    }.joined(separator: lineEnd) + lineEnd
  }

  /// The file: in UTF-16 where it was read so.
  public var bytes: [UInt8] {
    if isUTF16 {
      return [0xFF, 0xFE]
        + text.utf16.flatMap {
          [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
        }
    }
    return (hasMark ? [0xEF, 0xBB, 0xBF] : []) + Array(text.utf8)
  }

  private func written(_ cell: Cell) -> String {
    let safe = Self.withoutFormula(cell.text)
    let needsQuotes = safe.unicodeScalars.contains {
      $0 == delimiter || $0 == "\"" || $0 == "\n" || $0 == "\r"
    }
    guard cell.isQuoted || needsQuotes else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }

  /// A formula's first sign is kept from a spreadsheet.
  static func withoutFormula(_ text: String) -> String {
    let isFormula = text.first.map { "=+-@\t".contains($0) } == true && Double(text) == nil
    return isFormula ? "'" + text : text
  }

  public func cell(_ row: Int, _ column: Int) -> String {
    guard rows.indices.contains(row), rows[row].indices.contains(column) else { return "" }
    return rows[row][column].text.trimmingBlanksOfCell
  }

  /// Sets a cell, in the quotes of its column's header.
  public mutating func set(_ row: Int, _ column: Int, to text: String) {
    guard rows.indices.contains(row) else { return }
    while rows[row].count <= column { rows[row].append(Cell("")) }
    let isQuoted =
      rows[row][column].isQuoted || (rows[0].indices.contains(column) && rows[0][column].isQuoted)
    rows[row][column] = Cell(text, isQuoted: isQuoted)
  }
}

extension String {
  /// Without blanks at both ends.
  var trimmingBlanksOfCell: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
