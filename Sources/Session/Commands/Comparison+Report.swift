import Console
import Engine
import Formula
import Wording

/// What `compare` shows: every array with its largest difference, and what is wrong with the first
/// that differs.
extension Workspace {
  package func report(on comparison: Comparison, path: String) throws(ShellError) -> Report {
    let first = comparison.first
    var report = Report(json: [
      "file": .string(path), "agrees": .boolean(first == nil),
      "compared": .array(
        comparison.entries.map { entry in
          .object([
            "key": .string(entry.key), "quantity": .string(entry.name),
            "count": .integer(entry.given.count), "agrees": .boolean(entry.agrees),
            "difference": .number(entry.worst.difference),
          ])
        }),
      "left_out": .array(
        comparison.leftOut.map {
          .object(["key": .string($0.key), "reason": .string($0.reason)])
        }),
    ])
    report.table(table(of: comparison))
    for (key, reason) in comparison.leftOut {
      report.paragraph(
        StyledText("not compared: ", .faint) + StyledText("\(shortened(key)) (\(reason))"),
        indent: 2)
    }
    guard let first else {
      report.line(StyledText("All agree.", .good))
      report.json["first"] = .null
      return report
    }
    try add(first, isLast: comparison.entries.last?.key == first.key, to: &report)
    return report
  }

  private func table(of comparison: Comparison) -> Table {
    var table = Table([
      Table.Column(StyledText("yours", .faint), .leading), Table.Column("quantity", .leading),
      Table.Column("numbers"), Table.Column("largest difference"), Table.Column("", .leading),
    ])
    for entry in comparison.entries {
      table.rows.append([
        StyledText(shortened(entry.key, to: 24)), StyledText(shownName(of: entry), .quantity),
        StyledText("\(entry.given.count)"), StyledText(number(entry.worst.difference, digits: 3)),
        entry.agrees ? StyledText("agrees", .good) : StyledText("differs", .bad),
      ])
    }
    return table
  }

  private func shownName(of entry: Comparison.Entry) -> String { symbol(of: entry.name) }

  /// The first that differs, and the mistake that gives its numbers.
  private func add(
    _ entry: Comparison.Entry, isLast: Bool, to report: inout Report
  ) throws(ShellError) {
    let place = entry.worst.place
    let (given, expected) = (entry.given[place], entry.expected[place])
    let typed = entry.typed(place)
    let differing = entry.differing
    let mistakes = self.mistakes(in: entry)
    var first: JSON.Object = [
      "key": .string(entry.key), "quantity": .string(entry.name), "component": .string(typed),
      "given": .number(given),
    ]
    if !isOfLesson { first["expected"] = .number(expected) }
    first["difference"] = .number(entry.worst.difference)
    first["differing"] = .integer(differing)
    first["mistakes"] = .strings(mistakes.map(\.says))
    if let formula = mistakes.first?.formula { first["formula"] = .string(formula) }
    report.json["first"] = .object(first)
    var line = StyledText("first: ", .faint) + StyledText(typed, .quantity)
    line += StyledText(" is \(number(given)) in yours")
    if !isOfLesson {
      line += StyledText(
        ", \(number(expected)) here (off by \(number(entry.worst.difference, digits: 3)))")
    }
    if entry.given.count > 1 {
      line += StyledText("; \(differing) of \(entry.given.count) numbers differ", .faint)
    }
    report.paragraph(line, indent: 2)
    if mistakes.isEmpty {
      let help =
        entry.name.first == "x" || isOfLesson ? "" : " 'explain \(typed)' shows the way."
      report.paragraph("None of the usual mistakes gives these numbers.\(help)", indent: 2)
      return
    }
    for (k, mistake) in mistakes.enumerated() {
      var text = StyledText(k > 0 ? "Or: " : "")
      if let words = formulaText(of: mistake) {
        text += StyledText("your \(shownName(of: entry)) is \(words): ", .bad)
      }
      report.paragraph(text + StyledText(mistake.says), indent: 2)
    }
    if !isLast {
      report.line(StyledText("What is worked out after it follows from it.", .faint))
    }
  }

  private func formulaText(of mistake: Mistake) -> String? {
    guard let formula = mistake.formula, let expression = try? Parser.parse(formula) else {
      return nil
    }
    return typeset(expression)
  }

  /// Numbers looked at to tell a mistake by.
  private static let mostLookedAt = 6

  /// The known mistakes that give all of the numbers looked at, those farthest off among them.
  private func mistakes(in entry: Comparison.Entry) -> [Mistake] {
    var common: [Mistake]?
    for place in entry.farthestOff(Self.mostLookedAt) {
      // A mistake's number has the rounding of the file's numbers.
      let naming = max(entry.tolerance, 1e-9)
      guard
        let found = try? answerCheck(
          of: entry.given[place], for: entry.typed(place), column: nil, tolerance: naming,
          naming: naming
        ).check
      else { return [] }
      // A number that is right within its own size tells nothing.
      if found.isRight { continue }
      let said = Set(found.mistakes.map(\.says))
      common = common.map { $0.filter { said.contains($0.says) } } ?? found.mistakes
    }
    return common ?? []
  }
}
