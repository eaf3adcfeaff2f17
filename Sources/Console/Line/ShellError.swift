/// Why a command was refused: one sentence that says what would be right.
package struct ShellError: Error, Equatable, Sendable {
  package var message: String
  /// Where in the line, from 1, if one place is to blame.
  package var column: Int?

  package init(_ message: String, column: Int? = nil) {
    self.message = message
    self.column = column
  }

  /// Whether it says that the user stopped the command.
  package private(set) var isInterruption = false

  /// The user stopped the command; what that means for it.
  package static func interrupted(_ consequence: String = "nothing has changed") -> ShellError {
    var error = ShellError(consequence.isEmpty ? "interrupted" : "interrupted; " + consequence)
    error.isInterruption = true
    return error
  }

  /// What the user stopped, in a sentence of its own.
  package static func interruption(_ sentence: String) -> ShellError {
    var error = ShellError(sentence)
    error.isInterruption = true
    return error
  }

  /// The same error at another place in the line.
  package func at(column: Int?) -> ShellError {
    var error = self
    error.column = column
    return error
  }

  /// The same error in a larger sentence, which says what it was part of. Its column was one of
  /// another text, and is dropped. An interruption keeps its own words: nothing was wrong.
  package func retold(_ sentence: (String) -> String) -> ShellError {
    isInterruption ? at(column: nil) : ShellError(sentence(message))
  }
}

/// A line of a file, for errors.
package struct SourceLocation: Hashable, Sendable {
  package var file: String
  /// From 1.
  package var line: Int

  package init(file: String, line: Int) {
    self.file = file
    self.line = line
  }
}
