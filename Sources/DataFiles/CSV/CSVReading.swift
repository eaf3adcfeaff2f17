import Datasets
import Numerics
import Wording

/// A CSV file as a data set, and what was read.
public struct CSVReading: Sendable {
  public let dataset: Dataset
  public let summary: CSVSummary

  /// Reads a CSV file.
  ///
  /// The first line names the columns. A column of numbers is a feature; a column of texts becomes
  /// one feature for each of its values, sorted (one-hot), unless every text differs, as a name's
  /// or a date's do. A text target makes classes, sorted by name; so does a target of whole numbers
  /// 0, 1, ..., k − 1 with k at most 20 that repeat. What could be read in two ways is refused.
  ///
  /// - Parameter progress: told now and then the share of the file that is read.
  /// - Throws: `EngineError`, naming file, line and column, for what is missing, not a number, not
  ///   finite, ragged, badly quoted or too large; and where `Interruption.current` gives up.
  public init(
    csv path: String, options: CSVOptions = CSVOptions(), progress: (Double) -> Void = { _ in }
  ) throws {
    let bytes = try CSVFile.bytes(of: path) { progress($0 * 0.2) }
    let table = try CSVTable(bytes, name: path, options: options) { place in
      try pollInterruption()
      progress(0.2 + 0.7 * Double(place) / Double(bytes.count))
    }
    let name = String(path.split(separator: "/").last ?? path[...])
    try self.init(table, name: name, options: options)
  }

  /// Reads CSV text; errors call it `name`, in place of a file's name.
  public init(
    csvText bytes: [UInt8], name: String, options: CSVOptions = CSVOptions()
  ) throws {
    let text = try CSVFile.checked(bytes + [UInt8(ascii: "\n")], name: name)
    let table = try CSVTable(text, name: name, options: options) { _ in try pollInterruption() }
    try self.init(table, name: name, options: options)
  }

  init(_ table: CSVTable, name: String, options: CSVOptions) throws {
    let targets = try Self.targetColumns(of: table)
    let inputs = table.columns.indices.filter { column in
      table.roles.features?.contains(column)
        ?? (table.roles.kinds[column] != .unused && !table.isAbsent(column))
    }.filter { !targets.contains($0) }
    guard !inputs.isEmpty else { throw Self.nothingLeft(table, []) }
    try table.checkRowNames()
    try table.checkNumbersAsNames(inputs + targets)

    var columns = try inputs.map { try CSVColumn(table, $0, isTarget: false, options) }
    var goals = try targets.map {
      try CSVColumn(
        table, $0, isTarget: true,
        as: targets.count > 1 || options.task == "regression" ? .numbers : .judged, options)
    }
    try table.checkValuesAsNames(columns + goals)
    let (rows, missing) = try table.completeRows(of: columns + goals, options)
    for k in columns.indices { try columns[k].findCategories(table, rows: rows, isTarget: false) }
    let leftOut = columns.compactMap { column -> CSVSummary.Note? in
      guard case .leftOut(let reason?) = column.content else { return nil }
      return CSVSummary.Note(column: column.name, text: reason)
    }
    columns = columns.filter { $0.width > 0 }
    guard !columns.isEmpty else { throw Self.nothingLeft(table, leftOut) }
    let features = try table.values(of: columns, rows: rows)
    let (task, targetNames, values) = try Self.targetValues(table, &goals, rows, options)
    dataset = Dataset(
      name: name, task: task, featureNames: columns.flatMap(\.names), targetNames: targetNames,
      count: rows.count, features: .values(features), targets: values)

    var summary = CSVSummary(table, columns + goals)
    summary.droppedRows = table.rowCount - rows.count
    summary.missing = missing
    summary.leftOut = leftOut
    self.summary = summary
  }

  private static func nothingLeft(_ table: CSVTable, _ leftOut: [CSVSummary.Note]) -> EngineError {
    let reasons = leftOut.prefix(3).map { "\(quoted($0.column)): \($0.text)" }
    let hint =
      table.columns.count > 1
      ? reasons.isEmpty ? "" : " (\(reasons.joined(separator: "; ")))"
      : "; it has one column, for no comma, semicolon, tab or blank separates its fields"
    return EngineError(
      "\(table.name): no column is left as a feature besides the target\(hint)")
  }
}
