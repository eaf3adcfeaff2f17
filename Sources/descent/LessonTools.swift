import ArgumentParser
import LineEditor
import Shell

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct LessonCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesson",
    abstract: "Take a guided lesson: its number, or a file; 'new FILE' writes one to begin from.")

  @Argument(help: "A number, a file, or 'new FILE'.")
  var words: [String] = []

  @Option(help: "Whose numbers the lesson shows.")
  var student: String?

  @Flag(help: "Begin anew.")
  var restart = false

  func run() throws {
    if words.first == "new" {
      guard words.count == 2 else {
        throw ValidationError("'lesson new' takes the file to write, as 'lesson new mine.md'")
      }
      throw LessonTools.writeTemplate(to: words[1]).shown
    }
    guard words.count <= 1 else {
      throw ValidationError("one lesson at a time: a number or a file")
    }
    var line = "lesson"
    if let which = words.first {
      line += which.contains("\"") ? " '\(which)'" : " \"\(which)\""
    }
    if restart { line += " restart=yes" }
    throw Program(json: false).take(lesson: line, student: student)
  }
}

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check lesson and notebook files.",
    discussion:
      "The exit status is 0 where all passed, 1 where one failed, 2 where one is malformed.")

  @Argument(help: "Lesson and notebook files.")
  var files: [String]

  @Flag(help: "Write the outputs as they are now into the files.")
  var accept = false

  @Option(
    name: [.customLong("seeds"), .customLong("students")],
    help: "How many students' numbers are tried.")
  var seeds = 50

  @Option(help: ArgumentHelp("Write a JUnit report.", valueName: "file"))
  var junit: String?

  func validate() throws {
    guard (1...100_000).contains(seeds) else {
      throw ValidationError("--seeds takes a whole number from 1 to 100000")
    }
  }

  func run() throws {
    var options = LessonTools.CheckOptions()
    options.seeds = seeds
    options.accepts = accept
    options.junit = junit
    let line = TerminalStatusLine(on: STDERR_FILENO)
    let checking = CheckMeter(line)
    let result = LessonTools.check(files, options) { checking.update(done: $0, of: $1) }
    line?.show(nil)
    throw result.shown
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

struct GradeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade", abstract: "Grade receipts: everything in them is done again.",
    discussion: """
      The exit status is 0 where all are verified, 1 where one was edited or cannot be \
      verified, 2 where one cannot be read.
      """)

  @Argument(help: "Receipts that 'progress export' wrote.")
  var receipts: [String]

  @Option(help: ArgumentHelp("Write a line for each student and lesson.", valueName: "file"))
  var csv: String?

  @Option(
    help: ArgumentHelp(
      "Write a line for each question; without it, beside --csv.", valueName: "file"))
  var items: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Lesson files besides the course's.", valueName: "file"))
  var lessons: [String] = []

  func run() throws {
    throw LessonTools.grade(receipts, lessons: lessons, csv: csv, items: items).shown
  }
}

extension LessonTools.Result {
  /// Prints the text and gives the status to end with.
  fileprivate var shown: ExitCode {
    StandardStreams.write(text)
    return ExitCode(status)
  }
}
