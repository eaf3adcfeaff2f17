import Formula

/// What an answer is worth.
enum Verdict: Hashable {
  /// `remark` is what the answer's tolerance hid.
  case right(remark: String?)
  case wrong(message: String)
  /// No answer at all: how it should look.
  case unreadable(String)

  var isRight: Bool { if case .right = self { true } else { false } }
}

/// Compares answers with what a question expects, in the state that the lesson brought about.
struct Judge<Lab: Laboratory> {
  let block: Block
  /// The lesson's own state when the question was put.
  let base: Lab

  // MARK: Numbers

  /// |answer − e| ≤ abs + rel·|e|, and of a whole number the number itself; no number is near what is
  /// not finite.
  func accepts(_ answer: Double, expected: Double) -> Bool {
    guard !block.isWhole else { return answer == expected.rounded() }
    return answer.agrees(with: expected, relative: block.relative, absolute: block.absolute)
  }

  func judge(number answer: Double) -> Verdict {
    guard let expect = block.expect else { return .unreadable("this question has no answer") }
    let expected: Double
    do { expected = try base.number(of: expect) } catch {
      return .unreadable("the lesson's own answer cannot be computed: \(error.message)")
    }
    guard answer.isFinite else { return .unreadable("an answer is a finite number") }
    if block.isWhole, answer.rounded() != answer {
      return .unreadable("a whole number is asked for; this was no attempt")
    }
    if accepts(answer, expected: expected) {
      let isExact = answer == expected || base.text(of: answer) == base.text(of: expected)
      return .right(remark: isExact ? nil : "to four digits it is \(base.text(of: expected))")
    }
    if let message = knownMistake(answer, expected: expected) { return .wrong(message: message) }
    let bearing = Bearing(
      answer: answer, expected: expected, shown: base.text(of: answer),
      isOnlySign: accepts(-answer, expected: expected))
    return .wrong(message: bearing.text)
  }

  private func knownMistake(_ answer: Double, expected: Double) -> String? {
    for wrong in block.wrongs {
      guard let value = try? base.number(of: wrong.pattern), accepts(answer, expected: value) else {
        continue
      }
      return base.text(of: wrong.message)
    }
    // A sign is the commonest slip, whatever the quantity.
    guard let expect = block.expect, let label = (try? LessonExpression(expect))?.label else {
      return nil
    }
    var state = base
    if let commands = label.commands,
      state.run(commands, by: .lesson, show: { _ in }).failure != nil
    {
      return nil
    }
    return state.mistake(
      answer: answer, label: label.label, relative: block.relative, absolute: block.absolute)
  }

  // MARK: Choices and words

  func judge(choice index: Int?) -> Verdict {
    guard let index, block.choices.indices.contains(index) else {
      return .unreadable("answer with a number from 1 to \(block.choices.count)")
    }
    let choice = block.choices[index]
    if choice.isRight { return .right(remark: choice.feedback.map { base.text(of: $0) }) }
    return .wrong(message: choice.feedback.map { base.text(of: $0) } ?? "Not that one.")
  }

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
    let wrong = block.wrongs.first { wrong in
      (try? Pattern(wrong.pattern)).map { $0.matches(typed) || $0.matches(plain) } ?? false
    }
    if let wrong { return .wrong(message: base.text(of: wrong.message)) }
    // What the question says may be said again.
    let asked = Words(block.ask.map { base.text(of: $0) } ?? "")
    if block.accepted.contains(where: { words.says(Words($0.text), asked: asked) }) {
      return rightWord(typed)
    }
    return .wrong(message: "That is not it.")
  }

  /// The full term, where it is not what was typed and the worked line does not follow.
  private func rightWord(_ typed: String) -> Verdict {
    let term = (block.answers.first ?? block.accepted.first)?.text ?? ""
    let isSaid = block.right != nil || term.isEmpty || normalized(term) == typed
    return .right(remark: isSaid ? nil : "The term is *\(term)*.")
  }

  /// The answer that passes, as a student would type it.
  func referenceAnswer() throws(LaboratoryError) -> String {
    switch block.kind {
    case .number:
      guard let expect = block.expect else { throw LaboratoryError("there is no 'expect:'") }
      let number = try base.number(of: expect)
      guard number.isFinite else {
        throw LaboratoryError("the answer '\(expect.text)' is \(base.text(of: number))")
      }
      return NumberStyle.shortest.format(number)
    case .choice:
      return String((block.rightChoice ?? 0) + 1)
    case .predict:
      guard block.choices.isEmpty, let expect = block.expect else {
        return String((block.rightChoice ?? 0) + 1)
      }
      var future = base
      try future.runSilently(block.runs)
      return NumberStyle.shortest.format(try future.number(of: expect))
    case .text:
      return (block.answers.first ?? block.accepted.first)?.text ?? ""
    default:
      return block.answers.map(\.text).joined(separator: "; ")
    }
  }
}
