import Wording

/// How a CSV file becomes a data set.
public struct CSVOptions: Hashable, Sendable {
  /// The target columns; empty for the last column. Each text names a column, or several with
  /// commas between; a name may hold commas itself.
  public var targets: [String] = []
  /// The feature columns, as `targets`; empty for all others.
  public var features: [String] = []
  /// Columns that are no features, as `targets`.
  public var ignored: [String] = []
  /// Columns whose values are names even where they look like numbers, as `targets`.
  public var categories: [String] = []
  /// `regression`, `binary` or `classes`; nil to judge by the target's values.
  public var task: String?
  /// Leaves out rows with a missing value instead of refusing the file.
  public var dropsMissing = false
  /// Texts that stand for no value, besides the usual ones; each may be several with commas between.
  public var missing: [String] = []
  /// Whether the first line names the columns; nil to take it so where it can be names.
  public var hasHeader: Bool?
  /// `comma` or `point`: the numbers' decimal sign; nil to judge by the file.
  public var decimal: String?
  /// What stands between the fields, by its name or itself; nil to judge by the file.
  public var delimiter: String?
  /// How many lines come before the table.
  public var skippedLines = 0

  public init() {}

  /// The texts that stand for no value, one by one.
  var missingTexts: Set<String> {
    Set(
      missing.flatMap { text in
        [Substring(text)] + text.split(separator: ",").map(withoutWhiteSpaceAround)
      }.map { String($0) })
  }

  /// The names of the delimiters.
  public static var delimiterNames: [String] { CSVDelimiter.allCases.map(\.name) }
  /// The names of the decimal signs.
  public static let decimalNames = ["point", "comma"]
}
