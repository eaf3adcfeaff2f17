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
