import Wording

/// Why an expression has no value.
public enum EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Nothing of this name exists; the caller knows the names and can add the nearest.
  case unknownName(String)
  case shapeMismatch(operation: String, [Int], [Int])
  case indexOutOfRange(quantity: String, index: Double, count: Int)
  case tooManyIndices(quantity: String, given: Int, shape: [Int])
  /// A single number is due.
  case notANumber(what: String, shape: [Int])
  /// A function that needs a component got none.
  case emptyVector(function: String)
  /// More elements or instructions than an expression may have.
  case tooLarge

  public var description: String {
    switch self {
    case .unknownName(let name):
      return "there is no '\(name)'"
    case .shapeMismatch(let operation, let left, let right):
      return "'\(operation)' cannot join \(Value.describe(left)) and \(Value.describe(right))"
    case .indexOutOfRange(let quantity, let index, let count):
      let shown = NumberStyle.shortest.format(index)
      if index != index.rounded() || !index.isFinite {
        return "the index \(shown) of \(quantity) is no whole number"
      }
      guard count > 0 else { return "\(quantity) has no components" }
      return "the index \(shown) of \(quantity) is out of range 0 to \(count - 1)"
    case .tooManyIndices(let quantity, let given, let shape):
      if shape.isEmpty { return "\(quantity) is a number and takes no index" }
      return "\(quantity) is \(Value.describe(shape)); it takes at most \(shape.count) "
        + "\(shape.count == 1 ? "index" : "indices"), not \(given)"
    case .notANumber(let what, let shape):
      return "\(what) must be a number, not \(Value.describe(shape))"
    case .emptyVector(let function):
      return "\(function) of nothing is undefined"
    case .tooLarge:
      return "the expression is too large"
    }
  }
}
