import Engine

/// What is known of a state that is being rebuilt from text.
///
/// While it is there, what commands report is not worked out, and what was accepted once is accepted
/// again: a breakpoint on a quantity that another rule had, early stopping on the validation loss of
/// other data.
package struct Rebuilding {
  /// Data that have been read, by their commands.
  package var data: [String: DataSource] = [:]
  /// Lines that were fitted to files, by their commands.
  package var lines: [String: Place] = [:]
  /// The plane that the text leads to.
  package var plane: Place?
  /// Whether only the clock moves where the text trains.
  package var isDry = false
}
