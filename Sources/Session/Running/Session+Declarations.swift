import Console

/// What a program that types by itself has to know of a session: its declarations as they are now.
extension Session {
  /// The parameters of a command: those it declares, and those that follow from the words typed
  /// behind it, as an optimizer's own settings do.
  package func parameters(of command: Verbs.Command, after words: [String]) -> [Verbs.Parameter] {
    command.parameters(after: words, in: workspace)
  }

  /// What a parameter suggests besides its kind's own values.
  package func suggestions(for parameter: Verbs.Parameter) -> [String] {
    parameter.suggestions?(workspace) ?? []
  }

  /// The quantities that exist now.
  package var quantityNames: [String] { workspace.quantityNames }
}
