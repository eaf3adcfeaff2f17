/// A word or a phrase.
enum WordBlock: QuestionDefinition {
  static let name = "text"
  static let isInWords = true
  fileprivate static let accept = BlockKey("accept", .words)
  fileprivate static let match = BlockKey("match", .pattern)
  static let keys = [BlockKey.question, accept, match, .answer, .help, .wrongWord, .right]

  static func minutes(for block: Block) -> Double { 0.45 }

  static func problems(of block: Block) -> [LessonProblem] {
    if block.match == nil {
      return block.accepted.isEmpty
        ? [block.needs("accept", "the words that pass, with '|' between them")] : []
    }
    return block.answers.isEmpty ? [block.needs("answer", "words that match")] : []
  }

  static func invitation(to question: Block) -> String { "Answer in a word or two" }

  static func answer<Lab: Laboratory>(
    in text: String, to question: Block, of run: LessonRun<Lab>
  ) -> Result<String, LaboratoryError>? {
    var bare = text[...]
    if let quote = bare.first, quote == "\"" || quote == "'" {
      bare = bare.dropFirst()
      if bare.last == quote { bare = bare.dropLast() }
      return .success(String(bare))
    }
    // A verb that is alone on its line, and that the author expects, is an answer.
    let verdict = Judge(block: question, base: run.base).judge(text: text)
    let isForeseen = verdict.isRight || verdict.meetsRemark && text.firstWord == text
    return isForeseen || !run.lab.isVerb(text.firstWord) ? .success(text) : nil
  }

  static func submit<Lab: Laboratory>(
    _ text: String, to question: Block, in run: inout LessonRun<Lab>, _ show: (Shown) -> Void
  ) {
    guard let judge = run.judge else { return }
    run.take(judge.judge(text: text), of: text, to: question, show)
  }

  static func reference<Lab: Laboratory>(of judge: Judge<Lab>) -> String {
    (judge.block.answers.first ?? judge.block.accepted.first)?.text ?? ""
  }

  static func check<Lab: Laboratory>(
    _ question: Block, _ judge: Judge<Lab>, in walk: inout Walk<Lab>
  ) {
    if judge.judge(text: "").isRight || judge.judge(text: "no idea whatever").isRight {
      walk.fail(.wrong, "any answer passes", at: question.match?.place ?? question.place)
    }
    walk.checkWords(of: question, judge)
  }

  static func replay<Lab: Laboratory>(
    wrong text: String, to question: Block, in run: inout LessonRun<Lab>
  ) { run.miss(again: text, question) }
}

extension Block {
  /// The words that pass.
  public var accepted: [SourceText] { all(WordBlock.accept) }
  /// A regular expression that passes.
  public var match: SourceText? { self[WordBlock.match] }
}

extension Judge {
  func judge(text answer: String) -> Verdict {
    guard answer.utf8.count <= Pattern.longestAnswer else {
      return .unreadable("a word or a short phrase is asked for")
    }
    let typed = normalized(answer)
    let words = Words(answer)
    guard !words.stems.isEmpty else { return .unreadable("a word or a short phrase is asked for") }
    if block.accepted.contains(where: { normalized($0.text) == typed }) { return rightWord(typed) }
    if let match = block.match, let pattern = try? Pattern(match), pattern.matches(typed) {
      return rightWord(typed)
    }
    let plain = Words.plain(answer)
    let wrong = block.wrongs.firstIndex { wrong in
      (try? Pattern(wrong.pattern)).map { $0.matches(typed) || $0.matches(plain) } ?? false
    }
    if let wrong {
      return .wrong(message: base.text(of: block.wrongs[wrong].message), meeting: .remark(wrong))
    }
    // What the question says may be said again.
    let asked = Words(block.ask.map { base.text(of: $0) } ?? "")
    if block.accepted.contains(where: { words.says(Words($0.text), asked: asked) }) {
      return rightWord(typed)
    }
    return .wrong(message: "That is not it.")
  }

  /// The full term, where it is not what was typed and the worked line does not follow.
  private func rightWord(_ typed: String) -> Verdict {
    let term = WordBlock.reference(of: self)
    let isSaid = block.right != nil || term.isEmpty || normalized(term) == typed
    return .right(remark: isSaid ? nil : "The term is *\(term)*.")
  }
}
