import Wording

/// What is wrong with data, a file or an option, in one sentence that says what would be right.
public struct DataError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}

/// A file's name in quotes.
package func quotedPath(_ path: String) -> String {
  quoted(path, limit: 400)
}
