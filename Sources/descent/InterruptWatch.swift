import LineEditor

/// Whether the user wants the command in hand to stop.
///
/// A terminal shows `^C` where the cursor stands; what the command then says begins on a line of its
/// own.
final class InterruptWatch {
  private let endsLine: Bool
  private var hasEndedLine = false

  init(endsLine: Bool) { self.endsLine = endsLine }

  /// Asked between the updates of a run.
  func isInterrupted() -> Bool {
    guard Interrupt.pending else { return false }
    if endsLine, !hasEndedLine {
      hasEndedLine = true
      StandardStreams.write("\n")
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
