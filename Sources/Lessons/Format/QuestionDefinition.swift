/// A kind of block that the student answers.
protocol QuestionDefinition: BlockDefinition {
  /// What it is called above its text.
  static var title: String { get }
  /// What the student is asked to type, as a sentence without its end.
  static func invitation(to question: Block) -> String
  /// Whether commands are what the student is asked for.
  static var isDoneByCommands: Bool { get }
  /// Whether an answer in words is awaited, in which any word and mark may stand.
  static var isInWords: Bool { get }

  /// What a line answers, in the form in which answers are compared and kept; nil for a command.
  static func answer<Lab: Laboratory>(
    in text: String, to question: Block, of run: LessonRun<Lab>
  ) -> Result<String, LaboratoryError>?
  /// Judges an answer in that form.
  static func submit<Lab: Laboratory>(
    _ text: String, to question: Block, in run: inout LessonRun<Lab>, _ show: (Shown) -> Void)
  /// The answer that passes, as a student would type it.
  static func reference<Lab: Laboratory>(of judge: Judge<Lab>) throws(LaboratoryError) -> String
  /// The same as this student types it: an option has its number on the screen.
  static func typed<Lab: Laboratory>(
    _ reference: String, to question: Block, of run: LessonRun<Lab>
  ) -> String
  /// Shows the answer to a student who skips, and brings about the state behind it.
  static func reveal<Lab: Laboratory>(
    _ question: Block, in run: inout LessonRun<Lab>, _ show: (Shown) -> Void)

  /// Looks at a question as the checker does before it is answered.
  static func check<Lab: Laboratory>(
    _ question: Block, _ judge: Judge<Lab>, in walk: inout Walk<Lab>)
  /// Answers it for the checker.
  static func walk<Lab: Laboratory>(
    _ question: Block, answer: String, _ run: inout LessonRun<Lab>, in walk: inout Walk<Lab>)
  /// Whether a result cannot come from a log with so many right and wrong answers.
  static func contradicts(_ result: QuestionResult, right: Int, wrong: Int) -> Bool
  /// Does an answer again that a former, stricter judge called wrong.
  static func replay<Lab: Laboratory>(
    wrong text: String, to question: Block, in run: inout LessonRun<Lab>)
}

extension QuestionDefinition {
  static var role: BlockRole { .waits }
  static var title: String { "Question" }
  static var isDoneByCommands: Bool { false }
  static var isInWords: Bool { false }

  static func typed<Lab: Laboratory>(
    _ reference: String, to question: Block, of run: LessonRun<Lab>
  ) -> String { reference }

  static func reveal<Lab: Laboratory>(
    _ question: Block, in run: inout LessonRun<Lab>, _ show: (Shown) -> Void
  ) {
    let answer = (try? reference(of: Judge(block: question, base: run.base))) ?? ""
    run.showSkipped(answer, show)
  }

  static func walk<Lab: Laboratory>(
    _ question: Block, answer: String, _ run: inout LessonRun<Lab>, in walk: inout Walk<Lab>
  ) {
    _ = run.respond(to: answer) { _ in }
    walk.expectSolved(question, in: run) {
      "the reference answer '\(answer.abridged)' does not pass"
    }
  }

  static func contradicts(_ result: QuestionResult, right: Int, wrong: Int) -> Bool {
    result.wrongAnswers.count != wrong || (result.isSolved && right == 0)
  }

  static func replay<Lab: Laboratory>(
    wrong text: String, to question: Block, in run: inout LessonRun<Lab>
  ) {
    submit(text, to: question, in: &run) { _ in }
  }
}
