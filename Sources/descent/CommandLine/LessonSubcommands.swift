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

/// `descent lesson` and `check`.
extension Subcommand {
  static let lesson = Subcommand(
    name: "lesson",
    summary: "Take a guided lesson: its number, or a file.",
    discussion: """
      'lesson new FILE' writes a lesson to begin from. 'lesson preview FILE' shows a lesson's questions \
      with the numbers of three students side by side, again and again with --watch. 'lesson export N \
      FILE.ipynb' writes a lesson as a notebook for the Jupyter kernel.
      """,
    operands: Operands(
      usage: "[<lesson>]",
      help: "A number, a file, 'new FILE', 'preview FILE' or 'export N FILE.ipynb'.", count: 0...3),
    options: [
      Option(names: ["--student"], value: "name", help: "Whose numbers the lesson shows."),
      Option(names: ["--restart"], help: "Start over."),
      Option(
        names: ["--answers"], value: "file",
        help:
          "Take the answers from a file, a line each as typed; exit status 0 if finished, 1 if not."
      ),
      Option(
        names: ["--students"], value: "names",
        help: "Whose numbers 'preview' shows, with commas between them."),
      Option(names: ["--watch"], help: "Let 'preview' show it again when the file changes."),
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
    if words.operands.first == "preview" {
      guard words.operands.count == 2 else {
        throw UsageError("'lesson preview' takes a lesson file, as 'lesson preview mine.md'")
      }
      let path = try words.files[1]
      let names = words.value(of: "--students")?.split(separator: ",").map(String.init)
      return Watching(path, isOn: words.has("--watch")).run {
        LessonTools.preview(
          path, students: names ?? ["", "student-1", "student-2"],
          width: Terminal.columns() ?? 100)
      }
    }
    guard words.operands.count <= 1 else {
      throw UsageError("one lesson at a time: a number or a file")
    }
    var line = "lesson"
    if let which = words.operands.first {
      line += " " + Session.word(for: which)
    }
    if words.has("--restart") { line += " restart=yes" }
    let student = words.value(of: "--student")
    if let answers = try words.file(of: "--answers") {
      return Program(json: false).take(lesson: line, student: student, answers: answers)
    }
    return Program(json: false).take(lesson: line, student: student)
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
      Option(
        names: ["--explain"],
        help: "Say which numbers each check used, and which 'wrong:' lines no answer met."),
      Option(names: ["--junit"], value: "file", help: "Write a JUnit report."),
      Option(names: ["--force"], help: "Let --junit overwrite a file that is no such report."),
    ]
  ) { words throws(UsageError) in
    var options = LessonTools.CheckOptions()
    options.seeds = try words.integer("--seeds", in: 1...100_000, default: options.seeds)
    options.accepts = words.has("--accept")
    options.explains = words.has("--explain")
    options.junit = try words.file(of: "--junit")
    options.isForced = words.has("--force")
    let line = TerminalStatusLine(on: STDERR_FILENO)
    let checking = CountMeter("check", "runs", line)
    let result = LessonTools.check(try words.files, options) { checking.update(done: $0, of: $1) }
    line?.show(nil)
    return result.shown
  }
}

extension LessonTools.Result {
  /// Prints the text and gives the status to end with.
  var shown: ExitCode {
    StandardStreams.write(text)
    return ExitCode(status)
  }
}
