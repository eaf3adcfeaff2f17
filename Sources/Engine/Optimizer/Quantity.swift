import CKernels
import Formula

/// What an update rule computes with: a number, a few numbers side by side, or a number together
/// with the text of its formula. A rule written over `Quantity` has one definition and many readings.
public protocol Quantity: Sendable {
  init(constant: Double)
  /// A setting or a count, under its name where formulas are kept.
  init(_ value: Double, named name: String)
  /// The number; of several side by side the first.
  var first: Double { get }
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self
  func squareRoot() -> Self
  /// |a|
  func magnitude() -> Self
  /// -1, 0 or 1
  func signum() -> Self
  /// `self / divisor`, and 0 where the divisor is 0: a coordinate whose gradients have all been 0
  /// does not move (NOTATION).
  func dividedOrZero(by divisor: Self) -> Self
  /// `self / divisor`, the divisor being the same for all parameters: in bulk the division is spared
  /// where it is 1.
  func divided(byShared divisor: Self) -> Self
  func power(_ exponent: Self) -> Self
  func cosine() -> Self
  func exponential() -> Self
  func logarithm() -> Self
  /// e^x − 1, also where e^x is nearly 1.
  func exponentialMinusOne() -> Self
  /// 1/(1 + e^(−x)), without overflow.
  func logistic() -> Self
  func hyperbolicTangent() -> Self
  /// erf x = 2/√π ∫₀ˣ e^(−s²) ds.
  func errorFunction() -> Self
  /// log(1 + e^x), without overflow and without loss for x far below 0.
  func softplus() -> Self
  /// `below` where this is less than 0, `other` elsewhere (for a NaN too).
  func choosing(below: Self, otherwise other: Self) -> Self
  func smaller(of other: Self) -> Self
  func larger(of other: Self) -> Self
}

extension Quantity {
  public init(_ value: Double, named name: String) { self.init(constant: value) }
  @inlinable static func + (a: Double, b: Self) -> Self { Self(constant: a) + b }
  @inlinable static func - (a: Double, b: Self) -> Self { Self(constant: a) - b }
  @inlinable static func * (a: Double, b: Self) -> Self { Self(constant: a) * b }
  @inlinable static func / (a: Double, b: Self) -> Self { Self(constant: a) / b }
  @inlinable public func divided(byShared divisor: Self) -> Self { self / divisor }
}

extension Double: Quantity {
  @inlinable public init(constant: Double) { self = constant }
  @inlinable public var first: Double { self }
  @inlinable public func magnitude() -> Double { magnitude }
  @inlinable public func signum() -> Double { self > 0 ? 1 : (self < 0 ? -1 : self) }
  @inlinable public func dividedOrZero(by divisor: Double) -> Double {
    divisor == 0 ? 0 : self / divisor
  }
  public func power(_ exponent: Double) -> Double { Elementary.power(self, exponent) }
  public func cosine() -> Double { dk_cos(self) }
  public func exponential() -> Double { dk_exp(self) }
  public func logarithm() -> Double { dk_log(self) }
  public func exponentialMinusOne() -> Double { dk_expm1(self) }
  public func logistic() -> Double { dk_sigmoid(self) }
  public func hyperbolicTangent() -> Double { dk_tanh(self) }
  public func errorFunction() -> Double { dk_erf(self) }
  public func softplus() -> Double { Elementary.softplus(self) }
  @inlinable public func choosing(below: Double, otherwise other: Double) -> Double {
    self < 0 ? below : other
  }
  @inlinable public func smaller(of other: Double) -> Double { other < self ? other : self }
  @inlinable public func larger(of other: Double) -> Double { other > self ? other : self }
}

/// A SIMD vector with a square root that takes all lanes at once.
public protocol LaneVector: SIMD, Sendable where Scalar == Double {
  func laneRoots() -> Self
}

extension SIMD2<Double>: LaneVector {
  @inline(__always) public func laneRoots() -> Self { dk_sqrt_lanes2(self) }
}

extension SIMD4<Double>: LaneVector {
  @inline(__always) public func laneRoots() -> Self { dk_sqrt_lanes4(self) }
}

/// Several parameters side by side in one SIMD vector: the reading that trains in bulk.
@frozen public struct Lanes<Vector: LaneVector>: Quantity {
  @usableFromInline var v: Vector

  @inlinable @inline(__always) init(_ v: Vector) { self.v = v }
  @inlinable @inline(__always) public init(constant: Double) { v = Vector(repeating: constant) }
  @inlinable @inline(__always) public var first: Double { v[0] }
  @inlinable @inline(__always) public static func + (a: Self, b: Self) -> Self { Self(a.v + b.v) }
  @inlinable @inline(__always) public static func - (a: Self, b: Self) -> Self { Self(a.v - b.v) }
  @inlinable @inline(__always) public static func * (a: Self, b: Self) -> Self { Self(a.v * b.v) }
  @inlinable @inline(__always) public static func / (a: Self, b: Self) -> Self { Self(a.v / b.v) }
  @inlinable @inline(__always) public static prefix func - (a: Self) -> Self { Self(-a.v) }
  @inlinable @inline(__always) public func squareRoot() -> Self { Self(v.laneRoots()) }
  @inlinable @inline(__always) public func magnitude() -> Self {
    // 0 - v rather than -v, so that -0 loses its sign as it does in Double.magnitude.
    Self(v.replacing(with: Vector.zero - v, where: v .<= 0))
  }
  @inlinable public func signum() -> Self {
    let positive = v.replacing(with: 1, where: v .> 0)
    return Self(positive.replacing(with: -1, where: v .< 0))
  }
  @inlinable @inline(__always) public func dividedOrZero(by divisor: Self) -> Self {
    Self((v / divisor.v).replacing(with: 0, where: divisor.v .== 0))
  }
  @inlinable @inline(__always) public func divided(byShared divisor: Self) -> Self {
    divisor.first == 1 ? self : self / divisor
  }
  @inlinable public func smaller(of other: Self) -> Self {
    Self(v.replacing(with: other.v, where: other.v .< v))
  }
  @inlinable public func larger(of other: Self) -> Self {
    Self(v.replacing(with: other.v, where: other.v .> v))
  }
  public func power(_ exponent: Self) -> Self {
    var result = v
    for i in result.indices { result[i] = Elementary.power(v[i], exponent.v[i]) }
    return Self(result)
  }
  public func cosine() -> Self { each(dk_cos) }
  public func exponential() -> Self { each(dk_exp) }
  public func logarithm() -> Self { each(dk_log) }
  public func exponentialMinusOne() -> Self { each(dk_expm1) }
  public func logistic() -> Self { each(dk_sigmoid) }
  public func hyperbolicTangent() -> Self { each(dk_tanh) }
  public func errorFunction() -> Self { each(dk_erf) }
  public func softplus() -> Self { each(Elementary.softplus) }
  @inlinable public func choosing(below: Self, otherwise other: Self) -> Self {
    Self(other.v.replacing(with: below.v, where: v .< 0))
  }

  private func each(_ f: (Double) -> Double) -> Self {
    var result = v
    for i in result.indices { result[i] = f(v[i]) }
    return Self(result)
  }
}

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
