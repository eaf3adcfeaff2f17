import Formula
import Markdown

extension LessonRun {
  /// What a line answers to the question at hand, in the form in which answers are compared and
  /// kept; nil for a command.
  func answer(in text: String) -> Result<String, LaboratoryError>? {
    guard phase == .asking, interlude == nil, !lab.isHalfTyped, let question else { return nil }
    return question.kind.question?.answer(in: text, to: question, of: self)
  }

  func number(in text: String, asked ask: String = "") -> Result<String, LaboratoryError>? {
    NumberReading(lab: lab, ask: ask).read(text)
  }

  /// Whether a line is a number or a formula where no such answer is awaited. A name alone is none:
  /// it may be a verb cut short.
  func isStrayNumber(_ text: String) -> Bool {
    guard !lab.isHalfTyped, !lab.isVerb(text.firstWord),
      case .success? = number(in: text)
    else { return false }
    return (try? Parser.parse(text))?.label == nil
  }

  mutating func give(
    _ answer: Result<String, LaboratoryError>, _ show: (Shown) -> Void
  ) {
    switch answer {
    case .failure(let error): show(.lines(layout.lines(ofPlain: error.message, style: .bad)))
    case .success(let text): submit(text, show)
    }
  }

  /// Judges an answer in the form of `answer(in:)`.
  mutating func submit(_ text: String, _ show: (Shown) -> Void) {
    guard let question else { return }
    question.kind.question?.submit(text, to: question, in: &self, show)
  }

  /// What follows from a verdict on an answer.
  ///
  /// - Parameter naming: how a remark to a right answer stands.
  mutating func take(
    _ verdict: Verdict, of text: String, to question: Block,
    naming: (String) -> String = { "Right. \($0)" }, _ show: (Shown) -> Void
  ) {
    switch verdict {
    case .unreadable(let message): show(.lines(layout.lines(ofPlain: message, style: .warning)))
    case .right(let remark):
      record(.answer(text, isRight: true))
      lab = base
      solve(question, remark: remark.map(naming), show)
    case .wrong(let message, let mistake):
      record(.answer(text, isRight: false))
      miss(question, answer: text, message: message, meeting: mistake, show)
    }
  }

  mutating func solve(_ question: Block, remark: String?, _ show: (Shown) -> Void) {
    results[question.id, default: QuestionResult(of: question)].isSolved = true
    show(.lines(layout.lines(ofInline: remark ?? "Right.", style: .good)))
    showWorked(question, show)
    settle(show)
  }

  /// One worked line after the answer.
  func showWorked(_ question: Block, _ show: (Shown) -> Void) {
    if let right = question.right { show(.lines(layout.lines(ofInline: lab.text(of: right)))) }
  }

  /// A miss that a former, stricter judge saw.
  mutating func miss(again text: String, _ question: Block) {
    record(.answer(text, isRight: false))
    miss(question, answer: text, message: "") { _ in }
  }

  mutating func miss(
    _ question: Block, answer: String, message: String, meeting mistake: Mistake? = nil,
    _ show: (Shown) -> Void
  ) {
    results[question.id, default: QuestionResult(of: question)].miss(answer, meeting: mistake)
    let misses = results[question.id]?.wrongAnswers.count ?? 0
    var lines = layout.lines(
      ofInline: message.isEmpty ? "Not yet." : "Not yet: " + message, style: .bad)
    if misses >= 3 {
      lines += note("`hint` helps; `skip` shows the answer and goes on as if you had solved it.")
    }
    show(.lines(lines))
  }

  mutating func settle(_ show: (Shown) -> Void) {
    phase = .answered
    hasToldOfExperiments = true
    if showsProse { show(.lines(note("Enter goes on."))) }
  }
}
