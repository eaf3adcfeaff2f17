import LineEditor

/// Whether the user wants the current command to stop.
///
/// A terminal shows `^C` where the cursor stands; what the command then says begins on a line of its
/// own, or where the status line was.
final class InterruptWatch {
  private let endsLine: Bool
  private let statusLine: TerminalStatusLine?
  private var hasEndedLine = false

  init(endsLine: Bool, statusLine: TerminalStatusLine?) {
    self.endsLine = endsLine
    self.statusLine = statusLine
  }

  /// Asked between the updates of a run.
  func isInterrupted() -> Bool {
    guard Interrupt.pending else { return false }
    if endsLine, !hasEndedLine {
      hasEndedLine = true
      if let statusLine, statusLine.isShown {
        statusLine.show(nil)
      } else {
        StandardStreams.write("\n")
      }
    }
    return true
  }

  /// The command has come to its end, having looked or not.
  func reset() {
    _ = isInterrupted()
    hasEndedLine = false
    Interrupt.take()
  }
}
