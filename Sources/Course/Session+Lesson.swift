import Console
import Lessons
import Session
import Wording

/// What `lesson` asks the session to open.
struct LessonRequest: SessionRequest {
  var lesson: Lesson
  /// `4`, or the lesson's own name.
  var label: String
  /// The file; empty for a lesson of the course.
  var source: String
  var restarts = false
  /// Whether pages show their text; a notebook has it in cells of its own.
  var showsProse = true
  /// The first page as it was shown before the student's name was known.
  var namelessPage: [Shown]?

  func carryOut(in session: Session, at location: SourceLocation?) -> Session.Outcome {
    session.open(self, at: location)
  }
}

/// The lesson that a session is in.
struct ActiveLesson {
  var run: LessonRun<ShellLaboratory>
  var label: String
  var source: String
  /// The session's own state, which comes back when the lesson is left.
  var outside: Workspace
  /// What was kept last, so that nothing is written twice.
  var kept = ""
  var hasComplained = false
  /// Whose it is; its numbers may be those of no name.
  var owner: Student
  /// When the student could begin to think about the next line.
  var since = ContinuousClock.now
  /// What to open again under the name that is asked for; nil where none is.
  var namelessRequest: LessonRequest?
  /// What came of the last line, where it did not turn the page.
  var said: [Shown] = []
}

extension ActiveLesson: Guide {
  func prompt(in session: Session) -> String { session.prompt(of: self) }

  func respond(
    to line: String, in session: Session, at location: SourceLocation?
  ) -> Session.Outcome {
    session.respond(to: line, at: location)
  }

  mutating func cancel() { run.lab.cancel() }

  func goesOn(_ line: String) -> Bool { ["next", "n"].contains(line.lowercased()) }

  func answersQuestion(_ line: String) -> Bool { run.answersQuestion(line) }

  func showQuestion(in session: Session, at location: SourceLocation?) {
    run.showQuestion { session.show($0, at: location) }
  }
}

extension Session {
  /// The lesson that is being taken.
  var lesson: ActiveLesson? {
    get { guide as? ActiveLesson }
    set { guide = newValue }
  }

  /// What is said where no lesson was ever begun: that there is a course.
  package var firstStartHint: String? {
    let shelf = workspace.host.shelf
    guard shelf.stateFolder != nil, !CourseLesson.all.isEmpty,
      !shelf.hasProgress(of: shelf.student)
    else { return nil }
    return "new here? 'lesson' begins a guided course, 'lessons' lists it"
  }

  // MARK: Opening and leaving

  func open(_ request: LessonRequest, at location: SourceLocation?) -> Outcome {
    let shelf = workspace.host.shelf
    let student = shelf.student
    var fresh = Workspace(traits: workspace.traits, host: workspace.host)
    fresh.preferences = workspace.preferences
    fresh.isOfLesson = true
    let laboratory = ShellLaboratory(
      fresh, terminal: terminal, file: request.source.isEmpty ? nil : request.source)
    var remark: String?
    var run: LessonRun<ShellLaboratory>?
    if request.restarts {
      _ = try? shelf.setAside(request.lesson.id, source: request.source, student: student)
    } else {
      switch shelf.progress(request.lesson.id, source: request.source, student: student) {
      case .success(let progress)?:
        let (resumed, resumption) = LessonRun.resumed(request.lesson, progress, lab: laboratory)
        // What was cut short must not be kept in the place of the real thing.
        guard !workspace.host.interrupt() else {
          report(
            .interruption("coming back to the lesson was interrupted; your place is kept"),
            at: location)
          return .failed
        }
        if progress.isFinished, case .changed = resumption {
          report(
            ShellError(
              "you finished this lesson before it changed; 'lesson \(request.label) restart=yes' "
                + "takes it as it is now, and keeps what you did"), at: location)
          return .failed
        }
        run = resumed
        remark = remarkOnReturn(to: request, progress, resumption, resumed)
      case .failure(let error)?:
        _ = try? shelf.setAside(request.lesson.id, source: request.source, student: student)
        remark = error.message + "; the lesson starts over"
      case nil: break
      }
    }
    let isResumed = run != nil
    var active = ActiveLesson(
      run: run ?? LessonRun(request.lesson, student: student, lab: laboratory),
      label: request.label, source: request.source, outside: workspace, owner: student)
    if request.source.isEmpty, let next = CourseLesson.lesson(after: request.label) {
      active.run.following = "lesson \(next.label), \"\(next.lesson.title)\""
    }
    active.run.showsProse = request.showsProse
    adapt(&active)
    announce(request.lesson, student: active.run.student, remark: remark)
    var shown: [Shown] = []
    if isResumed {
      active.run.showAgain { shown.append($0) }
    } else {
      active.run.begin { shown.append($0) }
    }
    repeatable = nil
    active.since = .now
    settle(active, at: location)
    noteLesson(request.source.isEmpty ? request.label : request.source)
    if request.namelessPage != shown {
      for item in shown { show(item, at: location) }
    } else {
      active.run.showQuestion { show($0, at: location) }
    }
    if !isResumed { askForName(to: request, shown, at: location) }
    holdsQuestion = pager.isWaiting
    return .done
  }

  /// What is said to a student who comes back. Where not all that was done fits the lesson as it is
  /// now, what was kept is put aside and not lost.
  private func remarkOnReturn(
    to request: LessonRequest, _ progress: Progress, _ resumption: Resumption,
    _ run: LessonRun<ShellLaboratory>
  ) -> String {
    func aside() -> String {
      let path = try? workspace.host.shelf.setAside(
        request.lesson.id, source: request.source, student: workspace.host.shelf.student)
      return path.map { " What you did before is kept in \($0)." } ?? ""
    }
    switch resumption {
    case .exact:
      return run.isThrough
        ? "You have finished this lesson; 'lesson \(request.label) restart=yes' starts it over."
        : "You are back where you left."
    case .changed(let question):
      return "This lesson has changed since you left; it goes on from its last checkpoint that "
        + "still fits, at question \(question)." + aside()
    case .differs:
      return "You are back where you left, but the numbers are not all what they were: the program "
        + "or a file has changed since."
    case .lost:
      return "What was kept of this lesson does not lead through it; it starts over." + aside()
    }
  }

  private func announce(_ lesson: Lesson, student: Student, remark: String?) {
    var report = Report(json: [
      "lesson": .string(lesson.id), "title": .string(lesson.title),
      "student": .string(student.id), "questions": .integer(lesson.questions.count),
    ])
    var parts: [String] = []
    if !lesson.slide.isEmpty { parts.append("slide: \(lesson.slide)") }
    if !lesson.minutes.isEmpty { parts.append("about \(lesson.minutes) minutes") }
    if !student.id.isEmpty { parts.append("numbers of \(student.id)") }
    if !parts.isEmpty {
      report.paragraph(StyledText(parts.joined(separator: "   "), .faint), indent: 2)
    }
    if let remark { report.paragraph(StyledText(remark, .warning)) }
    report.line(StyledText())
    show(report, verb: "lesson")
  }

  func leaveLesson(isSilent: Bool = false) {
    guard let lesson else { return }
    var outside = lesson.outside
    outside.preferences = workspace.preferences
    outside.traits = workspace.traits
    outside.request = nil
    workspace = outside
    self.lesson = nil
    noteLessonLeft()
    repeatable = nil
    guard !isSilent else { return }
    var report = Report()
    report.line(
      StyledText(
        lesson.run.isThrough
          ? "Left the lesson: it is finished."
          : "Left the lesson; 'lesson \(lesson.label)' comes back to this place.", .faint))
    show(report, verb: "lesson")
  }

  // MARK: One line

  /// A line typed in a lesson.
  fileprivate func respond(to line: String, at location: SourceLocation?) -> Outcome {
    var outcome = Outcome.done
    for part in parts(of: line) where lesson != nil && outcome == .done {
      outcome = respond(toPart: part, at: location)
    }
    return outcome
  }

  /// The line cut before each word of the lesson, as in `step; next`.
  private func parts(of line: String) -> [String] {
    guard let lesson, !lesson.run.asksForWords,
      let statements = try? LineSyntax.statements(of: line), statements.count > 1
    else { return [line] }
    var parts: [String] = []
    var wasWord = true
    for text in statements.map(\.text) {
      let isWord = lesson.run.isWord(text)
      if wasWord || isWord {
        parts.append(text)
      } else {
        parts[parts.count - 1] += "; " + text
      }
      wasWord = isWord
    }
    return parts
  }

  private func respond(toPart line: String, at location: SourceLocation?) -> Outcome {
    if let outcome = takeName(line, at: location) { return outcome }
    guard var active = lesson else { return .done }
    // A script takes no time to think.
    if terminal.pages { active.run.spend(seconds: ProgressMeter.seconds(since: active.since)) }
    defer { lesson?.since = .now }
    adapt(&active)
    var line = line
    if line.unicodeScalars.allSatisfy(\.isBlank), !active.run.turnsPage, !active.run.isFinished {
      // An empty line repeats a step where steps are asked for, and only there: at a question it
      // shows the question again.
      guard let repeatable, active.run.movesOn else {
        active.run.remind { show($0, at: location) }
        return .done
      }
      line = repeatable
    }
    var hasFailed = false
    let stop = active.run.stop
    // What comes of a line is shown once the line is on the disk: whatever ends the program, no
    // verdict has been seen that is not kept. Only what a long command prints on its way comes sooner.
    var held: [Shown] = []
    var said: [Shown] = []
    var isOnlyOutput = true
    let begin = ContinuousClock.now
    let response = active.run.respond(to: line) { item in
      said.append(item)
      if case .error = item { hasFailed = true }
      held.append(item)
      if case .output = item, isOnlyOutput {
        guard ContinuousClock.now - begin > Self.longestHold else { return }
        for item in held { show(item, at: location) }
        held = []
      } else {
        isOnlyOutput = false
      }
    }
    note(repeatable: line, hasFailed: hasFailed)
    // A step on one page is not meant for the next question.
    let hasMoved = active.run.stop != stop
    if hasMoved { repeatable = nil }
    active.said = hasMoved && !active.run.isFinished ? [] : said
    settle(active, at: location)
    for item in held { show(item, at: location) }
    if hasMoved { holdsQuestion = pager.isWaiting }
    if response == .leaves { leaveLesson() }
    if response == .opensNext, let next = CourseLesson.lesson(after: active.label) {
      leaveLesson()
      return open(Workspace.request(next), at: location)
    }
    if let request = workspace.request as? any SessionRequest {
      leaveLesson()
      return request.carryOut(in: self, at: location)
    }
    return hasFailed ? .failed : .done
  }

  /// How long a command's output waits for the line to be on the disk.
  private static let longestHold = Duration.milliseconds(100)

  private func note(repeatable line: String, hasFailed: Bool) {
    guard !hasFailed, let statement = (try? LineSyntax.statements(of: line))?.last,
      let verb = statement.tokens.first?.text,
      let command = try? workspace.table.command(for: verb), command.isRepeatable
    else { return }
    repeatable = statement.text
  }

  /// Tells the lesson what the window is like now.
  private func adapt(_ active: inout ActiveLesson) {
    let traits = workspace.traits
    active.run.layout =
      traits.unicode
      ? ProseLayout(width: traits.width)
      : ProseLayout(width: traits.width, unicode: false) { text in
        // In a lesson's text the dot multiplies, also between blanks.
        ASCIIFolding.fold(String(text.map { $0 == "·" ? "*" : $0 }))
      }
    active.run.layout.quotesCode = traits.color == .none
    active.run.lab.workspace.traits = traits
    active.run.lab.terminal = terminal
    active.run.lab.sandbox.allowance.renew()
  }

  /// Keeps the lesson as it is now, in the session and on disk.
  private func settle(_ active: ActiveLesson, at location: SourceLocation?) {
    var active = active
    workspace = active.run.lab.workspace
    var progress = active.run.progress
    progress.source = active.source
    let text = progress.text
    if text != active.kept {
      active.kept = text
      do { try workspace.host.shelf.keep(progress, of: active.owner) } catch {
        if !active.hasComplained {
          report(
            ShellError("your place in the lesson cannot be kept: \(error.message)"), at: location)
        }
        active.hasComplained = true
      }
    }
    lesson = active
  }

  // MARK: Showing

  func show(_ item: Shown, at location: SourceLocation?) {
    switch item {
    case .lines(let lines):
      var report = Report(json: ["text": .strings(lines.map(\.plain))])
      for line in lines { report.line(StyledText(line)) }
      show(report, verb: "lesson")
    case .output(let text): write(text)
    case .error(let message): report(ShellError(message), at: location)
    }
  }

  /// `lesson 4 · 3/9 > `.
  fileprivate func prompt(of lesson: ActiveLesson) -> String {
    let run = lesson.run
    let place = run.position
    let dot = traits.unicode ? " · " : " - "
    var text = "lesson \(lesson.label)"
    if run.isPlaying {
      text += dot + "play"
    } else if run.isFinished {
      text += dot + "end"
    } else {
      text += dot + "\(place.question)/\(place.count)"
    }
    return traits.color == .none ? text + " > " : "\u{1B}[1m\(text)\u{1B}[0m > "
  }
}

extension StyledText {
  /// A line of a lesson, its styles as the shell's roles.
  init(_ line: StyledLine) {
    self.init()
    for span in line.spans {
      let role: Role =
        switch span.style {
        case .plain: .plain
        case .strong, .heading: .strong
        case .emphasis: .quantity
        case .code, .command: .command
        case .faint: .faint
        case .good: .good
        case .bad: .bad
        case .warning: .warning
        }
      self += StyledText(span.text, role)
    }
  }
}
