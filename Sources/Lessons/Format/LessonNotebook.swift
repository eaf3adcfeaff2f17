import Markdown

/// A lesson as the cells of a notebook: its text as Markdown, a cell for each page, each question and each
/// answer. The lesson itself runs in the kernel, which asks, judges and keeps the progress.
public struct LessonNotebook: Sendable {
  public enum Cell: Hashable, Sendable {
    case prose(String)
    case code(String)
  }

  public private(set) var cells: [Cell] = []

  /// - Parameters:
  ///   - opening: the command that opens the lesson without its text.
  ///   - receipt: the file that is handed in.
  public init(of lesson: Lesson, opening: String, receipt: String) {
    addTitle(of: lesson)
    let count = lesson.questions.count
    var number = 0
    for (i, stop) in Stop.stops(of: lesson).enumerated() {
      var (before, after) = Self.prose(of: stop, in: lesson)
      // The title is there already.
      if i == 0, before.first?.hasPrefix("# ") == true { before.removeFirst() }
      let move = i == 0 ? "# set student \"Your Name\"\n" + opening : "next"
      let isQuestion = stop.question?.kind.isQuestion == true
      if isQuestion {
        number += 1
        after.append("**Question \(number) of \(count)**")
      }
      // A page that only shows its text needs no cell between text and question.
      let isOnePage = !stop.items.contains { $0.isOutput == true }
      add(prose: isOnePage ? before + after : before)
      add(code: isOnePage && isQuestion ? move + "\nagain" : move)
      if !isOnePage {
        add(prose: after)
        if isQuestion { add(code: "again") }
      }
      addPlace(for: stop.question)
    }
    add(code: "next")
    add(prose: [
      "Your receipt: hand in the file that this cell writes. It holds each answer and hint."
    ])
    add(code: "progress export \(receipt) force=yes")
  }

  private mutating func addTitle(of lesson: Lesson) {
    var facts = [String]()
    if !lesson.slide.isEmpty { facts.append("Slide: \(lesson.slide).") }
    if !lesson.minutes.isEmpty { facts.append("About \(lesson.minutes) minutes.") }
    add(prose: [
      "# \(lesson.title)", facts.joined(separator: " "),
      """
      Run the cells from top to bottom. A question has a cell for your answer: write it in place of \
      the comment. `hint` in a cell of its own gives a hint, `skip` shows the answer, `play` lets you \
      try anything on a copy, and `again` shows a question again. Your place is kept: if you come back \
      later, run the first cell, and go on where you were.
      """,
    ])
  }

  /// Where the student types.
  private mutating func addPlace(for question: Block?) {
    guard let question else { return }
    guard question.kind.isQuestion, let definition = question.kind.question else {
      add(code: "# try things here; the next cell goes on")
      return
    }
    add(
      code: definition.isDoneByCommands
        ? "# your commands here" : definition.isInWords ? "# your words here" : "# your answer here"
    )
  }

  private mutating func add(prose parts: [String]) {
    let text = parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    if !text.isEmpty { cells.append(.prose(text)) }
  }

  private mutating func add(code: String) { cells.append(.code(code)) }

  /// The text of a page as the author wrote it: what comes before its first output, and the rest.
  private static func prose(
    of stop: Stop, in lesson: Lesson
  ) -> (before: [String], after: [String]) {
    var (before, after): ([String], [String]) = ([], [])
    var hasShown = false
    for item in stop.items {
      guard case .prose(_, let lines) = item else {
        hasShown = hasShown || item.isOutput == true
        continue
      }
      // A list's lines go up to the next block.
      let text = lesson.lines[
        min(lines.lowerBound - 1, lesson.lines.count)..<min(lines.upperBound, lesson.lines.count)
      ].reversed().drop { $0.allSatisfy(\.isWhitespace) }.reversed().joined(separator: "\n")
      if hasShown { after.append(text) } else { before.append(text) }
    }
    return (before, after)
  }
}
