import Console
import Engine
import Wording

/// What reading your own file takes and tells.
extension DataSource {
  private static let dropsMissing = Verbs.Argument<Bool>(
    "drop_missing", default: false,
    "whether rows with a missing value are left out; the file is refused otherwise")
  private static let skip = Verbs.Argument<Int>(
    "skip", 0...1_000_000, default: 0, "lines above the table to leave out")

  /// How a CSV file is read, besides which column is the target.
  package static let readingParameters = [
    Parameter(
      "ignore", .option, .word,
      "columns to leave out, with commas between; quotes hold a name with blanks"),
    dropsMissing.parameter,
    Parameter(
      "missing", .option, .word,
      "texts that stand for no value, with commas between, besides the usual ones"),
    Parameter(
      "categories", .option, .word, "columns whose values are names even where they are numbers"),
    Parameter(
      "header", .option, .truth,
      "whether the first line names the columns; without names they are x1, x2, ..."),
    Parameter(
      "decimal", .option, .choice(CSVOptions.decimalNames),
      "the decimal sign; found in the file unless given"),
    Parameter(
      "delimiter", .option, .choice(CSVOptions.delimiterNames),
      "what separates the fields; found in the file unless given"),
    skip.parameter,
  ]

  /// All keys of `data FILE`.
  package static let fileParameters =
    [
      Parameter("target", .option, .word, "the column to predict; the last one unless given"),
      Parameter(
        "task", .option, .choice(["regression", "binary", "classes"]),
        "what the target is, where the file leaves it open"),
    ] + readingParameters

  /// The options of the reader as the arguments give them.
  package static func readingOptions(_ arguments: Arguments) -> CSVOptions {
    func list(_ key: String) -> [String] { arguments.text(key).map { [$0] } ?? [] }
    var options = CSVOptions()
    options.targets = list("target")
    options.ignored = list("ignore")
    options.categories = list("categories")
    options.task = arguments.text("task")
    options.dropsMissing = arguments[dropsMissing]
    options.missing = list("missing")
    options.hasHeader = arguments.truth("header")
    options.decimal = arguments.text("decimal")
    options.delimiter = arguments.text("delimiter")
    options.skippedLines = arguments[skip]
    return options
  }
}

extension CommandTable {
  /// The keys of `data FILE` as the table that README shows.
  package static var fileKeysMarkdown: String {
    "| key | what it is |\n| --- | --- |\n"
      + DataSource.fileParameters.map { parameter in
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
