/// What is wrong with data, a file or an option, in one sentence that says what would be right.
public struct DataError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
