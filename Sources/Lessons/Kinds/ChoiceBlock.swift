/// One of several.
enum ChoiceBlock: QuestionDefinition {
  static let name = "choice"
  static let body = BlockBody.choices
  static let keys = [BlockKey.question, .hint, .right]

  static func minutes(for block: Block) -> Double { 0.45 }

  static func problems(of block: Block) -> [LessonProblem] {
    let few =
      block.choices.count < 2
      ? [LessonProblem("a choice needs at least two lines '- [ ] ...'", at: block.place)] : []
    let silent = block.choices.filter { !$0.isRight && $0.feedback == nil }.map {
      LessonProblem("say behind '->' why this choice is not right", at: $0.text.place)
    }
    return few + block.problemsOfTicks + silent
  }

  static func invitation(to question: Block) -> String {
    "Answer with \(question.formOfChoice)"
  }

  static func answer<Lab: Laboratory>(
    in text: String, to question: Block, of run: LessonRun<Lab>
  ) -> Result<String, LaboratoryError>? { run.choice(in: text, of: question) }

  static func submit<Lab: Laboratory>(
    _ text: String, to question: Block, in run: inout LessonRun<Lab>, _ show: (Shown) -> Void
  ) {
    guard let judge = run.judge else { return }
    run.take(judge.judge(choice: question.choiceIndex(of: text)), of: text, to: question, show)
  }

  static func reference<Lab: Laboratory>(of judge: Judge<Lab>) -> String {
    String((judge.block.rightChoice ?? 0) + 1)
  }

  static func typed<Lab: Laboratory>(
    _ reference: String, to question: Block, of run: LessonRun<Lab>
  ) -> String {
    question.choiceIndex(of: reference)
      .flatMap { run.order(of: question).shown(ofPlace: $0) }.map(String.init) ?? reference
  }

  static func reveal<Lab: Laboratory>(
    _ question: Block, in run: inout LessonRun<Lab>, _ show: (Shown) -> Void
  ) {
    run.showSkipped(
      question.rightChoice.map { run.base.text(of: question.choices[$0].text) } ?? "", show)
  }

  static func check<Lab: Laboratory>(
    _ question: Block, _ judge: Judge<Lab>, in walk: inout Walk<Lab>
  ) {
    for (i, choice) in question.choices.enumerated()
    where !choice.isRight && judge.judge(choice: i).isRight {
      walk.fail(.wrong, "this choice passes though it is not marked", at: choice.text.place)
    }
  }
}

extension Block {
  /// The choice marked right, from 0.
  public var rightChoice: Int? { choices.firstIndex(where: \.isRight) }

  /// The index of the choice that a text names by the author's number, from 1; nil for any other
  /// text.
  func choiceIndex(of text: String) -> Int? {
    Int(text).flatMap { number in choices.indices.first { $0 + 1 == number } }
  }
}

extension Block {
  /// What names an option, as `a number from 1 to 3`.
  var formOfChoice: String {
    choices.count == 2 ? "1 or 2" : "a number from 1 to \(choices.count)"
  }
}

extension Judge {
  func judge(choice index: Int?) -> Verdict {
    guard let index, block.choices.indices.contains(index) else {
      return .unreadable("answer with \(block.formOfChoice)")
    }
    let choice = block.choices[index]
    if choice.isRight { return .right(remark: choice.feedback.map { base.text(of: $0) }) }
    return .wrong(
      message: choice.feedback.map { base.text(of: $0) } ?? "Not that one.", meeting: .option(index)
    )
  }
}

extension LessonRun {
  /// The author's number of the option that a line names, by its place on the screen or its words.
  func choice(in text: String, of question: Block) -> Result<String, LaboratoryError>? {
    let bare =
      ")".contains(text.last ?? " ") || text.hasSuffix(".") ? String(text.dropLast()) : text
    let order = order(of: question)
    if let number = Int(bare) {
      guard let place = order.place(ofShown: number) else {
        return .failure(
          LaboratoryError(
            "answer with \(question.formOfChoice), or with an option's words; this was no attempt"))
      }
      return .success(String(place + 1))
    }
    return option(named: text, of: question).map { .success(String($0 + 1)) }
  }
}
