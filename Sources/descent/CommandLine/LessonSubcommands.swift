import Console
import LineEditor
import Session
import Shell

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// `descent lesson`, `check` and `grade`.
extension Subcommand {
  static let lesson = Subcommand(
    name: "lesson",
    summary: "Take a guided lesson: its number, or a file; 'new FILE' writes one to begin from.",
    discussion: "'export N FILE.ipynb' writes a lesson as a notebook for the Jupyter kernel.",
    operands: Operands(
      usage: "[<lesson>]", help: "A number, a file, 'new FILE', or 'export N FILE.ipynb'.",
      count: 0...3),
    options: [
      Option(names: ["--student"], value: "name", help: "Whose numbers the lesson shows."),
      Option(names: ["--restart"], help: "Start over."),
      Option(names: ["--force"], help: "Let 'new' and 'export' overwrite any file."),
    ]
  ) { words throws(UsageError) in
    if words.operands.first == "new" {
      guard words.operands.count == 2 else {
        throw UsageError("'lesson new' takes the file to write, as 'lesson new mine.md'")
      }
      return LessonTools.writeTemplate(to: try words.files[1], isForced: words.has("--force")).shown
    }
    if words.operands.first == "export" {
      guard words.operands.count == 3 else {
        throw UsageError(
          "'lesson export' takes a lesson and a file, as 'lesson export 4 four.ipynb'")
      }
      return LessonTools.exportLesson(
        words.operands[1], to: try words.files[2], isForced: words.has("--force")
      ).shown
    }
    guard words.operands.count <= 1 else {
      throw UsageError("one lesson at a time: a number or a file")
    }
    var line = "lesson"
    if let which = words.operands.first {
      line += " " + Session.word(for: which)
    }
    if words.has("--restart") { line += " restart=yes" }
    return Program(json: false).take(lesson: line, student: words.value(of: "--student"))
  }

  static let check = Subcommand(
    name: "check", summary: "Check lesson and notebook files.",
    discussion: """
      Files that they read are looked for beside them, then in the working folder. Fences without \
      the mark 'descent' are not checked; those that seem to hold commands or what they print are \
      named. The exit status is 0 where all passed, 1 where one failed, 2 where one is malformed.
      """,
    operands: Operands(
      usage: "<file>...", help: "Lesson and notebook files.", count: 1...Operands.many),
    options: [
      Option(names: ["--accept"], help: "Write the outputs as they are now into the files."),
      Option(
        names: ["--seeds", "--students"], value: "n",
        help: "How many students' numbers are tried; 50 by default."),
      Option(names: ["--junit"], value: "file", help: "Write a JUnit report."),
      Option(names: ["--force"], help: "Let --junit overwrite a file that is no such report."),
    ]
  ) { words throws(UsageError) in
    var options = LessonTools.CheckOptions()
    options.seeds = try words.integer("--seeds", in: 1...100_000, default: options.seeds)
    options.accepts = words.has("--accept")
    options.junit = try words.file(of: "--junit")
    options.isForced = words.has("--force")
    let line = TerminalStatusLine(on: STDERR_FILENO)
    let checking = CheckMeter(line)
    let result = LessonTools.check(try words.files, options) { checking.update(done: $0, of: $1) }
    line?.show(nil)
    return result.shown
  }

  static let grade = Subcommand(
    name: "grade", summary: "Grade receipts: everything in them is done again.",
    discussion: """
      Of several receipts of one student and lesson the best one counts, or with '--take last' the \
      last, and the others are named. The exit status is 0 where all are verified, 1 where one is \
      edited, unreadable or cannot be done again here, 2 for wrong use.
      """,
    operands: Operands(
      usage: "<receipt>...", help: "Receipts that 'progress export' wrote.",
      count: 1...Operands.many),
    options: [
      Option(names: ["--csv"], value: "file", help: "Write a line for each student and lesson."),
      Option(
        names: ["--items"], value: "file",
        help: "Write a line for each question; without it, beside --csv."),
      Option(
        names: ["--lessons"], value: "file", takesMany: true,
        help: "Lesson files besides the course's."),
      Option(
        names: ["--take"], value: "which",
        help: "Which of several receipts of a student counts: best or last; best by default."),
      Option(
        names: ["--force"], help: "Let --csv and --items overwrite files that are no such tables."),
    ]
  ) { words throws(UsageError) in
    let which = words.value(of: "--take") ?? "best"
    guard let choice = LessonTools.Choice(rawValue: which) else {
      throw UsageError("--take is best or last, not '\(which)'")
    }
    return LessonTools.grade(
      try words.files, lessons: try words.files(of: "--lessons"), csv: try words.file(of: "--csv"),
      items: try words.file(of: "--items"), taking: choice, isForced: words.has("--force")
    ).shown
  }
}

/// How far the check is; how much there is to do shows when it begins.
private final class CheckMeter: @unchecked Sendable {
  private let line: TerminalStatusLine?
  private var meter: ProgressMeter?

  init(_ line: TerminalStatusLine?) { self.line = line }

  /// Called one at a time.
  func update(done: Int, of count: Int) {
    let meter =
      meter
      ?? ProgressMeter(
        "check", of: Double(count), "runs", on: line?.line, unicode: Terminal.usersLocaleIsUTF8)
    self.meter = meter
    meter.update(Double(done))
  }
}

extension LessonTools.Result {
  /// Prints the text and gives the status to end with.
  fileprivate var shown: ExitCode {
    StandardStreams.write(text)
    return ExitCode(status)
  }
}
