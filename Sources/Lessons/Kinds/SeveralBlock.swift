/// All that hold, of several.
enum SeveralBlock: QuestionDefinition {
  static let name = "several"
  static let body = BlockBody.choices
  static let keys = [BlockKey.question, .hint, .right]

  static func minutes(for block: Block) -> Double { 0.7 }

  static func problems(of block: Block) -> [LessonProblem] {
    let ticked = block.choices.count(where: \.isRight)
    let uneven =
      ticked == 0 || ticked == block.choices.count
      ? [
        LessonProblem(
          "at least one choice holds, marked '- [x]', and at least one does not", at: block.place)
      ] : []
    let silent = block.choices.filter { $0.feedback == nil }.map {
      LessonProblem("say behind '->' why this choice holds, or does not", at: $0.text.place)
    }
    return uneven + silent
  }

  static func invitation(to question: Block) -> String {
    "Answer with the numbers of all that hold, as `1 3`"
  }

  static func answer<Lab: Laboratory>(
    in text: String, to question: Block, of run: LessonRun<Lab>
  ) -> Result<String, LaboratoryError>? {
    let words = text.split { $0 == "," || $0 == ";" || $0.isWhitespace }.filter { $0 != "and" }
    let numbers = words.compactMap { Int($0) }
    // A line of which only a part is numbers is a command.
    guard !words.isEmpty, numbers.count == words.count else { return nil }
    let order = run.order(of: question)
    let places = numbers.compactMap(order.place(ofShown:))
    guard places.count == numbers.count else {
      return .failure(
        LaboratoryError(
          "answer with numbers from 1 to \(order.places.count); this was no attempt"))
    }
    return .success(kept(places))
  }

  /// The author's numbers, from 1, in order.
  private static func kept(_ places: some Sequence<Int>) -> String {
    Set(places).sorted().map { String($0 + 1) }.joined(separator: ",")
  }

  static func submit<Lab: Laboratory>(
    _ text: String, to question: Block, in run: inout LessonRun<Lab>, _ show: (Shown) -> Void
  ) {
    guard let judge = run.judge else { return }
    run.take(judge.judge(several: places(in: text, of: question)), of: text, to: question, show)
  }

  fileprivate static func places(in text: String, of question: Block) -> Set<Int> {
    Set(text.split(separator: ",").compactMap { question.choiceIndex(of: String($0)) })
  }

  static func reference<Lab: Laboratory>(of judge: Judge<Lab>) -> String {
    kept(judge.block.choices.indices.filter { judge.block.choices[$0].isRight })
  }

  static func typed<Lab: Laboratory>(
    _ reference: String, to question: Block, of run: LessonRun<Lab>
  ) -> String {
    let order = run.order(of: question)
    return places(in: reference, of: question).compactMap(order.shown(ofPlace:)).sorted()
      .map(String.init).joined(separator: " ")
  }

  static func reveal<Lab: Laboratory>(
    _ question: Block, in run: inout LessonRun<Lab>, _ show: (Shown) -> Void
  ) {
    let texts = question.choices.filter(\.isRight).map { run.base.text(of: $0.text) }
    run.showSkipped(texts.joined(separator: "; "), show)
  }

  static func check<Lab: Laboratory>(
    _ question: Block, _ judge: Judge<Lab>, in walk: inout Walk<Lab>
  ) {
    let all = Set(question.choices.indices)
    if judge.judge(several: all).isRight || judge.judge(several: []).isRight {
      walk.fail(.wrong, "all options pass, or none", at: question.place)
    }
  }
}

extension Judge {
  /// Says of one option why it holds or does not, and never how many are missing.
  func judge(several chosen: Set<Int>) -> Verdict {
    let wrong = block.choices.indices.first { chosen.contains($0) && !block.choices[$0].isRight }
    if let wrong {
      return .wrong(
        message: block.choices[wrong].feedback.map { base.text(of: $0) } ?? "",
        meeting: .option(wrong))
    }
    let isWhole = block.choices.indices.allSatisfy {
      chosen.contains($0) == block.choices[$0].isRight
    }
    return isWhole
      ? .right(remark: nil) : .wrong(message: "what you named holds, and so does more.")
  }
}
