/// Why a command was refused: one sentence that says what would be right.
public struct ShellError: Error, Equatable, Sendable {
  public var message: String
  /// Where in the line, from 1, if one place is to blame.
  public var column: Int?

  public init(_ message: String, column: Int? = nil) {
    self.message = message
    self.column = column
  }

  /// Whether it says that the user stopped the command.
  public private(set) var isInterruption = false

  /// The user stopped the command; what that means for it.
  public static func interrupted(_ consequence: String = "nothing has changed") -> ShellError {
    var error = ShellError(consequence.isEmpty ? "interrupted" : "interrupted; " + consequence)
    error.isInterruption = true
    return error
  }

  /// What the user stopped, in a sentence of its own.
  public static func interruption(_ sentence: String) -> ShellError {
    var error = ShellError(sentence)
    error.isInterruption = true
    return error
  }
}

/// A line of a file, for errors.
public struct SourceLocation: Hashable, Sendable {
  public var file: String
  /// From 1.
  public var line: Int

  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }
}
