import Console
import Disk
import Engine
import Formula

/// The verbs that keep a session in a file: `save`, `load`.
extension Verbs {
  package static let save = Command(
    "save", .keep, "writes the session to a file",
    discussion: """
      The file holds the commands that lead here, with every digit; 'load' goes through them again \
      and ends in the same state, bit for bit. Before it says so, 'save' reads the text back and \
      compares. 'undo' and 'export' start over after 'load', and how things are shown is not kept. \
      Data files are named as seen from it: move them along and it loads wherever it lies. \
      \(Document.rule)
      """,
    parameters: [Workspace.file(), Workspace.force],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; step 3", "save session.descent",
      "load session.descent",
    ]
  ) { workspace, arguments throws(ShellError) in
    let path = arguments[Workspace.file()]
    guard workspace.contents != Contents() else {
      throw ShellError("nothing is set up yet that could be saved")
    }
    try workspace.check(arguments, as: .session)
    let session = SavedSession(workspace)
    let doubts = try workspace.check(session)
    let text = session.text(seenFrom: Path.folder(of: path), in: workspace)
    try workspace.write(text, to: arguments, as: .session)
    var report = Report(json: ["file": .string(path), "bytes": .integer(text.utf8.count)])
    guard doubts.isEmpty else {
      report.json["doubts"] = .strings(doubts)
      report.line("written to \(path)")
      for doubt in doubts {
        report.paragraph(StyledText(doubt, .warning))
      }
      return workspace.reports(report, ofWriting: path)
    }
    report.line("saved to \(path)")
    return workspace.reports(report, ofWriting: path)
  }

  private static let saved = Argument<String>(required: "file", .path, "a file that 'save' wrote")

  package static let load = Command(
    "load", .keep, "restores a session from a file",
    discussion: """
      It takes the place of the present one; 'undo' brings that back. A data file that it names is \
      looked for beside it, then in the working folder.
      """,
    parameters: [saved],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; step 3; save session.descent; reset",
      "load session.descent",
    ], effect: .loads
  ) { workspace, arguments throws(ShellError) in
    let path = arguments[saved]
    let session = try SavedSession(at: path)
    let losses = try workspace.restore(session, from: path)
    var report = workspace.statusReport
    for loss in losses { report.paragraph(StyledText(loss, .warning)) }
    if !losses.isEmpty { report.json["remarks"] = .strings(losses) }
    return [report]
  }
}
