import Formula
import Wording

/// One way through a lesson without a student, with one student's numbers.
struct Walk<Lab: Laboratory> {
  let lesson: Lesson
  let student: Student
  let makeLaboratory: () -> Lab
  /// Whether to stop and resume at every block.
  let resumes: Bool
  /// What has been resumed at every block so far.
  var resumer: Resumer<Lab>?
  private(set) var failures: [Failure] = []
  /// What each block printed.
  private(set) var outputs: [String: String] = [:]
  /// Whether it was given up for the time it takes.
  private(set) var isTooLong = false
  /// Asked at every stop, where looking through the whole lesson would cost too much.
  let isNotebook: Bool
  private let start = ContinuousClock.now

  /// A lesson that takes longer is refused: a student would have to wait for it too.
  private let longest: Duration

  init(
    _ lesson: Lesson, student: Student, resumes: Bool, longest: Duration,
    makeLaboratory: @escaping () -> Lab
  ) {
    self.longest = longest
    self.lesson = lesson
    isNotebook = lesson.isNotebook
    self.student = student
    self.resumes = resumes
    self.makeLaboratory = makeLaboratory
  }

  mutating func fail(_ check: Check, _ message: String, at place: Place) {
    failures.append(Failure(check, message, at: place, student: student))
  }

  /// Answers everything, looking at each question on the way; then skips everything.
  mutating func walk() {
    guard let end = answerEverything(), !isNotebook, isInTime() else { return }
    var skipping = LessonRun(lesson, student: student, lab: makeLaboratory())
    skipping.begin { _ in }
    for _ in 0...(2 * skipping.stops.count) where !skipping.isFinished {
      if skipping.phase == .asking { skipping.skip { _ in } }
      _ = skipping.respond(to: "next") { _ in }
      _ = skipping.respond(to: "next") { _ in }
    }
    if skipping.lab.digest != end {
      fail(
        .resume, "skipping everything ends in another state than answering everything",
        at: lesson.questions.last?.place ?? Place(line: 1))
    }
  }

  /// - Returns: the digest of the last state; nil where a question cannot be got past.
  private mutating func answerEverything() -> UInt64? {
    var run = LessonRun(lesson, student: student, lab: makeLaboratory())
    run.capturesOutput = true
    run.begin { _ in }
    tryResuming(&run)
    while !run.isFinished {
      guard isInTime() else {
        collectFaults(of: run)
        return nil
      }
      if run.phase == .asking, let question = run.question, let judge = run.judge {
        checkMessages(of: question, in: run)
        checkWrongAnswers(to: question, judge)
        guard answer(question, judge, &run) else {
          collectFaults(of: run)
          return nil
        }
        tryResuming(&run)
      }
      if run.phase == .playing, let until = run.question?.until { checkNames(in: until, run.lab) }
      let before = run.stop
      _ = run.respond(to: "next") { _ in }
      if run.stop == before, !run.isFinished { _ = run.respond(to: "next") { _ in } }
      guard run.stop > before else {
        fail(.reference, "the lesson does not go on from here", at: place(of: run))
        return nil
      }
      tryResuming(&run)
    }
    collectFaults(of: run)
    outputs = run.outputs
    return run.lab.digest
  }

  mutating func isInTime() -> Bool {
    guard !isTooLong, !isNotebook else { return !isTooLong }
    isTooLong = ContinuousClock.now - start > longest
    if isTooLong {
      fail(
        .reference, "going through this lesson takes longer than \(longest); shorten its runs",
        at: Place(line: 1))
    }
    return !isTooLong
  }

  func place(of run: LessonRun<Lab>) -> Place {
    run.question?.place ?? Place(line: 1)
  }

  private mutating func collectFaults(of run: LessonRun<Lab>) {
    for fault in run.faults { fail(.reference, fault.message, at: fault.place) }
  }

  // MARK: One question

  private mutating func answer(
    _ question: Block, _ judge: Judge<Lab>, _ run: inout LessonRun<Lab>
  ) -> Bool {
    let reference: String
    do { reference = try judge.referenceAnswer() } catch {
      fail(.reference, error.message, at: question.expect?.place ?? question.place)
      return false
    }
    if question.kind == .do {
      run.answerTask()
    } else {
      if question.kind == .number { checkPrinted(reference, question, judge) }
      _ = run.respond(to: typed(reference, to: question, in: run)) { _ in }
    }
    guard run.results[question.id]?.isSolved == true else {
      fail(
        .reference,
        question.kind == .do
          ? "after the reference answer 'check:' does not hold"
          : "the reference answer '\(reference.abridged)' does not pass", at: question.place)
      return false
    }
    if question.kind == .predict, run.results[question.id]?.wrongAnswers.isEmpty == false {
      fail(.reference, "the reference prediction does not come true", at: question.place)
    }
    if let right = question.right { checkMessage(right, in: run.lab) }
    if question.kind == .do { checkConditions(of: question, in: run.lab) }
    return true
  }

  /// An answer as the student types it: of an option, its number on the screen.
  private func typed(_ reference: String, to question: Block, in run: LessonRun<Lab>) -> String {
    guard let place = question.choiceIndex(of: reference) else { return reference }
    return run.order(of: question).shown(ofPlace: place).map(String.init) ?? reference
  }

  /// The answer rounded as the shell shows it must pass.
  private mutating func checkPrinted(
    _ reference: String, _ question: Block, _ judge: Judge<Lab>
  ) {
    guard let exact = Double(reference) else { return }
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
  }

  private mutating func checkWrongAnswers(to question: Block, _ judge: Judge<Lab>) {
    switch question.kind {
    case .do:
      if let check = question.check, judge.base.holds(check) {
        fail(.wrong, "'check:' holds before the student has done anything", at: check.place)
      }
      for stray in TaskParts(of: question).strayWords {
        fail(.lint, "'open:' begins with a part of 'check:', as it stands there", at: stray.place)
      }
    case .number:
      for wrong in question.wrongs { checkWrong(wrong, judge) }
      checkSecrecy(of: question, judge)
    case .choice:
      for (i, choice) in question.choices.enumerated()
      where !choice.isRight && judge.judge(choice: i).isRight {
        fail(.wrong, "this choice passes though it is not marked", at: choice.text.place)
      }
    case .text:
      if judge.judge(text: "").isRight || judge.judge(text: "no idea whatever").isRight {
        fail(.wrong, "any answer passes", at: question.match?.place ?? question.place)
      }
      checkWords(of: question, judge)
    default:
      break
    }
  }

  /// The conditions of a task, once it is done.
  private mutating func checkConditions(of question: Block, in lab: Lab) {
    for wrong in question.wrongs {
      checkNames(in: wrong.pattern, lab)
      if lab.holds(wrong.pattern) {
        fail(.wrong, "this 'wrong:' holds where the task is done", at: wrong.pattern.place)
      }
      checkMessage(wrong.message, in: lab)
    }
  }

  /// A condition that names what there never is would never hold.
  private mutating func checkNames(in source: SourceText, _ lab: Lab) {
    guard let condition = try? LessonExpression(source) else { return }
    let known = lab.quantityNames
    for name in condition.expression.variables
    where !known.contains(name) && !condition.isOwn(name) {
      fail(
        .reference, "there is no '\(name)'" + Spelling.suggestion(for: name, in: known),
        at: source.place)
    }
  }

  /// Every value in a message must exist.
  mutating func checkMessages(of question: Block, in run: LessonRun<Lab>) {
    var messages = question.hints + question.choices.map(\.text)
    messages += question.choices.compactMap(\.feedback) + [question.ask].compactMap { $0 }
    if question.kind == .number { messages += question.wrongs.map(\.message) }
    for message in messages { checkMessage(message, in: run.base) }
  }

  private mutating func checkMessage(_ source: SourceText, in lab: Lab) {
    guard let message = try? Message(source) else { return }
    for piece in message.pieces {
      guard case .value(let expression) = piece else { continue }
      do { _ = try lab.value(of: expression) } catch {
        fail(
          .reference, "{\(expression.source.text.abridged)}: \(error.message)",
          at: expression.source.place)
      }
    }
  }
}

extension LessonRun {
  /// Does a task as its author would, with no more rights than a lesson has.
  mutating func answerTask() {
    guard phase == .asking, let question, question.kind == .do else { return }
    for answer in question.answers {
      var printed = ""
      let before = lab
      let outcome = lab.run(answer.text, by: .lesson) { printed += $0 }
      if capturesOutput { outputs[question.id, default: ""] += printed }
      if let failure = outcome.failure {
        faults.append(LessonProblem("'\(answer.text.abridged)': \(failure)", at: answer.place))
      }
      guard !outcome.performed.isEmpty else { continue }
      record(.command(outcome.performed, isLasting: true))
      if phase == .asking { afterTaskCommand(from: before) { _ in } }
    }
  }
}
