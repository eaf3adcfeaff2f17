import Console
import Disk
import Lessons
import Plot
import Session
import Wording

extension Verbs {
  static let notebook = Command(
    "notebook", .keep, "saves the session as a document that can be run again",
    discussion: """
      FILE.md is Markdown: every command with its output. 'descent run FILE.md' runs it, 'descent \
      check FILE.md' runs it and compares the outputs. FILE.html is one page to read or print, with \
      the figures drawn. The commands are gone through again for it, plainly and 80 columns wide, so \
      a long session takes its time once more. What 'undo' took back is not in it. \(Document.rule)
      """,
    parameters: [
      Parameter("file", .positional, .output, required: true, "a name that ends in .md or .html"),
      Parameter("title", .option, .word, "the document's title"), Document.force,
    ],
    examples: ["surface rosenbrock; optimizer adam lr=0.1; step 3", "notebook session.descent.md"]
  ) { workspace, arguments throws(ShellError) in
    let path = arguments.text("file") ?? ""
    let isPage = path.hasSuffix(".html") || path.hasSuffix(".htm")
    guard isPage || path.hasSuffix(".md") else {
      throw arguments.error(
        "a notebook's name ends in .md or .html, not as '\(shortened(path))'", about: "file")
    }
    guard !workspace.notes.isEmpty else {
      throw ShellError("nothing has been done yet that a notebook could hold")
    }
    try workspace.check(arguments, as: .notebook)
    let folder = Path.folder(of: path)
    let (entries, isSame) = try workspace.journalAgain(drawing: isPage) {
      workspace.line($0, seenFrom: folder)
    }
    let title = arguments.text("title") ?? "A session of descent"
    let notebook = Notebook(title: title, entries: entries)
    try workspace.write(isPage ? notebook.html : notebook.markdown, to: arguments, as: .notebook)
    var report = Report(json: [
      "file": .string(path), "commands": .integer(entries.count), "repeats": .boolean(isSame),
    ])
    report.line("\(counted(entries.count, "command")) written to \(path)")
    if let file = workspace.fileRead(by: entries.flatMap(\.commands), outside: folder) {
      report.paragraph(
        StyledText(
          "It reads \(Path.quoted(file)), which is not in its own folder: 'check' and 'lesson' let a "
            + "file read only what lies beside it or below. Copy the data there, or run it with 'run'.",
          .warning))
    }
    if !isSame {
      report.paragraph(
        StyledText(
          "Gone through again, they end in another state than this session: a file that was read "
            + "has changed since.", .warning))
    }
    return [report]
  }
}

extension Workspace {
  /// The first file that some lines read from outside the folder that they are kept in.
  fileprivate func fileRead(by lines: [String], outside folder: String) -> String? {
    var found: String?
    for line in lines where found == nil {
      _ = self.line(
        with: { path in
          if path.hasPrefix("/") || path.split(separator: "/").contains("..") {
            found = found ?? path
          }
          return nil
        }, in: line)
    }
    return found
  }

  /// Goes through the journal again in a fresh workspace.
  ///
  /// - Parameter written: a command as the notebook has it.
  /// - Returns: each command with what it printed, and whether the end is the present state.
  fileprivate func journalAgain(
    drawing: Bool, written: (String) -> String
  ) throws(ShellError) -> (entries: [Notebook.Entry], isSame: Bool) {
    let host = Host(rooms: self.host.rooms, interrupt: self.host.interrupt)
    var figures: [Figure] = []
    if drawing { host.drawn = { figure, _ in figures.append(figure) } }
    let plain = Traits()
    var laboratory = ShellLaboratory(
      Workspace(traits: plain, host: host), terminal: plain, file: nil)
    var entries: [Notebook.Entry] = []
    var commands: [String] = []
    var output = ""
    for line in notes {
      if host.interrupt() { throw .interruption("writing the notebook was interrupted") }
      commands.append(written(line))
      let outcome = laboratory.run(line, by: .student) { output += $0 }
      if let failure = outcome.failure {
        throw ShellError("'\(shortened(line))' cannot be gone through again: \(failure)")
      }
      if laboratory.isHalfTyped { continue }
      let documents = figures.enumerated().map { number, figure in
        SVGRenderer(label: "\(entries.count).\(number)", isFile: false).render(figure)
      }
      entries.append(Notebook.Entry(commands: commands, output: output, figures: documents))
      commands = []
      output = ""
      figures = []
    }
    let here = ShellLaboratory(self, terminal: plain, file: nil)
    return (entries, laboratory.isSame(as: here))
  }
}

extension Document {
  static let notebook = Document(name: "notebook", isOwn: Notebook.isNotebook)
}
