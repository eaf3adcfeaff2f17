import Engine
import Formula

/// The verbs that keep a session in a file: `save`, `load`.
extension Command {
  static let save = Command(
    "save", .keep, "writes the session to a file",
    discussion: """
      The file holds the commands that lead here, with every digit; 'load' goes through them again \
      and ends in the same state, bit for bit. Before it says so, 'save' reads the text back and \
      compares. 'undo' and 'export' begin anew after 'load', and how things are shown is not kept. A \
      file that is no saved session is overwritten only with force=yes.
      """,
    parameters: [
      Parameter("file", .positional, .path, required: true, "where to write"),
      Parameter("force", .option, .truth, default: "no", "whether to overwrite any file"),
    ],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; step 3", "save session.descent",
      "load session.descent",
    ]
  ) { workspace, arguments throws(ShellError) in
    let path = arguments.text("file") ?? ""
    guard workspace.contents != Contents() else {
      throw ShellError("nothing is set up yet that could be saved")
    }
    let isForced = arguments.truth("force") ?? false
    if !isForced, Files.exists(path) {
      let old = try Files.bytes(of: path)
      guard SavedSession.isSession(old) else {
        throw arguments.error(
          "'\(path)' exists and is no saved session; force=yes overwrites it", about: "file")
      }
    }
    let session = SavedSession(workspace)
    let doubts = try workspace.check(session)
    try Files.write(Array(session.text.utf8), to: path)
    var report = Report(json: ["file": .string(path), "bytes": .integer(session.text.utf8.count)])
    guard doubts.isEmpty else {
      report.json["doubts"] = .strings(doubts)
      report.line("written to \(path)")
      for doubt in doubts {
        report.paragraph(StyledText("'load' will refuse it: \(doubt)", .warning))
      }
      return [report]
    }
    report.line("saved to \(path)")
    return [report]
  }

  static let load = Command(
    "load", .keep, "restores a session from a file",
    discussion: "It takes the place of the present one; 'undo' brings that back.",
    parameters: [Parameter("file", .positional, .path, required: true, "a file that 'save' wrote")],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; step 3; save session.descent; reset",
      "load session.descent",
    ]
  ) { workspace, arguments throws(ShellError) in
    let path = arguments.text("file") ?? ""
    let session = try SavedSession(at: path)
    let losses = try workspace.restore(session, from: path)
    var report = workspace.statusReport
    for loss in losses { report.paragraph(StyledText(loss, .warning)) }
    if !losses.isEmpty { report.json["remarks"] = .strings(losses) }
    return [report]
  }
}
