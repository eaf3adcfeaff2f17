import Wording

/// What is wrong with data, a file, a setting or a name, in one sentence that says what would be right.
public struct EngineError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }

  /// A name that is not among the known ones.
  ///
  /// - Parameters:
  ///   - kind: what it would be, as `setting`.
  ///   - owner: whose it would be; nil where it has no owner.
  package static func unknown(
    _ kind: String, _ name: String, of owner: String?, known: [String]
  ) -> EngineError {
    let whose = owner.map { "\($0) has no \(kind) '\(name)'" } ?? "unknown \(kind) '\(name)'"
    return EngineError(
      known.isEmpty ? whose : "\(whose); there are \(known.joined(separator: ", "))")
  }

  package static func outOfRange(_ name: String, _ value: Double, must: String) -> EngineError {
    EngineError("\(name) must be \(must), not \(NumberStyle.shortest.format(value))")
  }
}
