/// One column of a CSV table as numbers, or as categories when it is text.
struct CSVColumn {
  enum Content {
    case numbers([Double])
    /// Each row's category and the categories' names, sorted.
    case texts([Int], [String])
  }

  let name: String
  let content: Content

  /// The most different texts that become one-hot columns.
  static let maximumCategories = 100

  /// - Parameter isText: nil to judge: text when fewer than half of the values are numbers.
  init(_ table: CSVTable, column: Int, rows: [Int], isText: Bool? = nil) throws {
    name = table.columns[column]
    var numbers: [Double] = []
    numbers.reserveCapacity(rows.count)
    var firstBad: Int?
    var bad = 0
    for row in rows {
      let value = Self.number(table.rows[row][column])
      if value == nil {
        bad += 1
        if firstBad == nil { firstBad = row }
      }
      numbers.append(value ?? 0)
    }
    if isText ?? (bad * 2 > rows.count) {
      content = try Self.categories(table, column: column, rows: rows)
      return
    }
    if let row = firstBad {
      let field = table.rows[row][column]
      let good = rows.count - bad
      throw DataError(
        "\(table.place(row: row, column: column)): \(quoted(field)) is not a number"
          + (good > 0 ? " (\(good) of its \(rows.count) values are)" : ""))
    }
    if let wrong = numbers.firstIndex(where: { !$0.isFinite }) {
      throw DataError(
        "\(table.place(row: rows[wrong], column: column)): "
          + "\(quoted(table.rows[rows[wrong]][column])) is not a finite number")
    }
    content = .numbers(numbers)
  }

  private static func categories(
    _ table: CSVTable, column: Int, rows: [Int]
  ) throws -> Content {
    let names = Set(rows.map { table.rows[$0][column] }).sorted()
    guard names.count <= maximumCategories else {
      throw DataError(
        "\(table.name): column \(quoted(table.columns[column])) holds \(names.count) different "
          + "texts, such as \(quoted(table.rows[rows[0]][column])); up to \(maximumCategories) "
          + "become one-hot columns, so ignore it")
    }
    let index = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: min)
    return .texts(rows.map { index[table.rows[$0][column]] ?? 0 }, names)
  }

  /// The number of feature columns it makes.
  var width: Int {
    switch content {
    case .numbers: 1
    case .texts(_, let names): names.count
    }
  }

  /// The feature names it makes: its own, or `origin=Japan` for each text.
  var names: [String] {
    switch content {
    case .numbers: [name]
    case .texts(_, let names): names.map { "\(name)=\($0)" }
    }
  }

  func append(_ row: Int, to values: inout [Double]) {
    switch content {
    case .numbers(let numbers): values.append(numbers[row])
    case .texts(let labels, let names):
      for k in names.indices { values.append(labels[row] == k ? 1 : 0) }
    }
  }

  /// Whether a field stands for no value.
  static func isMissing(_ field: String) -> Bool {
    ["", "na", "n/a", "?", "null"].contains(field.lowercased())
  }

  /// The field as a number, NaN and infinities included so that they are named as what they are.
  private static func number(_ field: String) -> Double? {
    if let value = decimal(field) { return value }
    switch field.lowercased() {
    case "nan", "+nan", "-nan": return .nan
    case "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity": return .infinity
    default: return nil
    }
  }
}
