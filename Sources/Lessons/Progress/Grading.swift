/// Receipts, read, done again and counted.
public struct GradeReport: Sendable {
  /// One student's lesson.
  public struct Row: Hashable, Sendable {
    public enum Status: Hashable, Sendable {
      /// Doing it again gives what the receipt says.
      case verified
      /// The receipt says what its own answers do not give, and what.
      case edited(String)
      /// It cannot be done again here, which says nothing against it: the lesson is not at hand, or
      /// another version of it, of the program or of the data.
      case unverified(String)
      /// Taken in an older edition of the lesson: so many of the questions answered still fit.
      case older(fitting: Int, of: Int)

      public var isEdited: Bool { if case .edited = self { true } else { false } }

      public var text: String {
        switch self {
        case .verified: "verified"
        case .edited(let what): "edited: \(what)"
        case .unverified(let why): "not verified: \(why)"
        case .older(let fitting, let count):
          "older course: not graded here; `grade --lessons DIR` with the old files does"
            + (fitting == 0 ? "" : " (\(fitting) of \(count) questions still fit and are graded)")
        }
      }
    }

    public var receipt: String
    public var student: String
    public var lesson: String
    public var status: Status
    public var results: [QuestionResult]
    public var questions: Int
    public var isFinished: Bool
    /// When it was handed in, as ISO 8601 in UTC; empty where nothing says.
    public var time = ""

    /// One for each question solved without `skip`.
    public var points: Int { results.count { $0.isSolved && !$0.isSkipped } }
    public var firstTries: Int { results.count(where: \.isFirstTry) }

    /// Whether it counts before another hand-in of the same lesson; of equals the later one does.
    func isBetter(than other: Row) -> Bool {
      func rank(_ row: Row) -> [Int] {
        let standing = row.status == .verified ? 2 : row.status.isEdited ? 0 : 1
        let hints = row.results.reduce(0) { $0 + $1.hints }
        return [standing, row.points, row.firstTries, row.isFinished ? 1 : 0, -hints]
      }
      let (mine, others) = (rank(self), rank(other))
      return mine == others ? time >= other.time : others.lexicographicallyPrecedes(mine)
    }
  }

  /// How a question went with all students.
  public struct Item: Hashable, Sendable {
    public var lesson: String
    public var question: String
    public var students = 0
    public var solved = 0
    public var firstTries = 0
    public var hints = 0
    public var skips = 0
    /// Wrong answers with how often each was given, the commonest first.
    public var wrongAnswers: [(answer: String, count: Int)] = []

    public static func == (a: Item, b: Item) -> Bool {
      a.lesson == b.lesson && a.question == b.question
    }

    public func hash(into hasher: inout Hasher) {
      hasher.combine(lesson)
      hasher.combine(question)
    }
  }

  public private(set) var rows: [Row] = []
  /// Files that are no receipts, each with a sentence.
  public private(set) var failures: [(receipt: String, message: String)] = []
  /// Hand-ins that do not count, as another one of the same student and lesson does.
  public private(set) var superseded: [(row: Row, by: String)] = []

  public init() {}

  /// Adds one receipt.
  ///
  /// - Parameters:
  ///   - time: when the file was written, in the form of a receipt's own time, which goes before.
  ///   - lessons: the lessons at hand by their names, each with all its editions.
  ///   - makeLaboratory: a fresh state to do everything again in.
  public mutating func add<Lab: Laboratory>(
    _ text: String, named name: String, time: String = "", lessons: [String: [Lesson]],
    makeLaboratory: (Lesson) -> Lab
  ) {
    let receipt: Receipt
    var isTouched = false
    do { receipt = try Receipt(text: text, isTouched: &isTouched) } catch {
      failures.append((name, error.message))
      return
    }
    if receipt.lessons.isEmpty { failures.append((name, "this receipt holds no lesson")) }
    for progress in receipt.lessons {
      var row = Row(
        receipt: name, student: receipt.student.id, lesson: progress.lesson, status: .verified,
        results: progress.results, questions: progress.questions, isFinished: progress.isFinished,
        time: receipt.time.isEmpty ? time : receipt.time)
      row.status = Self.verify(
        progress, &row.results, lessons[progress.lesson] ?? [], makeLaboratory: makeLaboratory)
      if progress.student != receipt.student {
        row.status = .edited("the lesson was taken with the numbers of '\(progress.student.id)'")
      } else if isTouched, !row.status.isEdited {
        row.status = Self.judge(progress, of: receipt, besides: row.status)
      }
      rows.append(row)
    }
  }

  /// What to think of a lesson whose receipt's sum does not fit, though its log says nothing of it.
  private static func judge(
    _ progress: Progress, of receipt: Receipt, besides status: Row.Status
  ) -> Row.Status {
    if let change = receipt.change(in: progress) { return .edited(change) }
    guard status == .verified, !receipt.isSealed(progress) else { return status }
    return .unverified(
      "its sum does not fit its text, which was changed on its way or by hand; its answers replay")
  }

  /// Adds a file that cannot be read, and why.
  public mutating func add(unreadable name: String, _ message: String) {
    failures.append((name, message))
  }

  /// Which of several hand-ins of a student counts.
  public enum Choice: String, CaseIterable, Sendable {
    case best, last
  }

  /// Leaves one row for each student and lesson. Receipts without a name are each their own.
  public mutating func settle(by choice: Choice) {
    var kept: [Row] = []
    for row in rows {
      let place = kept.firstIndex {
        !row.student.isEmpty && $0.student == row.student && $0.lesson == row.lesson
      }
      guard let place else {
        kept.append(row)
        continue
      }
      let other = kept[place]
      let counts = choice == .best ? row.isBetter(than: other) : row.time >= other.time
      if counts { kept[place] = row }
      superseded.append(counts ? (other, row.receipt) : (row, other.receipt))
    }
    // What was set aside for a row that was set aside itself is so for the one that counts.
    for i in superseded.indices {
      let row = superseded[i].row
      superseded[i].by =
        kept.first { $0.student == row.student && $0.lesson == row.lesson }?.receipt ?? ""
    }
    rows = kept
  }

  private static func verify<Lab: Laboratory>(
    _ progress: Progress, _ results: inout [QuestionResult], _ editions: [Lesson],
    makeLaboratory: (Lesson) -> Lab
  ) -> Row.Status {
    if let result = progress.contradiction {
      return .edited("the result of '\(result.id)' does not follow from the answers in the log")
    }
    guard let latest = editions.first else {
      return .unverified("there is no lesson '\(progress.lesson)' here")
    }
    guard let lesson = editions.first(where: { Progress.blocks(of: $0) == progress.blocks }) else {
      let answered = results.filter { $0.isSolved || $0.isSkipped || !$0.wrongAnswers.isEmpty }
      let fitting = LessonRun.regraded(latest, progress, lab: makeLaboratory(latest))
      results = fitting
      return .older(fitting: fitting.count, of: max(answered.count, fitting.count))
    }
    // What was only tried out is no part of what is graded, and may need files that are not here.
    var graded = progress
    graded.log.removeAll { !$0.isLasting }
    let (run, resumption) = LessonRun.resumed(lesson, graded, lab: makeLaboratory(lesson))
    if let fault = run.faults.first {
      return .unverified("the lesson does not run here: \(fault.message)")
    }
    if let failure = run.replayFailures.first {
      return .unverified("not everything can be done again: \(failure)")
    }
    let elsewhere = progress.surroundings(besides: run.lab.inputs)
    func finding(_ what: String) -> Row.Status {
      elsewhere.map { .unverified("does not replay here: \($0)") } ?? .edited(what)
    }
    guard resumption != .lost else { return finding("its log does not lead through the lesson") }
    for (before, now) in zip(graded.log, run.log) where before.action != now.action {
      return finding(Self.difference(before, now))
    }
    let found = lesson.questions.compactMap { run.results[$0.id] }
    if let (said, _) = zip(results, found).first(where: { !$1.fits($0, form: progress.form) }) {
      return finding("the result of '\(said.id)' does not follow from the answers in the log")
    }
    let isFinished = progress.form > Progress.strictForm ? run.isThrough : run.isFinished
    guard results.count == found.count, run.log.count == graded.log.count,
      isFinished == progress.isFinished,
      run.answeredCount == progress.answered, lesson.questions.count == progress.questions
    else { return finding("its results do not follow from its answers") }
    results = found
    // The state of a former form was that of a former program: the answers are what is graded.
    if resumption == .differs, graded.log.count == progress.log.count,
      progress.form > Progress.strictForm
    {
      return .unverified(
        "does not replay here: "
          + (elsewhere ?? "all answers do, but its last state is another one (version or data)"))
    }
    return .verified
  }

  /// How an answer of the log is marked here, in words.
  private static func difference(_ before: LogEntry, _ now: LogEntry) -> String {
    let question = before.question ?? "?"
    func marks(_ isRight: Bool) -> String { isRight ? "right" : "wrong" }
    guard case .answer(let text, let said) = before.action,
      case .answer(text, let found) = now.action, said != found
    else { return "the answers to '\(question)' are marked otherwise" }
    return "its log has the answer '\(text)' to '\(question)' as \(marks(said)), and it is "
      + marks(found)
  }
}
