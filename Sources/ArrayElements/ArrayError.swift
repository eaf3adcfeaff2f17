/// Why a file of arrays is refused, in one sentence.
public struct ArrayError: Error, Hashable, CustomStringConvertible {
  public let description: String

  package init(_ description: String) { self.description = description }

  /// The work was given up half-way.
  package static let interrupted = ArrayError("it was interrupted")
}
