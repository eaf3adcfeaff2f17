import Console
import Disk
import Lessons
import Plot
import Session
import Wording

extension Verbs {
  private static let file = Workspace.file("a name that ends in .md, .ipynb or .html")
  private static let title = Argument<String?>("title", .word, "the document's title")

  static let notebook = Command(
    "notebook", .keep, "saves the session as a document that can be run again",
    discussion: """
      FILE.md is Markdown: every command with its output. 'descent run FILE.md' runs it, 'descent \
      check FILE.md' runs it and compares the outputs. FILE.ipynb is the same for Jupyter, with \
      pictures, and FILE.html one page to read or print. Comments on lines of their own, and the prose \
      of a document that 'source' ran, stand between the commands. The commands are gone through again for it, plainly and 80 columns wide, so \
      a long session takes its time once more. What 'undo' took back is not in it. \(Document.rule)
      """,
    parameters: [file, title, Workspace.force],
    examples: ["surface rosenbrock; optimizer adam lr=0.1; step 3", "notebook session.descent.md"]
  ) { workspace, arguments throws(ShellError) in
    let path = arguments[file]
    let isPage = path.hasSuffix(".html") || path.hasSuffix(".htm")
    let isJupyter = JupyterNotebook.isNotebook(path)
    guard isPage || isJupyter || path.hasSuffix(".md") else {
      throw arguments.error(
        "a notebook's name ends in .md, .ipynb or .html, not as '\(shortened(path))'", about: file)
    }
    guard workspace.notes.contains(where: { !$0.hasPrefix("#") }) else {
      throw ShellError("nothing has been done yet that a notebook could hold")
    }
    try workspace.check(arguments, as: .notebook)
    let folder = Path.folder(of: path)
    var (entries, isSame) = try workspace.journalAgain(drawing: isPage || isJupyter) {
      workspace.line($0, seenFrom: folder)
    }
    let heading = arguments.isGiven(title) ? nil : entries.first?.heading
    if heading != nil { entries[0] = entries[0].withoutHeading }
    let notebook = Notebook(
      title: arguments[title] ?? heading ?? "A session of descent", entries: entries)
    let text =
      isPage
      ? notebook.html
      : isJupyter ? notebook.jupyter(version: Progress.program) : notebook.markdown
    try workspace.write(text, to: arguments, as: .notebook)
    let count = entries.count { !$0.commands.isEmpty }
    var report = Report(json: [
      "file": .string(path), "commands": .integer(count), "repeats": .boolean(isSame),
    ])
    report.line("\(counted(count, "command")) written to \(path)")
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
    var figures: [(figure: Figure, drawing: String)] = []
    if drawing { host.drawn = { figures.append(($0, $1)) } }
    var prose: [String] = []
    let plain = Traits()
    var laboratory = ShellLaboratory(
      Workspace(traits: plain, host: host), terminal: plain, file: nil)
    var entries: [Notebook.Entry] = []
    var commands: [String] = []
    var output = ""
    for line in notes {
      if host.interrupt() { throw .interruption("writing the notebook was interrupted") }
      if line.hasPrefix("#"), !laboratory.isHalfTyped {
        prose.append(String(line.dropFirst(line.hasPrefix("# ") ? 2 : 1)))
        continue
      }
      commands.append(written(line))
      let outcome = laboratory.run(line, by: .student) { output += $0 }
      if let failure = outcome.failure {
        throw ShellError("'\(shortened(line))' cannot be gone through again: \(failure)")
      }
      if laboratory.isHalfTyped { continue }
      let documents = figures.enumerated().map { number, drawn in
        SVGRenderer(label: "\(entries.count).\(number)", isFile: false).render(drawn.figure)
      }
      entries.append(
        Notebook.Entry(
          commands: commands, output: output, figures: documents, drawings: figures.map(\.drawing),
          prose: prose.joined(separator: "\n")))
      prose = []
      commands = []
      output = ""
      figures = []
    }
    if !prose.isEmpty {
      entries.append(
        Notebook.Entry(commands: [], output: "", prose: prose.joined(separator: "\n")))
    }
    let here = ShellLaboratory(self, terminal: plain, file: nil)
    return (entries, laboratory.isSame(as: here))
  }
}

extension Document {
  package static let notebook = Document(name: "notebook", isOwn: Notebook.isNotebook)
}

extension Notebook.Entry {
  /// The heading that its prose begins with, which is the document's title.
  fileprivate var heading: String? {
    guard let line = prose.split(separator: "\n").first, line.hasPrefix("# ") else { return nil }
    return String(line.dropFirst(2))
  }

  fileprivate var withoutHeading: Notebook.Entry {
    var entry = self
    let rest = prose.drop { $0 != "\n" }
    entry.prose = String(rest.drop { $0 == "\n" })
    return entry
  }
}
