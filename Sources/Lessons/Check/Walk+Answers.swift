import Formula
import LongWork

/// What must not pass does not, and what is said to it gives nothing away.
extension Walk {
  /// What is said to be wrong must not be right.
  mutating func checkWords(of question: Block, _ judge: Judge<Lab>) {
    for (i, wrong) in question.wrongs.enumerated() {
      for word in wrong.pattern.text.split(separator: "|").map({ String($0.trimmed) }) {
        guard case .wrong(_, .remark(i)) = judge.judge(text: word) else { continue }
        reach(wrong)
        explain(
          "'\(word)' is refused: \(judge.base.text(of: wrong.message))", at: wrong.pattern.place)
      }
    }
    for answer in question.accepted + question.answers {
      guard judge.judge(text: answer.text).isRight else {
        fail(.reference, "the answer '\(answer.text.abridged)' does not pass", at: answer.place)
        continue
      }
      for wrong in question.wrongs
      where (try? Pattern(wrong.pattern))?.matches(normalized(answer.text)) == true {
        fail(
          .wrong,
          "'\(wrong.pattern.text.abridged)' is also the right answer '\(answer.text.abridged)'",
          at: wrong.pattern.place)
      }
    }
  }

  mutating func checkWrong(_ wrong: Block.Remark, _ judge: Judge<Lab>) {
    let value: Double
    do { value = try judge.base.number(of: wrong.pattern) } catch {
      fail(.wrong, error.message, at: wrong.pattern.place)
      return
    }
    switch judge.judge(number: value) {
    case .right:
      fail(
        .wrong,
        "'\(wrong.pattern.text.abridged)' is \(judge.base.text(of: value)), which passes for right",
        at: wrong.pattern.place)
    case .unreadable:
      fail(
        .wrong,
        "'\(wrong.pattern.text.abridged)' is \(judge.base.text(of: value)), no answer anyone gives",
        at: wrong.pattern.place)
    case .wrong(let message, let mistake):
      if case .remark(let place) = mistake, question(judge.block, has: wrong, at: place) {
        reach(wrong)
      }
      explain(
        "'\(wrong.pattern.text.abridged)' is \(judge.base.text(of: value)), which is refused: "
          + message, at: wrong.pattern.place)
      // With some students' numbers two mistakes may coincide.
      if student == .transcript, message != judge.base.text(of: wrong.message) {
        fail(
          .wrong, "'\(wrong.pattern.text.abridged)' gives the same number as a 'wrong:' before it",
          at: wrong.pattern.place)
      }
    }
  }

  private func question(_ block: Block, has wrong: Block.Remark, at place: Int) -> Bool {
    block.wrongs.indices.contains(place) && block.wrongs[place].pattern.place == wrong.pattern.place
  }

  /// Tries what leads a task astray: doing it again and again, and far too long; and, where an author
  /// asks for it, what students do by mistake.
  mutating func reachConditions(of question: Block, in lab: Lab) {
    guard question.kind.question?.isDoneByCommands == true, !question.wrongs.isEmpty else { return }
    let own = question.answers.map(\.text)
    for lines in [own + own + own, ["step", "step 10", "step 100"], ["back"], ["reset"]] {
      var copy = lab
      reachConditions(of: question, by: lines, in: &copy)
    }
    guard triesMistakes else { return }
    for lines in TaskMistakes(answers: own, former: subjects(before: question)).all {
      guard question.wrongs.contains(where: { !reached.contains($0.pattern.place) }) else { return }
      // A student does not wait for this: it has its own time.
      var copy = lab
      copy.renewTime()
      let timer = WorkTimer()
      reachConditions(of: question, by: lines, in: &copy)
      copy.renewTime()
      setAside(timer.work)
    }
  }

  /// The data and surfaces that the lesson has set up before a task, each once.
  private func subjects(before question: Block) -> [String] {
    let earlier = lesson.blocks.prefix { $0.place.line < question.place.line }.flatMap(\.commands)
    var subjects: [String] = []
    for text in earlier.map(\.text) where ["data", "surface"].contains(text.firstWord) {
      if !subjects.contains(text) { subjects.append(text) }
    }
    return subjects
  }

  private mutating func reachConditions(of question: Block, by lines: [String], in lab: inout Lab) {
    for line in lines {
      _ = lab.run(line, by: .lesson, show: { _ in })
      guard !lab.isHalfTyped else { continue }
      for wrong in question.wrongs where lab.holds(wrong.pattern) { reach(wrong) }
    }
  }

  /// The answer rounded as the shell shows it must pass.
  mutating func checkPrinted(_ question: Block, _ judge: Judge<Lab>) {
    guard let reference = try? NumberBlock.reference(of: judge), let exact = Double(reference)
    else {
      return
    }
    let printed = judge.base.text(of: exact)
    guard let formula = try? Parser.parse(printed, variables: []),
      let number = try? formula.evaluateScalar({ _ in nil }),
      judge.judge(number: number).isRight
    else {
      fail(
        .printed,
        "the right answer prints as '\(printed)', which does not pass; allow rel=1e-3 or more",
        at: question.expect?.place ?? question.place)
      return
    }
    explain("the answer is printed as '\(printed)', which passes", at: question.place)
  }

  /// A number typed blindly must not bring out the right one.
  mutating func checkSecrecy(of question: Block, _ judge: Judge<Lab>) {
    guard let expect = question.expect, let expected = try? judge.base.number(of: expect) else {
      return
    }
    if question.isWhole, expected.rounded() != expected {
      fail(.reference, "'whole=yes', and the answer is no whole number", at: expect.place)
    }
    let blind = judge.accepts(0, expected: expected) ? 1.0 : 0
    let tolerance = Double.tolerance(
      around: expected, relative: question.relative, absolute: question.absolute)
    explain(
      question.isWhole
        ? "the answer is the whole number \(judge.base.text(of: expected))"
        : "the answer is \(judge.base.text(of: expected)); what is at most "
          + "\(judge.base.text(of: tolerance)) away passes", at: expect.place)
    guard case .wrong(let message, _) = judge.judge(number: blind),
      let secret = Secrets(of: expected, within: question).first(
        in: message, but: [judge.base.text(of: blind)], as: judge.base.text)
    else { return }
    fail(
      .wrong,
      "what is said to '\(judge.base.text(of: blind))' gives away '\(secret)': "
        + "\(message)", at: question.place)
  }
}
