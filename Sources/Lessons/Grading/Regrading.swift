import Formula

/// What of a student's work still fits a lesson that has changed since.
struct Regrading: Hashable, Sendable {
  /// The results of the questions that fit, as the lesson judges them now.
  var results: [QuestionResult] = []
  /// The others, each with why.
  var misfits: [Misfit] = []
  /// Questions that were not solved as the lesson was, and are as it is now.
  var gained: [String] = []

  struct Misfit: Hashable, Sendable {
    var question: String
    var reason: String
  }
}

/// A receipt of another edition of a lesson: what of it still fits the lesson as it is now.
extension LessonRun {
  /// Gives the answers of a receipt again, question by question, in the lesson as it is now.
  ///
  /// A receipt holds one hash a block, which tells that a block has changed, not what it was. So a
  /// question fits where it has the same name and kind and each of the student's answers is judged as
  /// it was; the others are skipped, so that the lesson goes on from its own state.
  ///
  /// - Parameters:
  ///   - isKey: whether the lesson is the mended key: an answer that was wrong may be right now.
  ///   - before: the lesson as it was, where that is at hand.
  static func regraded(
    _ lesson: Lesson, _ progress: Progress, isKey: Bool = false, before: Lesson? = nil, lab: Lab
  ) -> Regrading {
    var run = LessonRun(lesson, student: progress.student, lab: lab)
    run.form = progress.form
    run.enter(0)
    var regrading = Regrading()
    while !run.isFinished {
      run.waiting = []
      if run.phase == .asking, let question = run.question {
        if let said = progress.results.first(where: { $0.id == question.id }) {
          if isKey, let change = question.changeOfOptions(since: before, answered: said) {
            regrading.misfits.append(.init(question: question.id, reason: change))
          } else {
            switch run.answeringAgain(said, of: progress, isKey: isKey) {
            case .success(let (again, result)):
              regrading.results.append(result)
              if result.isSolved, !said.isSolved { regrading.gained.append(question.id) }
              run = again
            case .failure(let misfit): regrading.misfits.append(misfit)
            }
          }
        }
        if run.phase == .asking { run.skip { _ in } }
      }
      if run.phase == .playing, let block = run.question, !block.restores { run.base = run.lab }
      run.leaveStop()
      run.enter(run.stop + 1)
    }
    let ids = Set(lesson.questions.map(\.id))
    regrading.misfits += progress.results.filter { !ids.contains($0.id) && $0.isAnswered }
      .map { .init(question: $0.id, reason: "it is no question of this lesson") }
    return regrading
  }

  /// The lesson after the answers to the question at hand, or why they do not fit.
  private func answeringAgain(
    _ said: QuestionResult, of progress: Progress, isKey: Bool
  ) -> Result<(LessonRun, QuestionResult), Regrading.Misfit> {
    func misfit(_ reason: String) -> Result<(LessonRun, QuestionResult), Regrading.Misfit> {
      .failure(.init(question: said.id, reason: reason))
    }
    guard let question else { return misfit("it is no question of this lesson") }
    guard said.kind == question.kind else {
      return misfit("it is a '\(question.kind.name)' now and was a '\(said.kind.name)'")
    }
    let entries = progress.log.filter { $0.question == question.id && $0.isLasting }
      .map { LogEntry(stop: stop, question: question.id, action: $0.action) }
    guard !entries.isEmpty else { return misfit("it was not answered") }
    var again = self
    for entry in entries {
      // What follows an answer that is right by the mended key is no part of the question.
      if isKey, again.phase != .asking { break }
      let start = again.log.count
      guard again.replay([entry], form: progress.form) else {
        return misfit("its log does not lead through it")
      }
      if again.replayFailures != replayFailures {
        return misfit("not all its commands can be done again")
      }
      guard case .answer(let text, let wasRight) = entry.action else { continue }
      let isRight = again.log[start...].contains { $0.action == .answer(text, isRight: true) }
      guard isRight == wasRight || (isKey && isRight) else {
        return misfit(
          wasRight ? "'\(text)' was right and is not now" : "'\(text)' was wrong and is right now")
      }
    }
    guard let result = again.results[question.id] else { return misfit("it was not answered") }
    let fits =
      isKey
      ? (result.isSolved || !said.isSolved)
        && (result.isSolved || result.isSkipped == said.isSkipped)
      : result.fits(said, form: progress.form)
    return fits ? .success((again, result)) : misfit("its answers do not give its result")
  }
}

extension Regrading.Misfit: Error {}

extension Block {
  /// Why the options of the question do not mean what they meant; nil where they do, or where that is
  /// not known.
  fileprivate func changeOfOptions(since before: Lesson?, answered: QuestionResult) -> String? {
    guard let old = before?.blocks.first(where: { $0.id == id }), !old.choices.isEmpty,
      answered.kind == kind
    else { return nil }
    func words(_ block: Block) -> [String] { block.choices.map { Words.plain($0.text.text) } }
    let now = words(self)
    let hasMoved = words(old).enumerated().contains { place, option in
      now.firstIndex(of: option).map { $0 != place } ?? false
    }
    return hasMoved ? "its options stand in other places" : nil
  }
}

extension QuestionResult {
  /// Whether the student did anything about it.
  var isAnswered: Bool { isSolved || isSkipped || !wrongAnswers.isEmpty }

  /// Whether two accounts of a question are the same; up to the former form a task's misses were
  /// counted otherwise.
  func fits(_ said: QuestionResult, form: Int) -> Bool {
    let countsMisses = kind.question?.isDoneByCommands != true || form > Progress.strictForm
    return id == said.id && isSolved == said.isSolved && isSkipped == said.isSkipped
      && hints == said.hints
      && (!countsMisses || wrongAnswers.count == said.wrongAnswers.count)
  }
}
