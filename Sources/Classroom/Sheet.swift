import DataFiles
import Datasets
import Engine
import Lessons

/// A table of a file with columns: what a gradebook exports, and what it reads again.
///
/// What was read is written as it was: each cell that is not set again, delimiter, line ends, UTF-16.
public struct Sheet: Sendable, Equatable {
  public struct Cell: Sendable, Equatable {
    public var text: String
    public var isQuoted = false
    /// As the file has it; nil for a cell that is new.
    var source: String?

    public init(_ text: String, isQuoted: Bool = false) {
      self.text = text
      self.isQuoted = isQuoted
    }
  }

  public var rows: [[Cell]]
  public var delimiter = ","
  public var lineEnd = "\n"
  public var isUTF16 = false
  public var hasMark = false
  /// What comes before the first row: Excel's line `sep=;`.
  private var lead = ""

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
    lineEnd = text.unicodeScalars.contains("\r") ? "\r\n" : "\n"
    do throws(CSVText.Failure) {
      let table = try CSVText(text)
      delimiter = table.delimiter
      lead = table.lead
      rows = table.records.map { fields in
        fields.map { field in
          var cell = Cell(field.text, isQuoted: field.isQuoted)
          cell.source = field.source
          return cell
        }
      }
    } catch { throw Failure("line \(error.line): \(error.message)") }
    guard !rows.isEmpty else { throw Failure("this table is empty") }
  }

  // MARK: Writing

  public var text: String {
    lead
      + rows.map { row in
        row.map { $0.source ?? written($0) }.joined(separator: delimiter)
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
      delimiter.unicodeScalars.contains($0) || $0 == "\"" || $0 == "\n" || $0 == "\r"
    }
    guard cell.isQuoted || needsQuotes else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }

  /// A formula's first sign is kept from a spreadsheet. Some take the wide signs of East Asian
  /// keyboards for it, too, and leave out a tab or a line end before it.
  static func withoutFormula(_ text: String) -> String {
    guard let first = text.unicodeScalars.first,
      "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first), Double(text) == nil
    else { return text }
    return "'" + text
  }

  public func cell(_ row: Int, _ column: Int) -> String {
    guard rows.indices.contains(row), rows[row].indices.contains(column) else { return "" }
    return rows[row][column].text
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
