import Datasets
import Numerics
import Wording

extension CSVReading {
  static func targetColumns(of table: CSVTable) throws -> [Int] {
    if let targets = table.roles.targets { return targets }
    let last = table.columns.indices.last {
      table.roles.kinds[$0] != .unused && !table.isAbsent($0)
    }
    guard let last else {
      throw EngineError("\(table.name): every column is ignored; leave one as the target")
    }
    return [last]
  }

  static func targetValues(
    _ table: CSVTable, _ columns: inout [CSVColumn], _ rows: CSVRowChoice, _ options: CSVOptions
  ) throws -> (Dataset.Task, [String], [Double]) {
    let task = options.task
    if let task, !["regression", "binary", "classes"].contains(task) {
      throw EngineError("\(quoted(task)) is no task; regression, binary and classes are")
    }
    guard columns.count == 1, let column = columns.first else {
      if let task, task != "regression" {
        throw EngineError("several targets make a regression; \(task) has one target column")
      }
      return (.regression, columns.map(\.name), try table.values(of: columns, rows: rows))
    }
    if column.content == .numbers {
      let values = try table.values(of: [column], rows: rows)
      let classes = wholeNumberClasses(values)
      if task == "regression" || (task == nil && classes == nil) {
        return (.regression, [column.name], values)
      }
      if let classes {
        let names = (0..<classes).map { "\($0)" }
        return classTargets(values.map { Int(exactly: $0) ?? 0 }, names: names, name: column.name)
      }
      // Numbers that are no 0, 1, ..., k − 1 are classes by name.
      columns = [try CSVColumn(table, column.index, isTarget: true, as: .names, options)]
    }
    try columns[0].findCategories(table, rows: rows, isTarget: true)
    return try classTargets(columns[0], task: task, table, rows)
  }

  private static func classTargets(
    _ column: CSVColumn, task: String?, _ table: CSVTable, _ rows: CSVRowChoice
  ) throws -> (Dataset.Task, [String], [Double]) {
    guard case .categories(let categories) = column.content, categories.count >= 2 else {
      throw EngineError(
        "\(table.name): every example has the same target; at least two classes are needed")
    }
    if task == "binary", categories.count > 2 {
      throw EngineError(
        "\(table.name): column \(quoted(column.name)) has \(categories.count) different values; "
          + "binary needs two")
    }
    let places = column.categoryOfText
    let labels = (0..<table.rowCount).filter(rows.contains).map { places[Int(column.labels[$0])] }
    return classTargets(labels, names: categories, name: column.name)
  }

  private static func classTargets(
    _ labels: [Int], names: [String], name: String
  ) -> (Dataset.Task, [String], [Double]) {
    names.count == 2
      ? (.binary(names), [name], labels.map { Double($0) })
      : (.classes(names), names, Dataset.oneHot(labels, classes: names.count))
  }

  /// k when the values are just the whole numbers 0 ..< k, 2 ≤ k ≤ 20, each twice on average.
  private static func wholeNumberClasses(_ values: [Double]) -> Int? {
    var seen = [Bool](repeating: false, count: 20)
    for value in values {
      guard let whole = Int(exactly: value), seen.indices.contains(whole) else { return nil }
      seen[whole] = true
    }
    let count = seen.count { $0 }
    return count >= 2 && seen.lastIndex(of: true) == count - 1 && values.count >= 2 * count
      ? count : nil
  }
}
