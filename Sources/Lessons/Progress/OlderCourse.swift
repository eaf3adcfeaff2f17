/// A receipt of an older edition of a lesson: what of it still fits the lesson as it is now.
extension LessonRun {
  /// Gives the answers of a receipt again, question by question, in the lesson as it is now.
  ///
  /// A receipt holds one hash a block, which tells that a block has changed, not what it was. So a
  /// question fits where it has the same name and kind and each of the student's answers is judged as
  /// it was; the others are skipped, so that the lesson goes on from its own state.
  ///
  /// - Returns: the results of the questions that fit.
  static func regraded(_ lesson: Lesson, _ progress: Progress, lab: Lab) -> [QuestionResult] {
    var run = LessonRun(lesson, student: progress.student, lab: lab)
    run.form = progress.form
    run.enter(0)
    var fitting: [QuestionResult] = []
    while !run.isFinished {
      run.waiting = []
      if run.phase == .asking, let question = run.question {
        if let said = progress.results.first(where: { $0.id == question.id }),
          let (again, result) = run.answeringAgain(said, of: progress)
        {
          fitting.append(result)
          run = again
        }
        if run.phase == .asking { run.skip { _ in } }
      }
      if run.phase == .playing, let block = run.question, !block.restores { run.base = run.lab }
      run.leaveStop()
      run.enter(run.stop + 1)
    }
    return fitting
  }

  /// The lesson after the answers to the question at hand; nil where they do not fit.
  private func answeringAgain(
    _ said: QuestionResult, of progress: Progress
  ) -> (LessonRun, QuestionResult)? {
    guard let question, said.kind == question.kind else { return nil }
    let entries = progress.log.filter { $0.question == question.id && $0.isLasting }
      .map { LogEntry(stop: stop, question: question.id, action: $0.action) }
    guard !entries.isEmpty else { return nil }
    var again = self
    let start = again.log.count
    guard again.replay(entries, form: progress.form), again.replayFailures == replayFailures,
      let result = again.results[question.id], result.fits(said, form: progress.form)
    else { return nil }
    let marks = again.log[start...].map(\.action).filter(\.isAnswer)
    guard marks == entries.map(\.action).filter(\.isAnswer) else { return nil }
    return (again, result)
  }
}

extension QuestionResult {
  /// Whether two accounts of a question are the same; up to the former form a task's misses were
  /// counted otherwise.
  func fits(_ said: QuestionResult, form: Int) -> Bool {
    let countsMisses = kind.question?.isDoneByCommands != true || form > Progress.strictForm
    return id == said.id && isSolved == said.isSolved && isSkipped == said.isSkipped
      && hints == said.hints
      && (!countsMisses || wrongAnswers.count == said.wrongAnswers.count)
  }
}

extension LogEntry.Action {
  fileprivate var isAnswer: Bool { if case .answer = self { true } else { false } }
}
