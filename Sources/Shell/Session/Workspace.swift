/// Everything that commands read and change: a value, so that a failed command leaves no trace.
public struct Workspace {
  /// How output is shown.
  public var traits: Traits
  /// What the user has `set`, which stands above what the terminal can show.
  var preferences = Preferences()
  /// What happens outside the value: output while a command runs, and interruption.
  let host: Host
  /// Files being sourced, innermost last: a file that sources itself is refused.
  var sourcing: [String] = []
  /// Set by `quit`.
  var isLeaving = false
  /// The rule being typed between `define rule` and `end`.
  var definition: RuleDefinition?

  init(traits: Traits, host: Host) {
    self.traits = traits
    self.host = host
  }
}

/// The lines of a `define rule NAME` that wait for their `end`.
struct RuleDefinition: Equatable {
  var name: String
  var lines: [String] = []
}

/// What a command may do besides changing the workspace.
final class Host {
  /// Shows a report at once, for commands whose output comes while they run.
  var emit: (Report, String, Traits) -> Void = { _, _, _ in }
  /// Whether the user has interrupted the command in hand.
  let interrupt: () -> Bool
  /// The verbs, for `help` and `source`.
  let table: CommandTable
  /// The lines of this session, oldest first.
  var lines: [String] = []

  init(table: CommandTable, interrupt: @escaping () -> Bool) {
    self.table = table
    self.interrupt = interrupt
  }
}
