import Numerics
import Wording

/// The cells of a CSV file, checked to be a rectangle: numbers as numbers, everything else by its
/// place in the file.
struct CSVTable {
  /// What the errors call the data: a file's name.
  let name: String
  let scanner: CSVScanner
  let header: CSVHeader
  let roles: CSVRoles
  /// Rows × columns, row-major. A number is itself; a field that is not one is a NaN that carries
  /// the field's place; a column that is not used is 0.
  var cells: [Double] = []
  /// Where each row starts in the file.
  var rowStarts: [Int] = []
  /// How many cells of each column are not numbers.
  var textCounts: [Int]
  /// Whether a number of the column starts with a zero and another digit, as codes do.
  var isPadded: [Bool]
  var decimals: DecimalSigns

  var columns: [String] { header.names }
  var rowCount: Int { rowStarts.count }

  /// The longest line that is not refused as no table's, and the most columns that are read.
  static let maximumLine = 1 << 20
  static let maximumColumns = 10_000

  /// - Parameters:
  ///   - bytes: the file, the last byte a newline, valid UTF-8 without NUL bytes.
  ///   - progress: told now and then how many bytes are read.
  /// - Throws: `EngineError` for text that is empty, ragged or badly quoted.
  init(
    _ bytes: [UInt8], name: String, options: CSVOptions, progress: (Int) throws -> Void
  ) throws {
    self.name = name
    let layout = try CSVLayout(bytes, name: name, options: options)
    scanner = CSVScanner(bytes: bytes, delimiter: layout.delimiter)
    header = try CSVHeader(scanner, layout, name: name, hasNames: options.hasHeader ?? true)
    decimals = DecimalSigns(options, delimiter: layout.delimiter)
    roles = try CSVRoles(header.names, of: name, options)
    textCounts = header.names.map { _ in 0 }
    isPadded = header.names.map { _ in false }
    try readRows(progress: progress)
    guard !rowStarts.isEmpty else {
      throw EngineError(
        "\(name) holds no examples; a line of column names and at least one row are needed")
    }
    try decimals.check(in: self)
  }

  /// The text of a cell that is not a number.
  func text(ofCell value: Double) -> String {
    let place = Int(value.bitPattern & Self.placeMask)
    return (try? scanner.field(at: place)).map(scanner.text) ?? ""
  }

  /// A cell that is not a number, by where its field starts.
  @inline(__always)
  static func cell(at place: Int) -> Double {
    Double(bitPattern: Double.nan.bitPattern | UInt64(place))
  }

  private static let placeMask: UInt64 = (1 << 51) - 1

  /// The text of any cell, as it stands in the file.
  func text(row: Int, column: Int) -> String {
    guard let fields = try? scanner.record(at: rowStarts[row], limit: column + 1).fields,
      fields.indices.contains(column)
    else { return "" }
    return scanner.text(of: fields[column])
  }

  /// The line in which a row starts.
  func line(ofRow row: Int) -> Int {
    CSVScanner.line(of: rowStarts[row], in: scanner.bytes)
  }

  /// "FILE:5: column 'age'".
  func place(row: Int, column: Int) -> String {
    "\(name):\(line(ofRow: row)): column \(quoted(columns[column]))"
  }
}
