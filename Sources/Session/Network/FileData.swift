import Console
import DataFiles
import Datasets
import Engine
import Wording

/// What reading your own file takes and tells.
extension DataSource {
  private static let target = Verbs.Argument<String?>(
    "target", .word, "the column to predict; the last one unless given")
  private static let task = Verbs.Argument<String?>(
    "task", .choice(["regression", "binary", "classes"]),
    "what the target is, where the file leaves it open")
  private static let ignore = Verbs.Argument<String?>(
    "ignore", .word, "columns to leave out, with commas between; quotes hold a name with blanks")
  private static let dropsMissing = Verbs.Argument<Bool>(
    "drop_missing", default: false,
    "whether rows with a missing value are left out; the file is refused otherwise")
  private static let missing = Verbs.Argument<String?>(
    "missing", .word, "texts that stand for no value, with commas between, besides the usual ones")
  private static let categories = Verbs.Argument<String?>(
    "categories", .word, "columns whose values are names even where they are numbers")
  private static let header = Verbs.Argument<Bool?>(
    "header", "whether the first line names the columns; without names they are x1, x2, ...")
  private static let decimal = Verbs.Argument<String?>(
    "decimal", .choice(CSVOptions.decimalNames), "the decimal sign; found in the file unless given")
  private static let delimiter = Verbs.Argument<String?>(
    "delimiter", .choice(CSVOptions.delimiterNames),
    "what separates the fields; found in the file unless given")
  private static let skip = Verbs.Argument<Int>(
    "skip", 0...1_000_000, default: 0, "lines above the table to leave out")

  /// How a CSV file is read, besides which column is the target.
  package static let readingParameters: Verbs.Declarations = [
    ignore, dropsMissing, missing, categories, header, decimal, delimiter, skip,
  ]

  /// All keys of `data FILE`.
  package static let fileParameters = [target, task] + readingParameters

  /// The options of the reader as the arguments give them.
  package static func readingOptions(_ arguments: Arguments) -> CSVOptions {
    var options = CSVOptions()
    options.targets = arguments.texts(target)
    options.ignored = arguments.texts(ignore)
    options.categories = arguments.texts(categories)
    options.task = arguments[task]
    options.dropsMissing = arguments[dropsMissing]
    options.missing = arguments.texts(missing)
    options.hasHeader = arguments[header]
    options.decimal = arguments[decimal]
    options.delimiter = arguments[delimiter]
    options.skippedLines = arguments[skip]
    return options
  }
}

extension CommandTable {
  /// The keys of `data FILE` as the table that README shows.
  package static var fileKeysMarkdown: String {
    "| key | what it is |\n| --- | --- |\n"
      + DataSource.fileParameters.map { $0.parameter }.map { parameter in
        let value =
          if case .choice(let choices) = parameter.kind { choices.joined(separator: "\\|") } else {
            parameter.kind.placeholder.split(separator: "|").joined(separator: "\\|")
          }
        return "| `\(parameter.name)=\(value)` | \(parameter.summary) |\n"
      }.joined()
  }
}

extension Workspace {
  /// Says what was read of a file, in the report and its object.
  package func add(_ summary: CSVSummary, to report: inout Report) {
    let areAllNumbers = summary.numbers.count == summary.columns
    let unusual = [
      areAllNumbers ? "all numbers" : nil,
      summary.delimiter == "comma" ? nil : "separated by \(Self.words(for: summary.delimiter))",
      summary.decimal == "point" ? nil : "decimal commas",
      summary.hasNames ? nil : "no line of names",
    ].compactMap { $0 }
    report.paragraph(
      StyledText("read: ", .faint)
        + StyledText(
          ([counted(summary.rows, "row"), counted(summary.columns, "column")] + unusual)
            .joined(separator: ", ")), indent: 2)
    if !areAllNumbers {
      report.paragraph(
        StyledText("numbers: ", .faint)
          + StyledText(Self.shortList(summary.numbers.map(Self.shown))), indent: 2)
    }
    if !summary.categories.isEmpty {
      let columns = summary.categories.map { "\(Self.shown($0.column)) (\($0.count))" }
      report.paragraph(
        StyledText("categories: ", .faint) + StyledText(Self.shortList(columns)), indent: 2)
    }
    if !summary.missing.isEmpty {
      let columns = summary.missing.map { missing in
        let marks = missing.marks.prefix(4).map { $0.isEmpty ? "empty" : "'\(Self.shown($0))'" }
        return "\(Self.shown(missing.column)) \(missing.count)"
          + (marks.isEmpty ? "" : " (\(marks.joined(separator: ", ")))")
      }
      report.paragraph(
        StyledText("missing: ", .faint)
          + StyledText(
            Self.shortList(columns) + "; \(counted(summary.droppedRows, "row")) left out"),
        indent: 2)
    }
    for note in summary.leftOut {
      report.paragraph(
        StyledText("no feature: ", .faint)
          + StyledText("\(Self.shown(note.column)) (\(note.text))"),
        indent: 2)
    }
    for note in summary.remarks {
      report.paragraph(StyledText("\(Self.shown(note.column)): \(note.text)", .warning), indent: 2)
    }
    report.json["read"] = .object(Self.json(of: summary))
  }

  private static func json(of summary: CSVSummary) -> JSON.Object {
    func notes(_ notes: [CSVSummary.Note]) -> JSON {
      .array(notes.map { .object(["column": .string($0.column), "text": .string($0.text)]) })
    }
    return [
      "rows": .integer(summary.rows), "columns": .integer(summary.columns),
      "numbers": .strings(summary.numbers.prefix(256)),
      "categories": .array(
        summary.categories.prefix(256).map {
          .object(["column": .string($0.column), "count": .integer($0.count)])
        }),
      "missing": .array(
        summary.missing.map {
          .object([
            "column": .string($0.column), "count": .integer($0.count),
            "marks": .strings($0.marks.prefix(16)),
          ])
        }),
      "dropped_rows": .integer(summary.droppedRows), "left_out": notes(summary.leftOut),
      "remarks": notes(summary.remarks), "delimiter": .string(summary.delimiter),
      "decimal": .string(summary.decimal), "header": .boolean(summary.hasNames),
    ]
  }

  private static func words(for delimiter: String) -> String {
    delimiter == "blanks" ? delimiter : delimiter + "s"
  }

  /// The first names of a list, with a count of the others.
  private static func shortList(_ names: [String]) -> String {
    guard !names.isEmpty else { return "none" }
    let shown = names.prefix(10).joined(separator: ", ")
    return names.count > 10 ? shown + ", … (\(names.count))" : shown
  }
}
