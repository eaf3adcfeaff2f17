import Console
import Lessons
import Session

/// A lesson taken from a file of answers.
extension Session {
  /// How a lesson stands that is taken from a file.
  package enum LessonStanding: Hashable, Sendable {
    case open, finished
    /// Left, by `quit` or by a line that opened something else.
    case left
  }

  /// Gives a file's lines as answers, one after the other, as they would be typed. Pages turn by
  /// themselves, also the last ones; blank lines, and what stands behind `#`, are nothing.
  ///
  /// - Returns: how the lesson stands then, and how many answers were left over. The lesson is left,
  ///   and its progress kept.
  package func take(
    answers lines: [String], file: String
  ) -> (standing: LessonStanding, leftOver: Int) {
    var leftOver = 0
    for (i, line) in lines.enumerated() {
      let answer = Self.answer(in: line)
      guard !answer.isEmpty else { continue }
      turnPages()
      guard let run = lesson?.run, !run.isFinished else {
        leftOver += 1
        continue
      }
      // Pages have turned already.
      if !run.isPlaying, ["next", "n"].contains(answer.lowercased()) { continue }
      _ = execute(answer, at: SourceLocation(file: file, line: i + 1))
      if workspace.host.interrupt() { break }
    }
    turnPages()
    guard let run = lesson?.run else { return (.left, leftOver) }
    let standing: LessonStanding = run.isThrough ? .finished : .open
    leaveLesson()
    return (standing, leftOver)
  }

  /// The answer of a line: what comes before a `#` that begins a word.
  private static func answer(in line: String) -> String {
    var answer = ""
    for character in line {
      if character == "#", answer.last.map(\.isWhitespace) ?? true { break }
      if character != "\u{FEFF}" { answer.append(character) }
    }
    while answer.last?.isWhitespace == true { answer.removeLast() }
    return String(answer.drop(while: \.isWhitespace))
  }

  /// Goes on to the next question, through pages and open experiments; not out of what `play` began.
  private func turnPages() {
    while let run = lesson?.run, !run.isFinished, !run.isTrying, run.turnsPage || run.isPlaying {
      let before = run.stop
      _ = execute("next")
      if lesson?.run.stop == before { return }
    }
  }
}
