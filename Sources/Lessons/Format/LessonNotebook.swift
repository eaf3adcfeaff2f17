/// A lesson as the cells of a notebook: each page is a cell that goes on, each question one for the
/// answer. The lesson itself runs in the kernel, which asks, judges and keeps the progress.
public struct LessonNotebook: Sendable {
  public enum Cell: Hashable, Sendable {
    case prose(String)
    case code(String)
  }

  public var cells: [Cell] = []

  /// - Parameters:
  ///   - opening: the command that opens the lesson.
  ///   - receipt: the file that is handed in.
  public init(of lesson: Lesson, opening: String, receipt: String) {
    var facts = [String]()
    if !lesson.slide.isEmpty { facts.append("Slide: \(lesson.slide).") }
    if !lesson.minutes.isEmpty { facts.append("About \(lesson.minutes) minutes.") }
    cells.append(
      .prose(
        """
        # \(lesson.title)

        \(facts.joined(separator: " "))

        Run the cells from top to bottom. A question has a cell for your answer: write it in place of \
        the comment. `hint` in a cell of its own gives a hint, `skip` shows the answer, `play` lets you \
        try anything on a copy, and `again` shows a question again. Your place is kept: if you come back \
        later, run the first cell, and go on where you were.
        """))
    cells.append(.code("# set student \"Your Name\"\n" + opening))
    let stops = Stop.stops(of: lesson)
    let count = lesson.questions.count
    var number = 0
    for (i, stop) in stops.enumerated() {
      if i > 0 { cells.append(.code("next")) }
      guard let question = stop.question else { continue }
      guard question.kind.isQuestion, let definition = question.kind.question else {
        cells.append(.code("# try things here; the next cell goes on"))
        continue
      }
      number += 1
      cells.append(.prose("**Question \(number) of \(count)**"))
      let wish =
        definition.isDoneByCommands
        ? "# your commands here" : definition.isInWords ? "# your words here" : "# your answer here"
      cells.append(.code(wish))
    }
    cells.append(.code("next"))
    cells.append(
      .prose("Your receipt: hand in the file that this cell writes. It holds each answer and hint.")
    )
    cells.append(.code("progress export \(receipt) force=yes"))
  }
}
