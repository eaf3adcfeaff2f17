import Console

/// What a notebook will hold.
extension Workspace {
  /// The longest journal; what comes later is not in a notebook.
  private static let longestJournal = 10_000

  /// Where ^C has ended the command, where it moves through time.
  package func stop(of command: Verbs.Command) -> RunStop? {
    guard command.effect == .moves, host.interrupt(),
      let t = branch?.timeline.state.t
    else { return nil }
    return RunStop(t: t, rest: unfinishedRun?.text)
  }

  /// Keeps prose for the notebook, Markdown: each of its lines as a comment.
  package mutating func note(prose: String) {
    guard sandbox == nil, definition == nil, !host.isReplaying else { return }
    let lines = prose.split(separator: "\n", omittingEmptySubsequences: false)
    guard notes.count + lines.count < Self.longestJournal else { return }
    // An empty line between two paragraphs that come from different places.
    if prose.contains("\n"), notes.last?.hasPrefix("#") == true { notes.append("#") }
    for line in lines { notes.append(line.isEmpty ? "#" : "# " + line) }
  }

  /// What a comment that has a line of its own says; nil for other lines.
  package static func remark(in line: String) -> String? {
    let text = line.unicodeScalars.drop(while: \.isBlank)
    guard text.first == "#" else { return nil }
    return String(String.UnicodeScalarView(text.drop { $0 == "#" || $0.isBlank }))
  }

  /// Keeps a command for the notebook.
  package mutating func note(_ statement: Statement, of command: Command) {
    guard command.effect.isOfExperiment, notes.count < Self.longestJournal else { return }
    // A run that was cut short is told by where it ended.
    if let stop = stop(of: command) {
      notes.append("goto \(stop.t)")
    } else {
      notes.append(statement.text)
    }
  }
}
