/// Why a command was refused: one sentence that says what would be right.
public struct ShellError: Error, Equatable, Sendable {
  public var message: String
  /// Where in the line, from 1, if one place is to blame.
  public var column: Int?

  public init(_ message: String, column: Int? = nil) {
    self.message = message
    self.column = column
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
