/// The tables of what was graded.
extension GradeReport {
  /// How each question went.
  public var items: [Item] {
    var items: [Item] = []
    var wrong: [[String: Int]] = []
    for row in rows {
      for result in row.results {
        var place = items.firstIndex { $0.lesson == row.lesson && $0.question == result.id }
        if place == nil {
          items.append(Item(lesson: row.lesson, question: result.id))
          wrong.append([:])
          place = items.count - 1
        }
        guard let i = place else { continue }
        items[i].students += 1
        items[i].solved += result.isSolved && !result.isSkipped ? 1 : 0
        items[i].firstTries += result.isFirstTry ? 1 : 0
        items[i].hints += result.hints
        items[i].skips += result.isSkipped ? 1 : 0
        for answer in result.wrongAnswers where !answer.isEmpty {
          wrong[i][answer, default: 0] += 1
        }
      }
    }
    for i in items.indices {
      items[i].wrongAnswers = wrong[i].map { (answer: $0.key, count: $0.value) }
        .sorted { ($1.count, $0.answer) < ($0.count, $1.answer) }
    }
    return items
  }

  /// One line a student and lesson, and one for each file that is no receipt.
  public var csv: String {
    var lines = [
      "receipt,student,lesson,status,finished,points,questions,first_try_rate,hints,skips,"
        + "wrong_answers"
    ]
    for row in rows {
      let cells = [
        row.receipt, row.student, row.lesson, row.status.text, row.isFinished ? "yes" : "no",
        PointScheme.text(of: row.score), "\(row.questions)",
        Self.rate(row.firstTries, of: row.questions),
        "\(row.results.reduce(0) { $0 + $1.hints })", "\(row.results.count(where: \.isSkipped))",
        "\(row.results.reduce(0) { $0 + $1.wrongAnswers.count })",
      ]
      lines.append(cells.map(Self.cell).joined(separator: ","))
    }
    for failure in failures {
      let cells = [failure.receipt, "", "", "unreadable: \(failure.message)"]
      lines.append((cells.map(Self.cell) + Array(repeating: "", count: 7)).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// One line a question.
  public var itemsCSV: String {
    var lines = [
      "lesson,question,students,solved,first_try_rate,hints,skips,commonest_wrong_answers"
    ]
    for item in items {
      // The count first: a cell that begins with a sign looks like a formula to a spreadsheet.
      let wrong = item.wrongAnswers.prefix(3).map { "\($0.count)x \($0.answer)" }
      let cells = [
        item.lesson, item.question, "\(item.students)", "\(item.solved)",
        Self.rate(item.firstTries, of: item.students), "\(item.hints)", "\(item.skips)",
        wrong.joined(separator: "; "),
      ]
      lines.append(cells.map(Self.cell).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func rate(_ count: Int, of all: Int) -> String {
    guard all > 0 else { return "" }
    return String((Double(count) / Double(all) * 1000).rounded() / 1000)
  }

  /// A cell, quoted where it must be; a formula's first sign is kept from a spreadsheet.
  private static func cell(_ text: String) -> String {
    let isFormula = text.first.map { "=+-@\t".contains($0) } == true && Double(text) == nil
    let safe = isFormula ? "'" + text : text
    guard safe.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return safe }
    return "\""
      + safe.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
