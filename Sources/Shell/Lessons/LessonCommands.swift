import Console
import Disk
import Formula
import Lessons
import Wording

/// The verbs of guided lessons.
extension Verbs {
  static let lessons = Command(
    "lessons", .learn, "lists the lessons and how far you are", examples: ["lessons"]
  ) { workspace, _ throws(ShellError) in
    [workspace.lessonList]
  }

  static let lesson = Command(
    "lesson", .learn, "opens a lesson of the course, or a lesson file",
    discussion: """
      'lesson 4' begins where you left lesson 4; restart=yes starts it over. Alone it opens the lesson \
      you were last in, or the first. In a lesson every command works, and besides 'next', 'hint', \
      'skip', 'play' and 'quit'. 'set student NAME' gives you numbers of your own.
      """,
    parameters: [
      Parameter(
        "which", .positional, .path, "its number, or a file",
        suggestions: { _ in LessonShelf.course.map { "\($0.number)" } }),
      Parameter("restart", .option, .truth, default: "no", "whether to start over"),
    ],
    examples: ["lesson 4"], effect: .leaves
  ) { workspace, arguments throws(ShellError) in
    var request = try workspace.lessonRequest(
      for: arguments.text("which"), column: arguments.column("which"))
    request.restarts = arguments.truth("restart") ?? false
    workspace.lessonRequest = request
    return []
  }

  static let next = inLesson("next", shortcut: "n", "goes on in a lesson", then: ["next"])
  static let hint = inLesson("hint", "shows a lesson's next hint", then: ["next", "hint"])
  static let skip = inLesson(
    "skip", "shows a question's answer and goes on as if it were solved", then: ["next", "skip"])
  static let play = inLesson(
    "play", "lets you try anything on a copy of a lesson's state", then: ["play", "step", "next"])

  /// Words that the lesson itself understands; outside of one they have no use.
  private static func inLesson(
    _ name: String, shortcut: String? = nil, _ summary: String, then lines: [String]
  ) -> Command {
    Command(name, shortcut: shortcut, .learn, summary, examples: ["lesson 4"] + lines) {
      _, _ throws(ShellError) in
      throw ShellError("'\(name)' belongs to a lesson; 'lessons' lists them, 'lesson 4' opens one")
    }
  }

  static let progress = Command(
    "progress", .learn, "shows your progress, or writes it to a file to hand in",
    discussion: """
      'progress export FILE' writes a receipt of all lessons, finished or not, with each answer, \
      attempt, hint and skip. An instructor grades receipts with 'descent grade'. \(Document.rule)
      """,
    parameters: [
      Parameter("action", .positional, .choice(["export"]), "what to do"),
      Parameter("file", .positional, .output, "where to write"), Document.force,
    ],
    examples: ["progress"]
  ) { workspace, arguments throws(ShellError) in
    guard arguments.isGiven("action") else { return [workspace.progressReport] }
    guard let path = arguments.text("file") else {
      throw ShellError("'progress export' needs a file to write, as 'progress export mine.receipt'")
    }
    return workspace.reports(try workspace.exportProgress(to: path, arguments), ofWriting: path)
  }
}

extension Workspace {
  /// What a number or path asks for.
  fileprivate func lessonRequest(
    for which: String?, column: Int?
  ) throws(ShellError) -> LessonRequest {
    let course = LessonShelf.course
    guard let which else {
      guard let entry = nextLesson ?? course.first else {
        throw ShellError("this program was built without lessons; 'lesson FILE' opens a file")
      }
      return Self.request(entry)
    }
    if let number = Int(which) {
      guard let entry = course.first(where: { $0.number == number }) else {
        let numbers = course.map { "\($0.number)" }.joined(separator: ", ")
        throw ShellError("there is no lesson \(number); there are \(numbers)", column: column)
      }
      return Self.request(entry)
    }
    if let entry = course.first(where: { $0.file == which || $0.name == which }) {
      return Self.request(entry)
    }
    if let entry = Spelling.match(which, in: course.map(\.name)).flatMap({ name in
      course.first { $0.name == name }
    }) {
      return Self.request(entry)
    }
    // A lesson file goes by its own name once it was begun.
    let isPath = which.contains("/") || which.contains(".") || Files.exists(which)
    if !isPath, let source = sourceOfLesson(called: which) {
      guard Files.exists(source) else {
        throw ShellError(
          "the lesson '\(which)' was begun from '\(source)', which is there no longer",
          column: column)
      }
      return try request(file: source)
    }
    guard isPath else {
      throw ShellError(
        "there is no lesson '\(shortened(which))'"
          + suggestion(Spelling.candidates(for: which, in: course.map(\.name))), column: column)
    }
    return try request(file: which)
  }

  /// The file of the lesson of that name that was begun: one that is still there, and not finished,
  /// rather than another.
  private func sourceOfLesson(called name: String) -> String? {
    let kept = host.shelf.allProgress(of: host.shelf.student).filter {
      $0.lesson == name && !$0.source.isEmpty
    }
    let present = kept.filter { Files.exists($0.source) }
    return (present.first { !$0.isFinished } ?? present.first ?? kept.first)?.source
  }

  private func request(file which: String) throws(ShellError) -> LessonRequest {
    let (lesson, problems) = LessonParser.parse(
      try Files.bytes(of: which, limit: 2 * LessonParser.largestFile))
    if let problem = problems.first(where: { _ in lesson.remark == nil || problems.count > 1 }) {
      throw ShellError(
        "\(problem.text(file: which))"
          + (problems.count > 1 ? " ('descent check' lists \(problems.count) problems)" : ""))
    }
    guard !lesson.id.isEmpty else {
      throw ShellError("'\(which)' is no lesson: it has no questions; 'descent run' runs it")
    }
    return LessonRequest(lesson: lesson, label: lesson.id, source: Path.absolute(which))
  }

  private static func request(_ entry: LessonShelf.Entry) -> LessonRequest {
    LessonRequest(
      lesson: LessonParser.parse(entry.bytes).lesson, label: "\(entry.number)", source: "")
  }

  /// The first lesson that is begun and not finished, else the first that is not begun.
  private var nextLesson: LessonShelf.Entry? {
    let kept = progressByLesson
    func progress(_ entry: LessonShelf.Entry) -> Progress? {
      kept[LessonParser.parse(entry.bytes).lesson.id]
    }
    let course = LessonShelf.course
    return course.first { progress($0).map { !$0.isFinished } ?? false }
      ?? course.first { progress($0) == nil }
  }

  /// What is kept of the lessons of the course, by their names.
  private var progressByLesson: [String: Progress] {
    let kept = host.shelf.allProgress(of: host.shelf.student).filter(\.source.isEmpty)
    return Dictionary(kept.map { ($0.lesson, $0) }, uniquingKeysWith: { first, _ in first })
  }

  fileprivate var lessonList: Report {
    let kept = progressByLesson
    var rows: [[StyledText]] = []
    var json: [JSON] = []
    for entry in LessonShelf.course {
      let lesson = LessonParser.parse(entry.bytes).lesson
      let progress = kept[lesson.id]
      let count = lesson.questions.count
      let state: StyledText
      if let progress {
        state =
          progress.isFinished
          ? StyledText("done", .good) : StyledText("\(progress.answered)/\(count)", .warning)
      } else {
        state = StyledText("\(count) questions", .faint)
      }
      rows.append([
        StyledText("\(entry.number)", .strong), StyledText(lesson.title), state,
        StyledText(lesson.minutes.isEmpty ? "" : "\(lesson.minutes) min", .faint),
      ])
      json.append(
        .object([
          "number": .integer(entry.number), "lesson": .string(lesson.id),
          "title": .string(lesson.title), "questions": .integer(count),
          "answered": .integer(progress?.answered ?? 0),
          "finished": .boolean(progress?.isFinished ?? false),
        ]))
    }
    var report = Report(json: ["lessons": .array(json)])
    report.table(
      Table(
        [
          Table.Column(""), Table.Column("", .leading), Table.Column("", .leading),
          Table.Column("", .leading),
        ], rows: rows))
    report.line(StyledText("'lesson 4' opens lesson 4; 'lesson FILE' opens a file.", .faint))
    return report
  }

  fileprivate var progressReport: Report {
    let all = host.shelf.allProgress(of: host.shelf.student)
    var table = Table([
      Table.Column("lesson", .leading), Table.Column("answered"), Table.Column("first try"),
      Table.Column("hints"), Table.Column("skipped"), Table.Column("", .leading),
    ])
    var json: [JSON] = []
    for progress in all {
      let first = progress.results.count(where: \.isFirstTry)
      let hints = progress.results.reduce(0) { $0 + $1.hints }
      let skipped = progress.results.count(where: \.isSkipped)
      table.rows.append([
        StyledText(progress.title.isEmpty ? progress.lesson : progress.title),
        StyledText("\(progress.answered)/\(progress.questions)"), StyledText("\(first)"),
        StyledText("\(hints)"), StyledText("\(skipped)"),
        progress.isFinished ? StyledText("done", .good) : StyledText("open", .faint),
      ])
      json.append(
        .object([
          "lesson": .string(progress.lesson), "answered": .integer(progress.answered),
          "questions": .integer(progress.questions), "first_try": .integer(first),
          "hints": .integer(hints), "skipped": .integer(skipped),
          "finished": .boolean(progress.isFinished),
        ]))
    }
    var report = Report(json: [
      "student": .string(host.shelf.student.id), "lessons": .array(json),
    ])
    if all.isEmpty {
      report.line("No lesson has been begun; 'lessons' lists them.")
    } else {
      report.table(table)
    }
    return report
  }

  fileprivate func exportProgress(
    to path: String, _ arguments: Arguments
  ) throws(ShellError) -> Report {
    let student = host.shelf.student
    let lessons = host.shelf.allProgress(of: student)
    guard !lessons.isEmpty else {
      throw ShellError("no lesson has been begun, so there is nothing to hand in")
    }
    try write(
      Receipt(student: student, lessons: lessons, time: FileStamp.now).text, to: arguments,
      as: .receipt)
    var report = Report(json: [
      "file": .string(path), "student": .string(student.id), "lessons": .integer(lessons.count),
    ])
    report.line("\(counted(lessons.count, "lesson")) written to \(path)")
    if student.id.isEmpty {
      report.line(
        StyledText(
          "It carries no name; 'set student NAME' before a lesson gives it one.", .warning))
    }
    return report
  }
}

extension LessonShelf.Entry {
  /// The file's name without its number and ending.
  var name: String {
    let stem = file.drop { $0.isNumber || $0 == "-" }
    return stem.hasSuffix(".md") ? String(stem.dropLast(3)) : String(stem)
  }
}
