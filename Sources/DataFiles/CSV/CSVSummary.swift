/// What was read of a CSV file, for a report.
public struct CSVSummary: Hashable, Sendable {
  /// A remark on a column.
  public struct Note: Hashable, Sendable {
    public var column: String
    public var text: String
  }

  /// A column of categories.
  public struct Categories: Hashable, Sendable {
    public var column: String
    public var count: Int
  }

  /// A column with missing values, and the texts that stand for them.
  public struct Missing: Hashable, Sendable {
    public var column: String
    public var count: Int
    public var marks: [String]
  }

  /// The rows of the file, those with a missing value included.
  public let rows: Int
  /// The columns that have a name or a value.
  public let columns: Int
  /// The columns read as numbers, and as categories.
  public let numbers: [String]
  public let categories: [Categories]
  public internal(set) var missing: [Missing] = []
  /// Rows left out because a value is missing.
  public internal(set) var droppedRows = 0
  /// Columns that cannot be features, and why.
  public internal(set) var leftOut: [Note] = []
  /// What is worth a look.
  public let remarks: [Note]
  /// What separates the fields, and the decimal sign.
  public let delimiter: String
  public let decimal: String
  /// Whether the file names its columns.
  public let hasNames: Bool

  /// - Parameter used: the columns in use.
  init(_ table: CSVTable, _ used: [CSVColumn]) {
    rows = table.rowCount
    columns = table.columns.indices.count { !table.isAbsent($0) }
    numbers = used.filter { $0.content == .numbers }.map(\.name)
    categories = used.compactMap { column in
      guard case .categories(let names) = column.content else { return nil }
      return Categories(column: column.name, count: names.count)
    }
    let padded = used.filter { $0.content == .numbers && table.isPadded[$0.index] }.map {
      Note(
        column: $0.name,
        text: "its numbers start with zeros, as codes do; categories=\(typed($0.name)) reads them "
          + "as names")
    }
    remarks =
      used.flatMap { column in
        column.remarks.map { Note(column: column.name, text: $0) }
      } + padded
    delimiter = table.scanner.delimiter.name
    decimal = table.decimals.isComma ? "comma" : "point"
    hasNames = table.header.start != nil
  }
}
