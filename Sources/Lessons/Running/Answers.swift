import Formula
import Markdown

extension LessonRun {
  /// What a line answers to the question at hand, in the form in which answers are compared and
  /// kept; nil for a command.
  func answer(in text: String) -> Result<String, LaboratoryError>? {
    guard phase == .asking, interlude == nil, !lab.isHalfTyped, let question else { return nil }
    switch question.kind {
    case .choice: return choice(in: text, of: question)
    case .predict where !question.choices.isEmpty: return choice(in: text, of: question)
    case .predict, .number:
      return number(in: text, asked: question.ask.map { base.text(of: $0) } ?? "")
    case .text:
      var bare = text[...]
      if let quote = bare.first, quote == "\"" || quote == "'" {
        bare = bare.dropFirst()
        if bare.last == quote { bare = bare.dropLast() }
        return .success(String(bare))
      }
      let isRight = Judge(block: question, base: base).judge(text: text).isRight
      return isRight || !lab.isVerb(firstWord(of: text)) ? .success(text) : nil
    default: return nil
    }
  }

  func firstWord(of text: String) -> String {
    text.split(whereSeparator: { $0.isWhitespace || $0 == ";" }).first.map(String.init) ?? ""
  }

  /// The author's number of the option that a line names, by its place on the screen or its words.
  func choice(in text: String, of question: Block) -> Result<String, LaboratoryError>? {
    let bare =
      ")".contains(text.last ?? " ") || text.hasSuffix(".") ? String(text.dropLast()) : text
    let order = order(of: question)
    if let number = Int(bare) {
      guard let place = order.place(ofShown: number) else {
        return .failure(
          LaboratoryError(
            "answer with a number from 1 to \(order.places.count), or with an option's words; this "
              + "was no attempt"))
      }
      return .success(String(place + 1))
    }
    return option(named: text, of: question).map { .success(String($0 + 1)) }
  }

  func number(in text: String, asked ask: String = "") -> Result<String, LaboratoryError>? {
    NumberReading(lab: lab, ask: ask).read(text)
  }

  /// Whether a line is a number or a formula where no such answer is awaited. A name alone is none:
  /// it may be a verb cut short.
  func isStrayNumber(_ text: String) -> Bool {
    guard !lab.isHalfTyped, !lab.isVerb(firstWord(of: text)),
      case .success? = number(in: text)
    else { return false }
    return (try? Parser.parse(text))?.label == nil
  }

  mutating func give(
    _ answer: Result<String, LaboratoryError>, _ show: (Shown) -> Void
  ) {
    switch answer {
    case .failure(let error): show(.lines(layout.lines(ofInline: error.message, style: .bad)))
    case .success(let text): submit(text, show)
    }
  }

  /// Judges an answer in the form of `answer(in:)`.
  mutating func submit(_ text: String, _ show: (Shown) -> Void) {
    guard let question, let judge else { return }
    switch question.kind {
    case .predict:
      predict(text, question, show)
      return
    case .do:
      done(show)
      return
    default: break
    }
    let verdict: Verdict
    switch question.kind {
    case .number:
      guard let number = Double(text) else { return }
      verdict = judge.judge(number: number)
    case .choice: verdict = judge.judge(choice: question.choiceIndex(of: text))
    default: verdict = judge.judge(text: text)
    }
    switch verdict {
    case .unreadable(let message): show(.lines(layout.lines(ofInline: message, style: .warning)))
    case .right(let remark):
      record(.answer(text, isRight: true))
      lab = base
      solve(question, remark: remark, show)
    case .wrong(let message):
      record(.answer(text, isRight: false))
      miss(question, answer: text, message: message, show)
    }
  }

  mutating func predict(_ text: String, _ question: Block, _ show: (Shown) -> Void) {
    if !question.choices.isEmpty {
      guard question.choiceIndex(of: text) != nil else {
        show(.lines(note("Answer with a number from 1 to \(question.choices.count).")))
        return
      }
    }
    lab = base
    show(.lines([StyledLine("Your prediction stands. Now the program says:", .strong)]))
    let isRight = reveal(question, prediction: text, show)
    record(.answer(text, isRight: isRight))
    var result = results[question.id] ?? QuestionResult(of: question)
    result.isSolved = true
    if !isRight { result.wrongAnswers.append(text) }
    results[question.id] = result
    if let right = question.right { show(.lines(layout.lines(ofInline: lab.text(of: right)))) }
    base = lab
    settle(show)
  }

  /// Runs what a prediction was about and sets the truth beside it.
  @discardableResult
  mutating func reveal(
    _ question: Block, prediction: String?, _ show: (Shown) -> Void
  ) -> Bool {
    runLessonCommands(question.runs, of: question, echo: true, show)
    let judge = Judge(block: question, base: lab)
    if !question.choices.isEmpty {
      let right = question.rightChoice ?? 0
      let index = prediction.flatMap(question.choiceIndex)
      let isRight = index == right
      let truth = lab.text(of: question.choices[right].text)
      var lines = layout.lines(
        ofInline: isRight ? "As you said: \(truth)" : "What happened: \(truth)",
        style: isRight ? .good : .warning)
      if !isRight, let index, let feedback = question.choices[index].feedback {
        lines += layout.lines(ofInline: lab.text(of: feedback))
      }
      show(.lines(lines))
      return isRight
    }
    guard let expect = question.expect, let truth = try? lab.number(of: expect) else {
      show(.lines(note("The truth cannot be computed here: the lesson is at fault.")))
      return false
    }
    guard let prediction, let guess = Double(prediction) else {
      show(.lines([StyledLine("It is \(lab.text(of: truth)).", .strong)]))
      return false
    }
    let isRight = judge.accepts(guess, expected: truth)
    show(
      .lines([
        StyledLine(
          "You said \(lab.text(of: guess)); it is \(lab.text(of: truth)).",
          isRight ? .good : .warning)
      ]))
    return isRight
  }

  mutating func solve(_ question: Block, remark: String?, _ show: (Shown) -> Void) {
    results[question.id, default: QuestionResult(of: question)].isSolved = true
    var text = "Right."
    if let remark { text = question.kind == .number ? "Right: \(remark)." : "Right. \(remark)" }
    show(.lines(layout.lines(ofInline: text, style: .good)))
    if let right = question.right { show(.lines(layout.lines(ofInline: lab.text(of: right)))) }
    settle(show)
  }

  mutating func miss(
    _ question: Block, answer: String, message: String, _ show: (Shown) -> Void
  ) {
    results[question.id, default: QuestionResult(of: question)].wrongAnswers.append(answer)
    let misses = results[question.id]?.wrongAnswers.count ?? 0
    var lines = layout.lines(ofInline: "Not yet: " + message, style: .bad)
    if misses >= 3 {
      lines += note("`hint` helps; `skip` shows the answer and goes on as if you had solved it.")
    }
    show(.lines(lines))
  }

  mutating func settle(_ show: (Shown) -> Void) {
    phase = .answered
    hasToldOfExperiments = true
    show(.lines(note("Enter goes on.")))
  }
}
