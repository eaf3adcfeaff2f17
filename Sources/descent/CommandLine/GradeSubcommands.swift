import LineEditor
import Lessons
import Shell
import Wording

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// `descent grade` and `roster`.
extension Subcommand {
  static let grade = Subcommand(
    name: "grade", summary: "Grade receipts: everything in them is done again.",
    discussion: """
      Of several receipts of one student and lesson the best one counts, or with '--take last' the \
      last, and the others are named. The first file that --lessons has of a lesson is its key: \
      receipts of another edition are graded by it where they fit, and what does not fit is said. The \
      exit status is 0 where all are verified, 1 where one is edited, unreadable or cannot be done \
      again here, 2 for wrong use.
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
        names: ["--points"], value: "scheme",
        help: "What a question is worth, as 'first=1 later=0.5 hint=0.1 skip=0'; 1 by default."),
      Option(
        names: ["--roster"], value: "file", help: "A table of the students: names and IDs."),
      Option(
        names: ["--gradebook"], value: "file", help: "Write a row for each student, by lessons."),
      Option(
        names: ["--format"], value: "form",
        help: "The gradebook's form: plain, canvas or moodle; plain by default."),
      Option(
        names: ["--template"], value: "file",
        help:
          "A download of Blackboard's, Canvas's or Moodle's gradebook, whose columns are filled."
      ),
      Option(
        names: ["--column"], value: "lesson=header",
        help: "The template's column for a lesson, or for 'total'. Also several times."),
      Option(names: ["--html"], value: "file", help: "Write a page about the class."),
      Option(names: ["--no-names"], help: "Leave every name out of that page."),
      Option(names: ["--force"], help: "Overwrite files that are no such tables or pages."),
    ], usageStatus: ExitCode(2)
  ) { words throws(UsageError) in
    let options = try gradeOptions(of: words)
    let line = TerminalStatusLine(on: STDERR_FILENO)
    let grading = CountMeter("grade", "lessons", line)
    let result = LessonTools.grade(try words.files, options) { grading.update(done: $0, of: $1) }
    line?.show(nil)
    return result.shown
  }

  private static func gradeOptions(of words: Words) throws(UsageError) -> LessonTools.GradeOptions {
    var options = LessonTools.GradeOptions()
    options.lessons = try words.files(of: "--lessons")
    options.csv = try words.file(of: "--csv")
    options.items = try words.file(of: "--items")
    options.choice = try words.choice("--take", default: .best)
    options.form = try words.choice("--format", default: .plain)
    options.roster = try words.file(of: "--roster")
    options.gradebook = try words.file(of: "--gradebook")
    options.template = try words.file(of: "--template")
    options.html = try words.file(of: "--html")
    options.hasNames = !words.has("--no-names")
    options.isForced = words.has("--force")
    if let text = words.value(of: "--points") {
      guard let scheme = PointScheme(text) else {
        throw UsageError("--points takes \(PointScheme.phrase), not '\(text)'")
      }
      options.scheme = scheme
    }
    for text in words.values(of: "--column") {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw UsageError("--column takes LESSON=HEADER, not '\(text)'")
      }
      options.columns[parts[0]] = parts[1]
    }
    guard options.gradebook != nil || (options.template == nil && !words.has("--format")) else {
      throw UsageError(
        "--template and --format say how --gradebook FILE is written, which is missing")
    }
    guard options.template == nil || !words.has("--format") else {
      throw UsageError("a template has its own form: leave out --format")
    }
    guard options.form != .moodle || options.roster != nil else {
      throw UsageError("Moodle knows students by ID numbers or emails, which --roster FILE has")
    }
    return options
  }

  static let roster = Subcommand(
    name: "roster", summary: "Match names with the IDs of a class list.",
    discussion: """
      The list is a CSV file with a column 'name', or 'first name' and 'last name', and a column 'id'; \
      what Blackboard, Canvas and Moodle export will do. Accents, capitals and the order of a name's \
      parts do not matter. Receipts, folders of them, and names may follow: each is matched, and what \
      cannot be is listed. The exit status is 0 where all are matched, 1 where one is not.
      """,
    operands: Operands(
      usage: "<list> [<receipt or name>...]", help: "The list, then receipts or names.",
      count: 1...Operands.many), usageStatus: ExitCode(2)
  ) { words throws(UsageError) in
    let files = try words.files
    return LessonTools.match(Array(files.dropFirst()), with: files[0]).shown
  }
}

extension Words {
  /// One of a few words.
  ///
  /// - Throws: `UsageError` that names them.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, default: Choice
  ) throws(UsageError) -> Choice {
    guard let word = value(of: name) else { return `default` }
    guard let choice = Choice(rawValue: word) else {
      throw UsageError(
        "\(name) is \(alternatives(Choice.allCases.map(\.rawValue))), not '\(word)'")
    }
    return choice
  }
}
