/// The student brings the state to where `check` holds.
enum TaskBlock: QuestionDefinition {
  static let name = "do"
  static let title = "Task"
  static let isDoneByCommands = true
  static let prints = true
  fileprivate static let condition = BlockKey(
    "check", .expression, need: "the condition that says it is done")
  /// What a part of `check` means in words, while it does not hold.
  fileprivate static let open = BlockKey("open", .remark(isPattern: false), isRepeatable: true)
  static let keys = [
    BlockKey.ask, condition, open, .answer.needed("the commands that bring it about"), .help,
    .wrongNumber, .right, .bindings,
  ]

  /// A command is soon typed where it is known; more of them want thought.
  static func minutes(for block: Block) -> Double {
    min(0.25 + 0.4 * Double(block.answers.count - 1), 2)
  }

  static func invitation(to question: Block) -> String { "Type commands until it is done" }

  static func answer<Lab: Laboratory>(
    in text: String, to question: Block, of run: LessonRun<Lab>
  ) -> Result<String, LaboratoryError>? { nil }

  static func submit<Lab: Laboratory>(
    _ text: String, to question: Block, in run: inout LessonRun<Lab>, _ show: (Shown) -> Void
  ) { run.done(show) }

  static func reference<Lab: Laboratory>(of judge: Judge<Lab>) -> String {
    judge.block.answers.map(\.text).joined(separator: "; ")
  }

  static func reveal<Lab: Laboratory>(
    _ question: Block, in run: inout LessonRun<Lab>, _ show: (Shown) -> Void
  ) {
    show(.lines([StyledLine("Skipped. The answer is:", .warning)]))
    run.runLessonCommands(question.answers, of: question, echo: true, show)
  }

  static func check<Lab: Laboratory>(
    _ question: Block, _ judge: Judge<Lab>, in walk: inout Walk<Lab>
  ) {
    if let check = question.check, judge.base.holds(check) {
      walk.fail(.wrong, "'check:' holds before the student has done anything", at: check.place)
    }
    for stray in TaskParts(of: question).strayWords {
      walk.fail(
        .lint, "'open:' begins with a part of 'check:', as it stands there", at: stray.place)
    }
  }

  static func walk<Lab: Laboratory>(
    _ question: Block, answer: String, _ run: inout LessonRun<Lab>, in walk: inout Walk<Lab>
  ) {
    run.answerTask()
    walk.expectSolved(question, in: run) { "after the reference answer 'check:' does not hold" }
    walk.checkConditions(of: question, in: run.lab)
  }

  /// A task's misses follow from its commands.
  static func contradicts(_ result: QuestionResult, right: Int, wrong: Int) -> Bool { false }
}

extension Block {
  /// The condition that says that a task is done.
  public var check: SourceText? { self[TaskBlock.condition] }
  /// What a part of a task's `check` means in words, while it does not hold.
  public var opens: [Remark] { remarks[TaskBlock.open.name] ?? [] }
}

extension Walk {
  /// The conditions of a task, once it is done.
  fileprivate mutating func checkConditions(of question: Block, in lab: Lab) {
    for wrong in question.wrongs {
      checkNames(in: wrong.pattern, lab)
      if lab.holds(wrong.pattern) {
        fail(.wrong, "this 'wrong:' holds where the task is done", at: wrong.pattern.place)
      }
      checkMessage(wrong.message, in: lab)
    }
  }
}

extension LessonRun {
  /// Does a task as its author would, with no more rights than a lesson has.
  mutating func answerTask() {
    guard phase == .asking, let question, isTask(question) else { return }
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

  /// The student says that the task is done, and it is not: that is a miss.
  mutating func done(_ show: (Shown) -> Void) {
    guard interlude == nil, phase == .asking, let question, isTask(question) else {
      show(.lines(note("`done` belongs to a task. Enter or `next` goes on.")))
      return
    }
    record(.answer("done", isRight: false))
    let wrong = question.wrongs.firstIndex { lab.holds($0.pattern) }
    let open = openLines(of: question)
    let message =
      wrong.map { lab.text(of: question.wrongs[$0].message) }
      ?? (open.isEmpty ? "the task is not done. `hint` helps." : "")
    miss(
      question, answer: "done", message: message, meeting: wrong.map { .remark($0) }, show)
    if !open.isEmpty { show(.lines(open)) }
  }

  /// Looks whether a command has done the task, or has led astray, and says what is still open: a
  /// mistake is named when it is made, not again at each command after it.
  mutating func afterTaskCommand(from before: Lab, _ show: (Shown) -> Void) {
    guard let question, let check = question.check, !lab.isHalfTyped else { return }
    if lab.holds(check) {
      base = lab
      solve(question, remark: nil, show)
      return
    }
    let place = question.wrongs.firstIndex {
      lab.holds($0.pattern) && !before.holds($0.pattern)
    }
    let wrong = place.map { question.wrongs[$0] }
    // The way there is no mistake: one counts where a count has gone past what was asked, or when the
    // student says `done`.
    if let wrong, isPast(question, from: before) {
      miss(
        question, answer: wrong.pattern.text, message: lab.text(of: wrong.message),
        meeting: place.map { .remark($0) }, show)
    } else {
      if let wrong {
        show(.lines(layout.lines(ofInline: lab.text(of: wrong.message), style: .warning)))
      }
      if !lab.isSame(as: before) { show(.lines(openLines(of: question))) }
    }
  }

  /// Whether the last command went past what the task allows.
  private func isPast(_ question: Block, from before: Lab) -> Bool {
    let parts = TaskParts(of: question)
    return parts.isOvershot(in: lab) && !parts.isOvershot(in: before)
  }

  /// What the task still wants, as lines; nothing where its parts have no words.
  private func openLines(of task: Block) -> [StyledLine] {
    let open = TaskParts(of: task).open(in: lab)
    guard !open.isEmpty else { return [] }
    return layout.lines(
      ofInline: "Still open: " + open.joined(separator: "; ") + ".", style: .warning)
  }
}
