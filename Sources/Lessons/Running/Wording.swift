/// What a lesson says of itself.
extension LessonRun {
  func note(_ text: String) -> [StyledLine] { layout.lines(ofInline: text, style: .faint) }

  func questionLines(_ question: Block) -> [StyledLine] {
    askLines(question) + note(invitation(question))
  }

  /// The question and its options, in the order that this student sees.
  func askLines(_ question: Block) -> [StyledLine] { lines(of: sheetQuestion(question)) }

  /// A question as it was put, laid out for the window as it is now.
  func lines(of question: LessonSheet.Question) -> [StyledLine] {
    var lines = [StyledLine(question.title, .heading)]
    if !question.ask.isEmpty { lines += layout.lines(of: question.ask) }
    for (i, option) in question.options.enumerated() {
      lines += layout.lines(of: option, prefix: StyledLine("  \(i + 1)  ", .strong))
    }
    return lines
  }

  /// As `Question 2 of 9`.
  func heading(of question: Block) -> String {
    let questions = lesson.questions
    let number = (questions.firstIndex { $0.id == question.id } ?? 0) + 1
    return "\(question.kind.question?.title ?? "") \(number) of \(questions.count)"
  }

  private func invitation(_ question: Block) -> String {
    let help =
      question.hints.isEmpty ? "`skip`, `play`, `quit`" : "`hint`, `skip`, `play`, `quit`"
    return (question.kind.question?.invitation(to: question) ?? "") + "; \(help)."
  }

  /// What there is to do here, for an empty line at a question: the question again.
  public func remind(show: (Shown) -> Void) {
    if phase == .asking, interlude == nil {
      showQuestion(show)
    } else {
      show(.lines(note("`next` goes on.")))
    }
  }

  /// What there is to do where a number is typed that nothing asked for.
  var strayNumberLines: [StyledLine] {
    if isPlaying { return note("In play a number answers nothing; `next` goes on.") }
    switch phase {
    case .answered: return note("This question is answered; Enter or `next` goes on.")
    case .finished: return overLines
    case .asking: return question.map { note(invitation($0)) } ?? []
    default: return questionlessLines
    }
  }

  var questionlessLines: [StyledLine] {
    note("There is no question here; Enter or `next` goes on.")
  }

  var overLines: [StyledLine] {
    note("The lesson is over: `quit` leaves it, `lessons` lists the others.")
  }

  /// What can be done at the end of a lesson.
  private var afterwards: String {
    let model =
      lesson.blocks.contains { !$0.model.isEmpty }
      ? "`model` shows an answer to the open question; " : ""
    guard let following else { return model + "`quit` leaves, `lessons` lists the others." }
    return "Enter opens \(following). " + model + "`quit` leaves."
  }

  func playLines(_ block: Block) -> [StyledLine] {
    var lines = [StyledLine("Try it yourself", .heading)]
    lines += layout.lines(of: block.prose)
    let model = block.model.isEmpty ? "" : " `model` shows a model answer."
    return lines
      + note(
        (block.restores
          ? "Any command; `next` goes on and brings everything back as it was."
          : "Any command; `next` goes on from where you are.") + model)
  }

  func hintLines(_ hint: SourceText, _ index: Int, _ question: Block) -> [StyledLine] {
    let count = question.hints.count
    let label = count == 1 ? "Hint: " : "Hint \(index + 1) of \(count): "
    return layout.lines(ofInline: base.text(of: hint), prefix: StyledLine(label, .strong))
  }

  /// The answer to a question that is skipped.
  func showSkipped(_ answer: String, _ show: (Shown) -> Void) {
    show(.lines(layout.lines(ofInline: "Skipped. The answer is: \(answer)", style: .warning)))
  }

  /// What stands at the end.
  var summary: [StyledLine] {
    let questions = lesson.questions
    let solved = questions.count { results[$0.id]?.isSolved == true }
    let first = questions.count { results[$0.id]?.isFirstTry == true }
    let hints = questions.reduce(0) { $0 + (results[$1.id]?.hints ?? 0) }
    var text = "The end. You solved \(solved) of \(questions.count) questions"
    if first > 0 { text += ", \(first) at the first try" }
    if hints > 0 { text += ", with \(hints) hint\(hints == 1 ? "" : "s")" }
    return layout.lines(ofInline: text + ".", style: .good) + note(afterwards)
  }

  /// Six lines: what a lesson understands, and how to get the whole.
  var helpLines: [StyledLine] {
    [
      "`next` or Enter goes on; `again` shows this again, `page back` the page before",
      "`hint` helps, one hint at a time; `skip` shows the answer and goes on",
      "`done` asks what is missing in a task; `model` answers an open question",
      "`play` lets you try anything on a copy, `next` then brings everything back",
      "`quit` leaves and keeps your place; every command of the shell works too",
      "`help step` explains a command, `help epoch` a term, `help all` lists everything",
    ].flatMap { layout.lines(ofInline: $0) }
  }
}
