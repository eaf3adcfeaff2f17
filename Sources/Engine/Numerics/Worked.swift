import Formula

/// A number that remembers how it was worked out: the reading behind `explain`.
public struct Worked: Quantity {
  public var value: Double
  /// The formula in the names of the quantities it was worked out from.
  public var expression: Expression

  public init(_ value: Double, _ expression: Expression) {
    self.value = value
    self.expression = expression
  }
  /// A quantity by its name.
  public init(_ value: Double, named name: String) {
    self.init(value, .variable(name))
  }
  public init(constant: Double) { self.init(constant, .number(constant)) }
  public var first: Double { value }

  public static func + (a: Self, b: Self) -> Self {
    Self(a.value + b.value, .binary(.add, a.expression, b.expression))
  }
  public static func - (a: Self, b: Self) -> Self {
    Self(a.value - b.value, .binary(.subtract, a.expression, b.expression))
  }
  public static func * (a: Self, b: Self) -> Self {
    // g · g reads as g².
    let square = a.expression == b.expression
    return Self(
      a.value * b.value,
      square
        ? .binary(.power, a.expression, .number(2))
        : .binary(.multiply, a.expression, b.expression))
  }
  public static func / (a: Self, b: Self) -> Self {
    Self(a.value / b.value, .binary(.divide, a.expression, b.expression))
  }
  public static prefix func - (a: Self) -> Self {
    Self(-a.value, .unary(.negate, a.expression))
  }
  public func squareRoot() -> Self { Self(value.squareRoot(), .call(.sqrt, [expression])) }
  public func magnitude() -> Self { Self(value.magnitude, .call(.abs, [expression])) }
  public func signum() -> Self { Self(value.signum(), .call(.sign, [expression])) }
  public func dividedOrZero(by divisor: Self) -> Self {
    let quotient = Expression.binary(.divide, expression, divisor.expression)
    guard divisor.value == 0 else { return Self(value / divisor.value, quotient) }
    // What is worked out is said in full only where it matters.
    let isPositive = Expression.binary(.greater, divisor.expression, .number(0))
    return Self(0, .call(.choose, [isPositive, quotient, .number(0)]))
  }
  public func power(_ exponent: Self) -> Self {
    Self(value.power(exponent.value), .binary(.power, expression, exponent.expression))
  }
  public func cosine() -> Self { Self(value.cosine(), .call(.cos, [expression])) }
  public func exponential() -> Self { Self(value.exponential(), .call(.exp, [expression])) }
  public func logarithm() -> Self { Self(value.logarithm(), .call(.log, [expression])) }
  public func exponentialMinusOne() -> Self {
    Self(
      value.exponentialMinusOne(), .binary(.subtract, .call(.exp, [expression]), .number(1)))
  }
  public func logistic() -> Self {
    let power = Expression.call(.exp, [.unary(.negate, expression)])
    return Self(
      value.logistic(), .binary(.divide, .number(1), .binary(.add, .number(1), power)))
  }
  public func hyperbolicTangent() -> Self {
    Self(value.hyperbolicTangent(), .call(.tanh, [expression]))
  }
  public func errorFunction() -> Self {
    Self(value.errorFunction(), .call(.erf, [expression]))
  }
  /// As log(1 + e^x) where that loses nothing.
  public func softplus() -> Self {
    let isPlain = -10 < value && value < 700
    let sum = Expression.binary(.add, .number(1), .call(.exp, [expression]))
    return Self(value.softplus(), .call(isPlain ? .log : .softplus, [isPlain ? sum : expression]))
  }
  /// The formula of the side in force alone.
  public func choosing(below: Self, otherwise other: Self) -> Self { value < 0 ? below : other }
  public func smaller(of other: Self) -> Self {
    Self(value.smaller(of: other.value), .call(.min, [expression, other.expression]))
  }
  public func larger(of other: Self) -> Self {
    Self(value.larger(of: other.value), .call(.max, [expression, other.expression]))
  }
}
