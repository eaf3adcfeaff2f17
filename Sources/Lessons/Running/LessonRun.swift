import Formula
import Markdown

/// What a lesson shows, in order.
public enum Shown: Hashable, Sendable {
  case lines([StyledLine])
  /// What a command printed, ready for the terminal.
  case output(String)
  case error(String)
}

/// Whether the student stays in the lesson.
public enum Response: Hashable, Sendable {
  case stays, leaves
  /// The lesson is over, and the next one is wanted.
  case opensNext
}

/// How a question went.
public struct QuestionResult: Hashable, Sendable {
  public var id: String
  public var kind: BlockKind
  /// Answers that did not pass, as compared: a number in its shortest form.
  public var wrongAnswers: [String] = []
  /// What each of them met, where that is known: as many, or none.
  public private(set) var mistakes: [Mistake?] = []
  public var hints = 0
  public var isSkipped = false
  public var isSolved = false

  init(id: String, kind: BlockKind) {
    self.id = id
    self.kind = kind
  }

  init(of question: Block) {
    self.init(id: question.id, kind: question.kind)
  }

  public var isFirstTry: Bool { isSolved && wrongAnswers.isEmpty && hints == 0 }

  mutating func miss(_ answer: String, meeting mistake: Mistake?) {
    wrongAnswers.append(answer)
    mistakes.append(mistake)
  }
}

/// A student in a lesson: a state machine whose moves are lines of text.
///
/// The lesson's own state is `base`. What the student sees is `lab`: the same in a `do` block, where
/// the student moves the lesson on, and a copy everywhere else, so that looking ahead and trying
/// things out never changes what the next question is about.
public struct LessonRun<Lab: Laboratory> {
  enum Phase: Hashable {
    case reading
    case asking
    case answered
    /// In a `play` block.
    case playing
    case finished
  }

  /// The lesson with this student's numbers.
  public let lesson: Lesson
  public let student: Student
  /// What the student sees.
  public var lab: Lab
  var base: Lab
  let stops: [Stop]
  /// The place in `stops`; their count when the lesson is over.
  public internal(set) var stop = -1
  var phase = Phase.reading
  /// What `play` put aside.
  var interlude: (lab: Lab, logCount: Int)?
  public internal(set) var results: [String: QuestionResult] = [:]
  public internal(set) var log: [LogEntry] = []
  /// Commands of the lesson itself that failed: the lesson is broken there.
  public internal(set) var faults: [LessonProblem] = []
  /// Why commands could not be done again on resuming.
  var replayFailures: [String] = []
  var hasToldOfExperiments = false
  /// What each block's commands printed, where the caller asks for it.
  var outputs: [String: String] = [:]
  var capturesOutput = false
  /// What there is to see on a page that was just entered.
  var waiting: [Shown] = []
  /// What the lesson's commands printed for the student, by block.
  var printed: [String: [(command: String, output: String)]] = [:]
  /// The questions as they were put, by stop: their values are those of that time.
  var put: [Int: LessonSheet.Question] = [:]
  /// The earlier page that `page back` showed.
  var viewed: Int?
  /// Seconds that the student has spent with each question, by its id, breaks left out.
  public internal(set) var seconds: [String: Double] = [:]
  /// The form of the progress that this was taken up from: what its judge called wrong stays so.
  var form = Progress.version
  /// Told of each command of a block when it has run.
  var afterCommand: ((_ block: String) -> Void)?
  /// What comes after this lesson, as "lesson 5, ...", where something does.
  public var following: String?

  /// Whether pages show their text, and put their question at once. In a notebook the text stands in
  /// cells of its own, and `again` puts the question.
  public var showsProse = true

  /// How text is laid out.
  public var layout = ProseLayout(width: 80)

  /// - Parameter lab: a fresh state.
  public init(_ lesson: Lesson, student: Student, lab: Lab) {
    let resolved = DrawReader.resolve(lesson, for: student)
    self.lesson = resolved
    self.student = student
    self.lab = lab
    base = lab
    stops = Stop.stops(of: resolved)
  }

  // MARK: Where one is

  /// The question at hand or the next one, from 1, and how many there are.
  public var position: (question: Int, count: Int) {
    let count = stops.count { $0.question?.kind.isQuestion == true }
    let before = stops.prefix(max(0, stop)).count { $0.question?.kind.isQuestion == true }
    return (min(before + 1, max(1, count)), count)
  }

  /// Questions that are behind the student.
  public var answeredCount: Int {
    results.values.count { $0.isSolved || $0.isSkipped }
  }

  public var isFinished: Bool { phase == .finished }

  /// Whether all questions are behind the student: what follows is an open experiment.
  public var isThrough: Bool {
    isFinished || (phase == .playing && stop == stops.count - 1 && answeredCount == position.count)
  }
  /// Whether the student tries things out in the middle of a lesson, by `play`.
  public var isTrying: Bool { interlude != nil }
  public var isPlaying: Bool { interlude != nil || phase == .playing }
  /// Whether commands are what the student is asked for: in a task and in play.
  public var movesOn: Bool { isPlaying || (phase == .asking && question.map(isTask) == true) }
  /// Whether an empty line turns the page rather than repeating a command.
  public var turnsPage: Bool {
    interlude == nil && (phase == .reading || phase == .answered)
  }

  /// Whether an answer in words is awaited, in which any word and mark may stand.
  public var asksForWords: Bool {
    phase == .asking && question?.kind.question?.isInWords == true
  }

  /// Whether a command is one of the lesson's own words.
  public func isWord(_ text: String) -> Bool {
    Self.lessonWord(text, isWordsAsked: asksForWords).map { $0 != .help } ?? false
  }

  func isTask(_ question: Block) -> Bool { question.kind.question?.isDoneByCommands == true }

  var question: Block? { stops.indices.contains(stop) ? stops[stop].question : nil }
  var judge: Judge<Lab>? { question.map { Judge(block: $0, base: base) } }

  /// Adds the time that the student took before the present line; a longer break counts as one of
  /// ten minutes.
  public mutating func spend(seconds spent: Double) {
    guard phase == .asking, let question, spent > 0 else { return }
    seconds[question.id, default: 0] += min(spent, 600)
  }

  // MARK: Moves

  /// Opens the lesson.
  public mutating func begin(show: (Shown) -> Void) {
    enter(0)
    flush(show)
  }

  /// One line that the student typed.
  public mutating func respond(to line: String, show: (Shown) -> Void) -> Response {
    let text = String(line.trimmed)
    let word = Self.lessonWord(text, isWordsAsked: asksForWords)
    if text.isEmpty, turnsPage {
      next(show)
      return .stays
    }
    if phase == .finished, interlude == nil, text.isEmpty || word == .next, following != nil {
      return .opensNext
    }
    if word != .page { viewed = nil }
    switch word {
    case .quit:
      lab.cancel()
      return .leaves
    case .next:
      lab.cancel()
      next(show)
    case .hint: hint(show)
    case .skip:
      lab.cancel()
      skip(show)
    case .play: play(show)
    case .help: show(.lines(helpLines))
    case .done: done(show)
    case .again: showAgain(show: show)
    case .page: page(text, show)
    case .model: model(show)
    case nil:
      if let answer = answer(in: text) {
        give(answer, show)
      } else if isStrayNumber(text) {
        show(.lines(strayNumberLines))
      } else {
        command(text, show)
      }
    }
    return .stays
  }

  /// Whether a line would answer the question at hand, or ask for its hint or its answer.
  public func answersQuestion(_ line: String) -> Bool {
    guard phase == .asking else { return false }
    let text = String(line.trimmed)
    switch Self.lessonWord(text, isWordsAsked: asksForWords) {
    case .hint, .skip: return true
    case nil: return answer(in: text) != nil || isStrayNumber(text)
    default: return false
    }
  }

  /// Whether a line can be read as an answer to the question at hand.
  public func reads(_ line: String) -> Bool {
    if case .success? = answer(in: String(line.trimmed)) { true } else { false }
  }

  enum Word: String { case next, hint, skip, play, quit, help, done, again, page, model }

  /// The words that work at every prompt, alone on their line. Before a question in words, only
  /// such a line is one; elsewhere what follows, as an open quote, does not matter.
  static func lessonWord(_ text: String, isWordsAsked: Bool) -> Word? {
    let words = text.split(whereSeparator: { $0.isWhitespace || $0 == ";" })
    guard let first = words.first?.lowercased() else { return nil }
    let turnsBack =
      words.count == 2 && first == "page" && ["back", "b"].contains(words[1].lowercased())
    guard words.count == 1 || turnsBack || !isWordsAsked else { return nil }
    switch first {
    case "next", "n", "ne", "nex": return .next
    case "hint", "hi", "hin": return .hint
    case "skip", "sk", "ski": return .skip
    case "play": return .play
    case "quit", "q", "qu", "qui", "exit", "bye": return .quit
    case "help", "h", "?": return words.count == 1 ? .help : nil
    case "done": return words.count == 1 ? .done : nil
    case "again": return words.count == 1 ? .again : nil
    case "lesson": return words.count == 1 ? .again : nil
    case "page": return words.count <= 2 ? .page : nil
    case "model": return words.count == 1 ? .model : nil
    default: return nil
    }
  }

  // MARK: The lesson's own commands

  mutating func runLessonCommands(
    _ commands: [SourceText], of block: Block, echo: Bool, _ show: (Shown) -> Void
  ) {
    for command in commands {
      if echo { show(.lines(commandLines(command.text))) }
      var printed = ""
      let outcome = lab.run(command.text, by: .lesson) { text in
        if echo { show(.output(text)) }
        printed += text
      }
      if echo { self.printed[block.id, default: []].append((command.text, printed)) }
      if capturesOutput { outputs[block.id, default: ""] += printed }
      afterCommand?(block.id)
      if let failure = outcome.failure {
        faults.append(
          LessonProblem("'\(command.text.abridged)': \(failure)", at: command.place))
        show(
          .lines(
            layout.lines(
              ofPlain: "The lesson is at fault in line \(command.place.line): \(failure)",
              style: .bad)))
      }
    }
  }

  mutating func record(_ action: LogEntry.Action) {
    log.append(LogEntry(stop: stop, question: question?.id, action: action))
  }

  // MARK: Commands

  mutating func command(_ text: String, _ show: (Shown) -> Void) {
    let before = lab
    let outcome = lab.run(text, by: .student) { show(.output($0)) }
    if let failure = outcome.failure { show(.error(failure)) }
    guard !outcome.performed.isEmpty else { return }
    let isTask = interlude == nil && phase == .asking && question.map(isTask) == true
    let isLasting =
      interlude == nil && (isTask || (phase == .playing && question?.restores == false))
    record(.command(outcome.performed, isLasting: isLasting))
    if isTask {
      afterTaskCommand(from: before, show)
      return
    }
    if phase == .playing, interlude == nil, let until = question?.until, lab.holds(until),
      let question, results[question.id] == nil
    {
      results[question.id] = QuestionResult(of: question)
      show(.lines([StyledLine("There you are. Play on, or `next` goes on.", .good)]))
    }
    if !isLasting, !hasToldOfExperiments, !lab.isHalfTyped, phase == .reading || phase == .asking,
      !lab.isSame(as: before), interlude == nil
    {
      hasToldOfExperiments = true
      show(
        .lines(note("(You are trying things on a copy: the lesson goes on from its own state.)")))
    }
  }
}
