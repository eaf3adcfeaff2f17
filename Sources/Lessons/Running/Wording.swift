/// What a lesson says of itself.
extension LessonRun {
  func note(_ text: String) -> [StyledLine] { layout.lines(ofInline: text, style: .faint) }

  func questionLines(_ question: Block) -> [StyledLine] {
    let place = position
    let name = question.kind == .do ? "Task" : "Question"
    var lines = [StyledLine("\(name) \(place.question) of \(place.count)", .heading)]
    if let ask = question.ask { lines += layout.lines(ofInline: base.text(of: ask)) }
    for (i, choice) in question.choices.enumerated() {
      lines += layout.lines(
        ofInline: base.text(of: choice.text), prefix: StyledLine("  \(i + 1)  ", .strong))
    }
    return lines + note(invitation(question))
  }

  private func invitation(_ question: Block) -> String {
    let help =
      question.hints.isEmpty ? "`skip`, `play`, `quit`" : "`hint`, `skip`, `play`, `quit`"
    switch question.kind {
    case .do: return "Type commands until it is done; \(help)."
    case .number: return "Answer with a number or an expression; \(help)."
    case .predict:
      let form =
        question.choices.isEmpty ? "a number" : "a number from 1 to \(question.choices.count)"
      return "Predict with \(form): it cannot be taken back; \(help)."
    case .choice:
      return "Answer with a number from 1 to \(question.choices.count); \(help)."
    default: return "Answer in a word or two; \(help)."
    }
  }

  /// What there is to do here, for an empty line at a question.
  public func remind(show: (Shown) -> Void) {
    if let question, phase == .asking {
      show(.lines(note(invitation(question))))
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

  func playLines(_ block: Block) -> [StyledLine] {
    var lines = [StyledLine("Try it yourself", .heading)]
    lines += layout.lines(of: block.prose)
    return lines
      + note(
        block.restores
          ? "Any command; `next` goes on and brings everything back as it was."
          : "Any command; `next` goes on from where you are.")
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
    var lines = layout.lines(ofInline: text + ".", style: .good)
    lines += note(
      "Here is the lesson's last state to go on with; `quit` leaves, `lessons` lists the others.")
    return lines
  }

  var helpLines: [StyledLine] {
    let words: [(String, String)] = [
      ("next", "goes on (so does Enter)"),
      ("hint", "helps, one hint at a time"),
      ("skip", "shows the answer and goes on as if you had solved it"),
      ("play", "lets you try anything on a copy; next brings everything back"),
      ("quit", "leaves; your place is kept"),
    ]
    var lines = [StyledLine(), StyledLine("In this lesson", .heading)]
    for (word, meaning) in words {
      let gap = String(repeating: " ", count: 6 - word.count)
      lines.append(StyledLine([.init("  " + word, .command), .init(gap + meaning, .plain)]))
    }
    return lines + [StyledLine("Every command of the shell works too.")]
  }
}
