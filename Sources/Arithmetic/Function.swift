/// The functions of the language, elementwise unless said otherwise.
public enum Function: String, Hashable, Sendable, CaseIterable {
  case sqrt, exp, expm1, log, log1p, log2, log10
  case sin, cos, tan, asin, acos, atan, sinh, cosh, tanh
  case abs, sign, floor, ceil, round
  case sigmoid, relu, softplus, erf
  /// Elementwise over two or more arguments; `min` and `max` of one argument reduce a vector.
  case min, max
  /// `atan2(y, x)`.
  case atan2
  /// Reductions of a vector to a number.
  case norm, sum, mean, argmax, argmin
  /// `dot(a, b)`, the sum of the products of two equal shapes.
  case dot
  /// `if(condition, a, b)`.
  case choose = "if"
  /// How many components a quantity has.
  case size

  /// The names by which a user may call it besides its own.
  package static let aliases: [String: Function] = [
    "ln": .log, "sgn": .sign, "arcsin": .asin, "arccos": .acos, "arctan": .atan,
    "arctan2": .atan2,
  ]

  /// The function of a name or alias.
  public init?(name: String) {
    guard let function = Function(rawValue: name) ?? Function.aliases[name] else { return nil }
    self = function
  }

  /// How many arguments it takes.
  public var arity: ClosedRange<Int> {
    switch self {
    case .min, .max: 1...16
    case .atan2, .dot: 2...2
    case .choose: 3...3
    default: 1...1
    }
  }
}
