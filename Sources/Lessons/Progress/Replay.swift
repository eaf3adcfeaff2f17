/// How a lesson was taken up again.
public enum Resumption: Hashable, Sendable {
  /// Bit for bit where the student left.
  case exact
  /// The lesson has changed: begun again from its last checkpoint that still fits.
  case changed(question: Int)
  /// Everything was done again, and the state is another one: a file that was read has changed, or
  /// the program has.
  case differs
  /// The log does not lead through this lesson; the lesson starts over.
  case lost
}

extension LessonRun {
  /// Takes a lesson up where `progress` left it, by doing again what was done.
  ///
  /// - Parameter lab: a fresh state.
  public static func resumed(
    _ lesson: Lesson, _ progress: Progress, lab: Lab
  ) -> (run: LessonRun, resumption: Resumption) {
    var run = LessonRun(lesson, student: progress.student, lab: lab)
    run.form = progress.form
    run.seconds = progress.seconds.mapValues { Double($0) }
    run.enter(0)
    run.waiting = []
    let isSame = progress.blocks == Progress.blocks(of: lesson)
    if isSame, run.replay(progress.log, form: progress.form), run.advance(to: progress.stop) {
      let isSameState = progress.state.map { $0 == run.lab.digest } ?? true
      return (run, isSameState ? .exact : .differs)
    }
    run = LessonRun(lesson, student: progress.student, lab: lab)
    run.form = progress.form
    run.seconds = progress.seconds.mapValues { Double($0) }
    run.enter(0)
    run.waiting = []
    guard !isSame else { return (run, .lost) }
    let stop = run.lastFittingCheckpoint(progress)
    // Pages may have come and gone, so the log is followed by the questions' names.
    var entries: [LogEntry] = []
    for entry in progress.log where entry.isLasting {
      guard let id = entry.question,
        let place = run.stops.firstIndex(where: { $0.question?.id == id }), place < stop
      else { continue }
      entries.append(LogEntry(stop: place, question: id, action: entry.action))
    }
    if !run.replay(entries, form: progress.form) || !run.advance(to: stop) {
      run = LessonRun(lesson, student: progress.student, lab: lab)
      run.form = progress.form
      run.seconds = progress.seconds.mapValues { Double($0) }
      run.enter(0)
      run.waiting = []
    }
    return (run, .changed(question: run.position.question))
  }

  /// The last stop with a checkpoint before which no block has changed and which the student has
  /// reached; 0 where there is none.
  private func lastFittingCheckpoint(_ progress: Progress) -> Int {
    let now = Progress.blocks(of: lesson)
    let count = zip(progress.blocks, now).prefix { $0 == $1 }.count
    let kept = Set(now.prefix(count).map(\.id))
    let passed = Set(progress.results.filter { $0.isSolved || $0.isSkipped }.map(\.id))
    var last = 0
    for (i, stop) in stops.enumerated() {
      if stop.isCheckpoint { last = i }
      // A stop that is no longer what it was, or whose question is open, ends the walk.
      let blocks = stop.items.compactMap { item -> Block? in
        switch item {
        case .prose: nil
        case .setup(let block), .show(let block): block
        }
      }
      guard blocks.allSatisfy({ kept.contains($0.id) }) else { break }
      if let question = stop.question {
        guard kept.contains(question.id) else { break }
        if question.kind.isQuestion, !passed.contains(question.id) { break }
      }
    }
    return last
  }

  /// Does again what was done.
  ///
  /// - Parameter form: that of the progress: what a stricter judge called wrong stays so.
  /// - Returns: false where the log does not lead through this lesson.
  mutating func replay(_ entries: [LogEntry], form: Int = Progress.version) -> Bool {
    for entry in entries {
      guard advance(to: entry.stop), question?.id == entry.question else { return false }
      switch entry.action {
      case .command(let text, let isLasting): replay(command: text, isLasting: isLasting)
      case .answer(let text, let isRight):
        if form <= Progress.strictForm, !isRight {
          replay(wrong: text)
        } else {
          submit(text) { _ in }
        }
      case .hint:
        if let question { results[question.id, default: QuestionResult(of: question)].hints += 1 }
        record(.hint)
      case .skip: skip { _ in }
      case .play:
        guard interlude == nil else { return false }
        interlude = (lab, log.count)
        record(.play)
      }
    }
    return true
  }

  /// Does an answer again that the former judge called wrong.
  private mutating func replay(wrong text: String) {
    guard let question, phase == .asking else { return }
    question.kind.question?.replay(wrong: text, to: question, in: &self)
  }

  private mutating func replay(command text: String, isLasting: Bool) {
    let before = lab
    let outcome = lab.run(text, by: .replay) { _ in }
    if let failure = outcome.failure { replayFailures.append("'\(text)': \(failure)") }
    guard !outcome.performed.isEmpty else { return }
    record(.command(text, isLasting: isLasting))
    if isLasting, phase == .asking, question.map(isTask) == true {
      afterTaskCommand(from: before) { _ in }
    }
  }

  /// Turns pages up to a stop.
  ///
  /// - Returns: false where a question on the way is open.
  mutating func advance(to target: Int) -> Bool {
    guard target <= stops.count else { return false }
    while stop < target {
      guard phase != .asking, interlude == nil else { return false }
      if phase == .playing, let block = question, !block.restores { base = lab }
      leaveStop()
      enter(stop + 1)
      waiting = []
    }
    return stop == target
  }
}
