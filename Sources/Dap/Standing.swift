import Session

/// Where a program stands: before a command, or between two updates of one.
struct Standing: Equatable {
  /// The command, by its place in `Program.steps`.
  var index = 0
  /// The updates that it has made.
  var updates = 0
  /// How far the next update is: 0 before it, 1 after the forward pass, 2 after the backward pass.
  var phase = 0
  /// What is left of its run; nil where it has not begun, or has no more to do.
  var rest: UnfinishedRun?
  /// Whether its run is over, and the next command is next.
  var isSpent = false

  /// Whether the command has not begun.
  var isFresh: Bool { updates == 0 && rest == nil && !isSpent }
}
