import Lessons

/// The tables of what was graded.
extension GradeReport {
  /// One line a student and lesson, and one for each file that is no receipt.
  public var sheet: Sheet {
    let header = [
      "receipt", "student", "lesson", "status", "finished", "points", "questions",
      "first_try_rate", "hints", "skips", "wrong_answers",
    ]
    let graded = rows.map { row in
      [
        row.receipt, row.student, row.lesson, row.status.text, row.isFinished ? "yes" : "no",
        PointScheme.text(of: row.score), "\(row.questions)",
        Self.rate(row.firstTries, of: row.questions),
        "\(row.results.reduce(0) { $0 + $1.hints })", "\(row.results.count(where: \.isSkipped))",
        "\(row.results.reduce(0) { $0 + $1.wrongAnswers.count })",
      ]
    }
    let unreadable = failures.map { failure in
      let cells = [failure.receipt, "", "", "unreadable: \(failure.message)"]
      return cells + Array(repeating: "", count: header.count - cells.count)
    }
    return Sheet([header] + graded + unreadable)
  }

  /// One line a question.
  public var itemsSheet: Sheet {
    Sheet(
      [
        [
          "lesson", "question", "students", "solved", "first_try_rate", "hints", "skips",
          "commonest_wrong_answers",
        ]
      ]
        + items.map { item in
          // The count first: a cell that begins with a sign looks like a formula to a spreadsheet.
          let wrong = item.wrongAnswers.prefix(3).map { "\($0.count)x \($0.answer)" }
          return [
            item.lesson, item.question, "\(item.students)", "\(item.solved)",
            Self.rate(item.firstTries, of: item.students), "\(item.hints)", "\(item.skips)",
            wrong.joined(separator: "; "),
          ]
        })
  }

  private static func rate(_ count: Int, of all: Int) -> String {
    guard all > 0 else { return "" }
    return String((Double(count) / Double(all) * 1000).rounded() / 1000)
  }
}
