import Console
import LineEditor
import Shell

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// `descent report`, `site` and `assign`.
extension Subcommand {
  static let report = Subcommand(
    name: "report", summary: "Write a Markdown document with descent blocks as a page.",
    discussion: """
      The blocks run, and the page has the prose, the commands, what they printed, and their figures. \
      It is one HTML file that loads nothing, for a screen, a phone and paper. With --watch it is \
      written again whenever the document changes, until ^C. The exit status is 0, 1 where a command \
      fails, 2 where the document cannot be read or the page not be written.
      """,
    operands: Operands(usage: "<file>", help: "The document.", count: 1...1),
    options: [
      Option(
        names: ["-o", "--output"], value: "page", help: "Where to write; beside it by default."),
      Option(names: ["--watch"], help: "Write it again when the document changes."),
      Option(names: ["--force"], help: "Overwrite a file that is no report."),
    ], usageStatus: ExitCode(2)
  ) { words throws(UsageError) in
    let path = try words.files[0]
    let page = try words.file(of: "-o")
    let isForced = words.has("--force")
    return Watching(path, isOn: words.has("--watch")).run {
      LessonTools.report(path, to: page, isForced: isForced)
    }
  }

  static let site = Subcommand(
    name: "site", summary: "Write lessons as a web site that works from a folder.",
    discussion: """
      A page for each lesson, with its prose, pictures and questions, the lesson's file beside it, and \
      an index. Numbers and options are checked in the page, with the numbers of the transcript, \
      without any script; answers show on request. The exit status is 0, 1 where a lesson does not \
      run, 2 where one cannot be read or a page not be written.
      """,
    operands: Operands(
      usage: "<lessons>...", help: "Lesson files, and folders of them.", count: 1...Operands.many),
    options: [
      Option(names: ["-o", "--output"], value: "folder", help: "The folder to write into."),
      Option(names: ["--force"], help: "Overwrite files that are no such pages."),
    ], usageStatus: ExitCode(2)
  ) { words throws(UsageError) in
    guard let folder = try words.file(of: "-o") else {
      throw UsageError("-o FOLDER is missing: where the site goes")
    }
    let line = TerminalStatusLine(on: STDERR_FILENO)
    let meter = CountMeter("site", "lessons", line)
    let result = LessonTools.site(
      try words.files, to: folder, isForced: words.has("--force")
    ) { meter.update(done: $0, of: $1) }
    line?.show(nil)
    return result.shown
  }

  static let assign = Subcommand(
    name: "assign", summary: "Write an assignment to begin from: 'assign new FOLDER'.",
    discussion: """
      The folder gets a lesson, a class list, instructions for the students, and a script that grades \
      what comes back.
      """,
    operands: Operands(usage: "new <folder>", help: "'new' and the folder.", count: 2...2),
    options: [Option(names: ["--force"], help: "Overwrite files of those names.")],
    usageStatus: ExitCode(2)
  ) { words throws(UsageError) in
    guard words.operands[0] == "new" else {
      throw UsageError("'assign' knows 'new FOLDER', not '\(words.operands[0])'")
    }
    return LessonTools.writeAssignment(to: try words.files[1], isForced: words.has("--force")).shown
  }
}
