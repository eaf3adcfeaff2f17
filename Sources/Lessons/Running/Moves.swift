/// What the words of a lesson do.
extension LessonRun {
  mutating func next(_ show: (Shown) -> Void) {
    if let interlude {
      lab = interlude.lab
      // A hint that was asked for in play has been given all the same.
      log = log[..<interlude.logCount] + log[interlude.logCount...].filter(\.isLasting)
      self.interlude = nil
      show(.lines(note("Back from play: everything is as it was.")))
      showQuestion(show)
      return
    }
    switch phase {
    case .asking:
      show(
        .lines(
          note("This is not answered yet: `hint` helps, `skip` shows the answer and goes on.")))
    case .finished:
      show(.lines(overLines))
    case .reading, .answered, .playing:
      if phase == .playing, let block = question, !block.restores { base = lab }
      leaveStop()
      enter(stop + 1)
      flush(show)
    }
  }

  mutating func hint(_ show: (Shown) -> Void) {
    guard phase == .asking, let question else {
      if question?.model.isEmpty == false, phase == .playing {
        show(.lines(note("An open question has no hints; `model` shows a model answer.")))
      } else {
        show(.lines(questionlessLines))
      }
      return
    }
    let given = results[question.id]?.hints ?? 0
    guard !question.hints.isEmpty else {
      show(.lines(note("This question has no hints; `skip` shows the answer and goes on.")))
      return
    }
    guard given < question.hints.count else {
      for (i, hint) in question.hints.enumerated() { show(.lines(hintLines(hint, i, question))) }
      show(.lines(note("Those are all the hints; `skip` shows the answer and goes on.")))
      return
    }
    record(.hint)
    results[question.id, default: QuestionResult(of: question)].hints += 1
    show(.lines(hintLines(question.hints[given], given, question)))
  }

  mutating func play(_ show: (Shown) -> Void) {
    guard interlude == nil, phase != .playing else {
      show(.lines(note("You are playing already; `next` goes on.")))
      return
    }
    interlude = (lab, log.count)
    record(.play)
    show(
      .lines(note("Try anything: this is a copy. `next` brings everything back as it was.")))
  }

  mutating func skip(_ show: (Shown) -> Void) {
    if interlude != nil { next(show) }
    guard phase == .asking, let question else {
      next(show)
      return
    }
    record(.skip)
    results[question.id, default: QuestionResult(of: question)].isSkipped = true
    lab = base
    question.kind.question?.reveal(question, in: &self, show)
    showWorked(question, show)
    base = lab
    settle(show)
  }
}
