import Formula
import Wording

/// An answer that locks; then `run` is run and the truth stands beside it.
enum PredictionBlock: QuestionDefinition {
  static let name = "predict"
  static let body = BlockBody.choices
  static let prints = true
  static let settings = [BlockSetting.id] + BlockSetting.exactness
  fileprivate static let run = BlockKey(
    "run", .plain, isRepeatable: true, need: "the commands that bring out the truth")
  static let keys = [BlockKey.question, run, .expect, .hint, .right, .bindings]

  static func minutes(for block: Block) -> Double { 0.7 }

  static func problems(of block: Block) -> [LessonProblem] {
    guard block.choices.isEmpty else { return block.problemsOfTicks }
    return block.expect == nil
      ? [block.needs("expect", "an expression for the answer, or choices")] : []
  }

  static func invitation(to question: Block) -> String {
    let form = question.choices.isEmpty ? question.formOfNumber : question.formOfChoice
    return "Predict with \(form). One try only"
  }

  static func answer<Lab: Laboratory>(
    in text: String, to question: Block, of run: LessonRun<Lab>
  ) -> Result<String, LaboratoryError>? {
    question.choices.isEmpty
      ? NumberBlock.answer(in: text, to: question, of: run) : run.choice(in: text, of: question)
  }

  static func submit<Lab: Laboratory>(
    _ text: String, to question: Block, in run: inout LessonRun<Lab>, _ show: (Shown) -> Void
  ) {
    guard question.choices.isEmpty || question.choiceIndex(of: text) != nil else {
      show(.lines(run.note("Answer with \(question.formOfChoice).")))
      return
    }
    run.lab = run.base
    show(.lines([StyledLine("Your prediction stands. Now the program says:", .strong)]))
    let isRight = run.bringOut(question, prediction: text, show)
    run.record(.answer(text, isRight: isRight))
    var result = run.results[question.id] ?? QuestionResult(of: question)
    result.isSolved = true
    if !isRight { result.miss(text, meeting: question.choiceIndex(of: text).map { .option($0) }) }
    run.results[question.id] = result
    run.showWorked(question, show)
    run.base = run.lab
    run.settle(show)
  }

  static func reference<Lab: Laboratory>(
    of judge: Judge<Lab>
  ) throws(LaboratoryError) -> String {
    guard judge.block.choices.isEmpty, let expect = judge.block.expect else {
      return ChoiceBlock.reference(of: judge)
    }
    var future = judge.base
    try future.runSilently(judge.block.runs)
    return NumberStyle.shortest.format(try future.number(of: expect))
  }

  static func typed<Lab: Laboratory>(
    _ reference: String, to question: Block, of run: LessonRun<Lab>
  ) -> String { ChoiceBlock.typed(reference, to: question, of: run) }

  static func reveal<Lab: Laboratory>(
    _ question: Block, in run: inout LessonRun<Lab>, _ show: (Shown) -> Void
  ) {
    show(.lines([StyledLine("Skipped.", .warning)]))
    run.bringOut(question, prediction: nil, show)
  }

  static func check<Lab: Laboratory>(
    _ question: Block, _ judge: Judge<Lab>, in walk: inout Walk<Lab>
  ) {}

  static func walk<Lab: Laboratory>(
    _ question: Block, answer: String, _ run: inout LessonRun<Lab>, in walk: inout Walk<Lab>
  ) {
    _ = run.respond(to: answer) { _ in }
    walk.expectSolved(question, in: run) {
      "the reference answer '\(answer.abridged)' does not pass"
    }
    if run.results[question.id]?.wrongAnswers.isEmpty == false {
      walk.fail(.reference, "the reference prediction does not come true", at: question.place)
    }
  }

  static func contradicts(_ result: QuestionResult, right: Int, wrong: Int) -> Bool {
    result.isSolved && right + wrong == 0
  }

  static func replay<Lab: Laboratory>(
    wrong text: String, to question: Block, in run: inout LessonRun<Lab>
  ) {
    submit(text, to: question, in: &run) { _ in }
    guard question.choices.isEmpty, run.log.last?.action == .answer(text, isRight: true) else {
      return
    }
    run.log.removeLast()
    run.record(.answer(text, isRight: false))
    run.results[question.id]?.miss(text, meeting: nil)
  }
}

extension Block {
  /// The commands that bring out the truth of a prediction.
  public var runs: [SourceText] { all(PredictionBlock.run) }
}

extension LessonRun {
  /// Runs what a prediction was about and sets the truth beside it.
  @discardableResult
  fileprivate mutating func bringOut(
    _ question: Block, prediction: String?, _ show: (Shown) -> Void
  ) -> Bool {
    runLessonCommands(question.runs, of: question, echo: true, show)
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
    let isRight = Judge(block: question, base: lab).accepts(guess, expected: truth)
    show(
      .lines([
        StyledLine(
          "You said \(lab.text(of: guess)); it is \(lab.text(of: truth)).",
          isRight ? .good : .warning)
      ]))
    return isRight
  }
}
