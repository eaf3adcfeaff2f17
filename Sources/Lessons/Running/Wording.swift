/// What a lesson says of itself.
extension LessonRun {
  func note(_ text: String) -> [StyledLine] { layout.lines(ofInline: text, style: .faint) }

  func questionLines(_ question: Block) -> [StyledLine] {
    askLines(question) + note(invitation(question))
  }

  /// The question and its options, in the order that this student sees.
  func askLines(_ question: Block) -> [StyledLine] {
    let questions = lesson.questions
    let number = (questions.firstIndex { $0.id == question.id } ?? 0) + 1
    let name = question.kind == .do ? "Task" : "Question"
    var lines = [StyledLine("\(name) \(number) of \(questions.count)", .heading)]
    if let ask = question.ask { lines += layout.lines(ofInline: base.text(of: ask)) }
    for (i, place) in order(of: question).places.enumerated() {
      lines += layout.lines(
        ofInline: base.text(of: question.choices[place].text),
        prefix: StyledLine("  \(i + 1)  ", .strong))
    }
    return lines
  }

  private func invitation(_ question: Block) -> String {
    let help =
      question.hints.isEmpty ? "`skip`, `play`, `quit`" : "`hint`, `skip`, `play`, `quit`"
    let count = question.choices.count
    switch question.kind {
    case .do: return "Type commands until it is done; \(help)."
    case .number: return "Answer with \(form(of: question)); \(help)."
    case .predict:
      let form = question.choices.isEmpty ? form(of: question) : "a number from 1 to \(count)"
      return "Predict with \(form). One try only; \(help)."
    case .choice: return "Answer with a number from 1 to \(count); \(help)."
    default: return "Answer in a word or two; \(help)."
    }
  }

  /// What an answer looks like, and how exact it must be.
  private func form(of question: Block) -> String {
    if question.isWhole { return "a whole number" }
    let exact: String? =
      switch question.relative {
      case ..<1e-4: "the exact value"
      case ..<Block.threeDigits: "four digits are enough"
      case ..<0.01: "three digits are enough"
      case ..<0.1: "two digits are enough"
      default: "roughly is enough"
      }
    return "a number or an expression" + (exact.map { " (\($0))" } ?? "")
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

  func skippedLines(_ question: Block) -> [StyledLine] {
    let judge = Judge(block: question, base: base)
    let answer: String
    switch question.kind {
    case .number:
      let number = question.expect.flatMap { try? base.number(of: $0) }
      answer = number.map { base.text(of: $0) } ?? "not to be had: the lesson is at fault"
    case .choice:
      answer = question.rightChoice.map { base.text(of: question.choices[$0].text) } ?? ""
    default: answer = (try? judge.referenceAnswer()) ?? ""
    }
    return layout.lines(ofInline: "Skipped. The answer is: \(answer)", style: .warning)
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
