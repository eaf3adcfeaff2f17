import Numerics
import Wording

/// The names of a CSV file's columns.
struct CSVHeader {
  private(set) var names: [String] = []
  /// Whether the file itself gives the column no name.
  private(set) var isUnnamed: [Bool] = []
  /// Where the names stand; nil for a file without.
  let start: Int?
  /// Where the first row starts.
  let firstRow: Int
  /// Whether each row has one field more than there are names: R's row names, which have none.
  let hasRowNames: Bool

  /// The columns that a row must have: those behind have no name, and a row may leave them out.
  var leastWidth: Int {
    start == nil ? names.count : (isUnnamed.lastIndex(of: false) ?? -1) + 1
  }

  /// - Throws: `EngineError` for more columns than are read, or a name that two of them have.
  init(_ scanner: CSVScanner, _ layout: CSVLayout, name: String, hasNames: Bool) throws {
    hasRowNames = layout.hasRowNames && hasNames
    var at = layout.start
    var record: (fields: [CSVField], next: Int) = ([], at)
    repeat {
      at = record.next
      guard at < scanner.bytes.count else { break }
      do {
        record = try scanner.record(at: at, limit: CSVTable.maximumColumns + 1)
      } catch {
        throw error.dataError(scanner, name: name)
      }
    } while record.fields.allSatisfy(\.content.isEmpty)
    guard !record.fields.isEmpty else {
      throw EngineError(
        "\(name) holds no examples; a line of column names and at least one row are needed")
    }
    let place = "\(name):\(CSVScanner.line(of: at, in: scanner.bytes)): "
    guard record.fields.count <= CSVTable.maximumColumns else {
      throw EngineError(
        "\(place)there are more than the \(CSVTable.maximumColumns) columns that are read")
    }
    guard hasNames else {
      names = record.fields.indices.map { "x\($0 + 1)" }
      isUnnamed = names.map { _ in true }
      start = nil
      firstRow = at
      return
    }
    start = at
    firstRow = record.next
    let given = (hasRowNames ? [""] : []) + record.fields.map { Self.name($0, scanner) }
    names = given.enumerated().map { $1.isEmpty ? "column\($0 + 1)" : $1 }
    // pandas writes a table's row numbers under no name, and reads and writes them again as this.
    isUnnamed = given.map { $0.isEmpty || $0.hasPrefix("Unnamed: ") }
    var seen: Set<String> = []
    if let twice = names.first(where: { !seen.insert($0).inserted }) {
      throw EngineError(
        "\(place)two columns are named \(quoted(twice)); rename one of them"
          + " (header=no reads a file whose first line is an example)")
    }
  }

  /// A name in one line: spreadsheets allow line breaks in it, and a command does not.
  private static func name(_ field: CSVField, _ scanner: CSVScanner) -> String {
    scanner.text(of: field).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension CSVScanner.Fault {
  /// What is wrong, in a sentence with its line.
  func dataError(_ scanner: CSVScanner, name: String) -> EngineError {
    let (line, message) = sentence(scanner)
    return EngineError("\(name):\(line): \(message)")
  }

  /// What is wrong, and in which line.
  func sentence(_ scanner: CSVScanner) -> (line: Int, message: String) {
    func found(at offset: Int, _ message: String) -> (line: Int, message: String) {
      (CSVScanner.line(of: offset, in: scanner.bytes), message)
    }
    switch self {
    case .unclosed(let open):
      let isCut = open + CSVScanner.maximumField < scanner.bytes.count
      return found(
        at: open,
        "a quote is opened and never closed"
          + (isCut ? " within \(CSVScanner.maximumField) bytes" : "")
          + "; a field in quotes ends with a quote, and a quote inside it is written twice")
    case .afterQuote(let open):
      let mark = scanner.delimiter == .blanks ? "blank" : scanner.delimiter.name
      return found(
        at: open,
        "a quoted field must end with a quote before the next \(mark) or line; "
          + "a quote inside it is written twice")
    case .quoteInside(let quote):
      return found(
        at: quote,
        "there is a quote within a field; a field with a quote is written in "
          + "quotes, and the quote twice, as \"5\"\" pipe\"")
    case .tooLong(let start):
      return found(
        at: start,
        "a field is longer than the \(CSVScanner.maximumField) bytes that are read")
    }
  }
}
