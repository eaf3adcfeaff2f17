import Console
import Course
import Dap
import Disk
import Session

extension Program {
  /// What a debugger is asked for: a command file, a Markdown file, a notebook, a lesson's file, or a
  /// lesson of the course by its number or name.
  ///
  /// - Parameter student: whose numbers a lesson has.
  /// - Throws: `ShellError` where there is no such thing, and for a file that cannot be read.
  package static func load(_ which: String, _ student: String?) throws(ShellError) -> Program {
    let isMarkdown = CommandFile.isMarkdown(which)
    if !Files.exists(which) && !isMarkdown || isMarkdown && LessonProgram.isLesson(which) {
      let isPath = which.contains("/")
      guard !isPath || Files.exists(which) else {
        throw ShellError("there is no file \(Path.quoted(which))")
      }
      let lesson = try LessonProgram(which, student: student ?? "", rooms: .standard)
      return Program(
        name: lesson.name, path: lesson.path, text: lesson.text, file: lesson.path,
        sandbox: lesson.sandbox,
        lines: lesson.commands.map { Line(number: $0.line, text: $0.text) })
    }
    let path = Path.absolute(which)
    let commands = try Files.commands(of: which)
    guard !JupyterNotebook.isNotebook(which) else {
      // The cells are shown as one text; the file itself is no text to read.
      let lines = commands.map(\.text)
      return Program(
        name: Path.name(of: path), path: nil, text: lines.joined(separator: "\n") + "\n",
        file: path,
        lines: lines.enumerated().map { Line(number: $0 + 1, text: $1) })
    }
    return Program(
      name: Path.name(of: path), path: path,
      text: try Files.lines(of: which).joined(separator: "\n") + "\n", file: path,
      lines: commands.map { Line(number: $0.number, text: $0.text) })
  }
}
