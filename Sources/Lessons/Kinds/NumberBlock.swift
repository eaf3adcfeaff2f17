import Arithmetic
import Formula
import Wording

/// A number worked out from the state.
enum NumberBlock: QuestionDefinition {
  static let name = "number"
  static let settings = [BlockSetting.id] + BlockSetting.exactness
  static let keys = [
    BlockKey.question, .expect.needed("an expression for the answer"), .help, .wrongNumber, .right,
    .bindings,
  ]

  static func minutes(for block: Block) -> Double { 0.95 }

  static func invitation(to question: Block) -> String { "Answer with \(question.formOfNumber)" }

  static func answer<Lab: Laboratory>(
    in text: String, to question: Block, of run: LessonRun<Lab>
  ) -> Result<String, LaboratoryError>? {
    run.number(in: text, asked: question.ask.map { run.base.text(of: $0) } ?? "")
  }

  static func submit<Lab: Laboratory>(
    _ text: String, to question: Block, in run: inout LessonRun<Lab>, _ show: (Shown) -> Void
  ) {
    guard let number = Double(text), let judge = run.judge else { return }
    run.take(
      judge.judge(number: number), of: text, to: question, naming: { "Right: \($0)." }, show)
  }

  static func reference<Lab: Laboratory>(
    of judge: Judge<Lab>
  ) throws(LaboratoryError) -> String {
    guard let expect = judge.block.expect else { throw LaboratoryError("there is no 'expect:'") }
    let number = try judge.base.number(of: expect)
    guard number.isFinite else {
      throw LaboratoryError("the answer '\(expect.text)' is \(judge.base.text(of: number))")
    }
    return NumberStyle.shortest.format(number)
  }

  static func reveal<Lab: Laboratory>(
    _ question: Block, in run: inout LessonRun<Lab>, _ show: (Shown) -> Void
  ) {
    let number = question.expect.flatMap { try? run.base.number(of: $0) }
    run.showSkipped(
      number.map { run.base.text(of: $0) } ?? "not to be had: the lesson is at fault", show)
  }

  static func check<Lab: Laboratory>(
    _ question: Block, _ judge: Judge<Lab>, in walk: inout Walk<Lab>
  ) {
    for wrong in question.wrongs {
      walk.checkMessage(wrong.message, in: judge.base)
      walk.checkWrong(wrong, judge)
    }
    walk.checkSecrecy(of: question, judge)
    walk.checkPrinted(question, judge)
  }

  static func replay<Lab: Laboratory>(
    wrong text: String, to question: Block, in run: inout LessonRun<Lab>
  ) { run.miss(again: text, question) }
}

extension Block {
  /// What an answer looks like, and how exact it must be.
  var formOfNumber: String {
    if isWhole { return "a whole number" }
    let exact: String =
      switch relative {
      case ..<1e-4: "the exact value"
      case ..<Block.threeDigits: "four digits are enough"
      case ..<0.01: "three digits are enough"
      case ..<0.1: "two digits are enough"
      default: "roughly is enough"
      }
    return "a number or an expression (\(exact))"
  }
}

extension Judge {
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
    if let (message, mistake) = knownMistake(answer) {
      return .wrong(message: message, meeting: mistake)
    }
    let bearing = Bearing(
      answer: answer, expected: expected, shown: base.text(of: answer),
      isOnlySign: accepts(-answer, expected: expected))
    return .wrong(message: bearing.text)
  }

  private func knownMistake(_ answer: Double) -> (message: String, mistake: Mistake)? {
    for (i, wrong) in block.wrongs.enumerated() {
      guard let value = try? base.number(of: wrong.pattern), accepts(answer, expected: value) else {
        continue
      }
      return (base.text(of: wrong.message), .remark(i))
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
      answer: answer, label: label.label, relative: block.relative, absolute: block.absolute
    ).map { (Self.sentence($0), .misconception($0)) }
  }

  /// A remark of the program's own as a sentence among the author's; a symbol that it begins with
  /// stays as it is.
  private static func sentence(_ text: String) -> String {
    let word = text.firstWord
    guard word.count > 1, word.allSatisfy({ $0.isASCII && $0.isLowercase }) else { return text }
    return text.prefix(1).uppercased() + text.dropFirst()
  }
}
