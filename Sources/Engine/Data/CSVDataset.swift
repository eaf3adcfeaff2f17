import Conversion

/// How a CSV file becomes a data set.
public struct CSVOptions: Hashable, Sendable {
  /// The target columns; empty for the last column.
  public var targets: [String] = []
  /// Columns that are no features.
  public var ignored: [String] = []
  /// `regression`, `binary` or `classes`; nil to judge by the target's values.
  public var task: String?
  /// Leaves out rows with a missing value instead of refusing the file.
  public var dropsMissing = false

  public init() {}
}

extension Dataset {
  /// Reads a CSV file.
  ///
  /// The first line names the columns; the delimiter is a comma, semicolon or tab, the first of
  /// them in that line. A column most of whose values are numbers is a number column, any other
  /// is text and becomes one column for each of its values, sorted (one-hot). A text target makes
  /// classes, sorted by name; so does a target of whole numbers 0, 1, ..., k − 1 with k at most 20
  /// that repeat.
  ///
  /// - Throws: `DataError`, naming file, line and column, for what is missing, not a number, not
  ///   finite, ragged, badly quoted or too large.
  public init(csv path: String, options: CSVOptions = CSVOptions()) throws {
    let table = try CSVTable(contentsOf: path)
    try self.init(table, name: Self.baseName(path), options: options)
  }

  /// Reads CSV text; `name` stands in the errors for the file's.
  public init(csvText bytes: [UInt8], name: String, options: CSVOptions = CSVOptions()) throws {
    try self.init(CSVTable(bytes, name: name), name: name, options: options)
  }

  init(_ table: CSVTable, name: String, options: CSVOptions) throws {
    let targets = try Self.targetColumns(of: table, options)
    let ignored = try options.ignored.map { try Self.column($0, of: table) }
    let used = table.columns.indices.filter { !ignored.contains($0) }
    let inputs = used.filter { !targets.contains($0) }
    guard !inputs.isEmpty else {
      throw DataError("\(table.name): no column is left as a feature besides the target")
    }
    let rows = try Self.completeRows(of: table, columns: inputs + targets, options)

    let columns = try inputs.map { try CSVColumn(table, column: $0, rows: rows) }
    let width = columns.reduce(0) { $0 + $1.width }
    guard width <= CSVTable.maximumColumns, width * rows.count <= 1 << 27 else {
      throw DataError(
        "\(table.name): \(rows.count) rows of \(width) features (text columns count one for each "
          + "of their values) are more than fit; ignore a column")
    }
    var features: [Double] = []
    features.reserveCapacity(width * rows.count)
    for row in rows.indices {
      for column in columns { column.append(row, to: &features) }
    }
    let (task, targetNames, values) = try Self.targetValues(table, targets, rows, options.task)
    try self.init(
      name: name, task: task, featureNames: columns.flatMap(\.names), targetNames: targetNames,
      features: features, targets: values)
  }

  private static func targetColumns(of table: CSVTable, _ options: CSVOptions) throws -> [Int] {
    guard !options.targets.isEmpty else {
      let ignored = try options.ignored.map { try column($0, of: table) }
      guard let last = table.columns.indices.last(where: { !ignored.contains($0) }) else {
        throw DataError("\(table.name): every column is ignored; leave one as the target")
      }
      return [last]
    }
    let columns = try options.targets.map { try column($0, of: table) }
    guard Set(columns).count == columns.count else {
      throw DataError("the same column is named twice as a target")
    }
    if let both = options.targets.first(where: { options.ignored.contains($0) }) {
      throw DataError("column \(quoted(both)) is both the target and ignored")
    }
    return columns
  }

  private static func column(_ name: String, of table: CSVTable) throws -> Int {
    if let index = table.columns.firstIndex(of: name) { return index }
    let near = nearestNames(to: name, in: table.columns)
    let shown = table.columns.prefix(8).joined(separator: ", ")
    let hint =
      near.isEmpty
      ? "its columns are \(shown)\(table.columns.count > 8 ? ", ..." : "")"
      : "did you mean \(alternatives(near))?"
    throw DataError("\(table.name) has no column \(quoted(name)); \(hint)")
  }

  /// The rows in which no used column is missing.
  private static func completeRows(
    of table: CSVTable, columns: [Int], _ options: CSVOptions
  ) throws -> [Int] {
    var complete: [Int] = []
    var missing: [(row: Int, column: Int)] = []
    for (r, row) in table.rows.enumerated() {
      let holes = columns.filter { CSVColumn.isMissing(row[$0]) }.sorted()
      if holes.isEmpty { complete.append(r) }
      missing += holes.map { (r, $0) }
    }
    if let first = missing.first, !options.dropsMissing {
      let others = missing.count - 1
      throw DataError(
        "\(table.place(row: first.row, column: first.column)) is missing its value"
          + (others > 0 ? " (and \(others) other value\(others == 1 ? "" : "s"))" : "")
          + "; fill it in, leave the row out, or ignore the column")
    }
    guard !complete.isEmpty else {
      throw DataError("\(table.name): every row has a missing value; ignore the column they are in")
    }
    return complete
  }

  private static func targetValues(
    _ table: CSVTable, _ targets: [Int], _ rows: [Int], _ task: String?
  ) throws -> (Task, [String], [Double]) {
    if let task, !["regression", "binary", "classes"].contains(task) {
      throw DataError("\(quoted(task)) is no task; regression, binary and classes are")
    }
    guard targets.count == 1, let target = targets.first else {
      if let task, task != "regression" {
        throw DataError("several targets make a regression; \(task) has one target column")
      }
      let columns = try targets.map { try CSVColumn(table, column: $0, rows: rows, isText: false) }
      var values: [Double] = []
      for row in rows.indices { for column in columns { column.append(row, to: &values) } }
      return (.regression, columns.flatMap(\.names), values)
    }
    let name = table.columns[target]
    let isNumber = task == "regression" ? false : nil
    let column = try CSVColumn(table, column: target, rows: rows, isText: isNumber)
    switch column.content {
    case .numbers(let values):
      let classes = wholeNumberClasses(values)
      guard let count = classes, task != "regression" else {
        guard task == nil || task == "regression" else {
          // Numbers that are no 0, 1, ..., k − 1 are classes by name.
          let named = try CSVColumn(table, column: target, rows: rows, isText: true)
          return try classTargets(named, name: name, task: task, table)
        }
        return (.regression, [name], values)
      }
      return classTargets(
        values.map { Int(clamping: $0, from: 0, to: count - 1) },
        names: (0..<count).map { "\($0)" }, name: name)
    case .texts:
      return try classTargets(column, name: name, task: task, table)
    }
  }

  private static func classTargets(
    _ column: CSVColumn, name: String, task: String?, _ table: CSVTable
  ) throws -> (Task, [String], [Double]) {
    guard case .texts(let labels, let categories) = column.content, categories.count >= 2 else {
      throw DataError(
        "\(table.name): every example has the same target; at least two classes are needed")
    }
    if task == "binary", categories.count > 2 {
      throw DataError(
        "\(table.name): column \(quoted(name)) has \(categories.count) different values; "
          + "binary needs two")
    }
    return classTargets(labels, names: categories, name: name)
  }

  private static func classTargets(
    _ labels: [Int], names: [String], name: String
  ) -> (Task, [String], [Double]) {
    names.count == 2
      ? (.binary(names), [name], labels.map { Double($0) })
      : (.classes(names), names, oneHot(labels, classes: names.count))
  }

  /// k when the values are just the whole numbers 0 ..< k, 2 ≤ k ≤ 20, each twice on average.
  private static func wholeNumberClasses(_ values: [Double]) -> Int? {
    var seen: Set<Int> = []
    for value in values {
      guard let whole = Int(exactly: value), (0..<20).contains(whole) else { return nil }
      seen.insert(whole)
    }
    let count = seen.count
    return count >= 2 && seen.max() == count - 1 && values.count >= 2 * count ? count : nil
  }

  private static func baseName(_ path: String) -> String {
    String(path.split(separator: "/").last ?? path[...])
  }
}
