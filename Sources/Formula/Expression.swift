/// A formula as a tree: what the parser makes, what `Derivative` differentiates, what
/// `Typesetting` prints and what `Evaluation` computes.
///
/// The tree is bounded: the parser refuses nesting deeper than `Parser.maximumDepth`, so that every
/// recursive walk over an expression is safe.
public indirect enum Expression: Hashable, Sendable {
  case number(Double)
  /// A quantity by its ASCII name (`m_hat`, never `m̂`: the parser translates).
  case variable(String)
  /// A component, `m[0]` or `W1[2,0]`.
  case index(Expression, [Expression])
  case unary(UnaryOperator, Expression)
  case binary(BinaryOperator, Expression, Expression)
  case call(Function, [Expression])
  /// A vector written out, `[1, 2, 3]`.
  case vector([Expression])
}

public enum UnaryOperator: String, Hashable, Sendable, CaseIterable {
  case negate = "-"
  case not = "not"
}

public enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case power = "^"
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="
  case notEqual = "!="
  case and = "and"
  case or = "or"
}

/// The functions of the language, elementwise unless said otherwise.
public enum Function: String, Hashable, Sendable, CaseIterable {
  case sqrt, exp, log, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh
  case abs, sign, floor, ceil, round
  case sigmoid, relu, softplus
  /// Two arguments, elementwise; `min` and `max` of one argument reduce a vector.
  case min, max, atan2
  /// Reductions of a vector to a number.
  case norm, sum, mean, argmax, argmin
  /// `dot(a, b)`; `if(condition, a, b)`; `size(v)`.
  case dot
  case choose = "if"
  case size
}
