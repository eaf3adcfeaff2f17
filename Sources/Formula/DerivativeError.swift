import Arithmetic

/// Why a formula has no derivative here.
public enum DerivativeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The function or operator that is not differentiable.
  case notDifferentiable(String)
  /// A vector, or a reduction of one, that holds the variable.
  case notScalar(String)
  case tooLarge

  public var description: String {
    switch self {
    case .notDifferentiable(let name):
      guard Function(rawValue: name) == nil else { return "\(name) has no derivative" }
      return "'\(name)' has no derivative; a formula in pieces is written if(condition, a, b)"
    case .notScalar(let text):
      return "\(text) is a vector's; only formulas of numbers can be differentiated"
    case .tooLarge:
      return "the derivative is too long a formula"
    }
  }
}
