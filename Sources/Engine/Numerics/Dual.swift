import CKernels
import Formula

/// A number together with the rate at which it changes: what is written over `Quantity` has its exact
/// derivative in this reading (forward differentiation, by the chain rule).
///
/// Source: Clifford (1873); Pearlmutter (1994) for the products with a Hessian.
@frozen public struct Dual: Quantity {
  public var value: Double
  /// dvalue/ds for whatever s moves.
  public var rate: Double

  @inlinable public init(_ value: Double, rate: Double) { (self.value, self.rate) = (value, rate) }
  @inlinable public init(constant: Double) { self.init(constant, rate: 0) }
  @inlinable public var first: Double { value }

  @inlinable public static func + (a: Self, b: Self) -> Self {
    Self(a.value + b.value, rate: a.rate + b.rate)
  }
  @inlinable public static func - (a: Self, b: Self) -> Self {
    Self(a.value - b.value, rate: a.rate - b.rate)
  }
  @inlinable public static func * (a: Self, b: Self) -> Self {
    Self(a.value * b.value, rate: a.rate * b.value + a.value * b.rate)
  }
  @inlinable public static func / (a: Self, b: Self) -> Self {
    let quotient = a.value / b.value
    return Self(quotient, rate: (a.rate - quotient * b.rate) / b.value)
  }
  @inlinable public static prefix func - (a: Self) -> Self { Self(-a.value, rate: -a.rate) }

  /// f of the value, whose rate is f' times this one's.
  private func map(_ value: Double, slope: Double) -> Self { Self(value, rate: slope * rate) }

  public func squareRoot() -> Self {
    let root = value.squareRoot()
    return map(root, slope: 0.5 / root)
  }
  public func magnitude() -> Self { map(value.magnitude, slope: value.signum()) }
  public func signum() -> Self { Self(value.signum(), rate: 0) }
  public func dividedOrZero(by divisor: Self) -> Self {
    divisor.value == 0 ? Self(0, rate: 0) : self / divisor
  }
  public func power(_ exponent: Self) -> Self {
    let result = value.power(exponent.value)
    var change = 0.0
    if rate != 0 { change += exponent.value * value.power(exponent.value - 1) * rate }
    if exponent.rate != 0 { change += result * value.logarithm() * exponent.rate }
    return Self(result, rate: change)
  }
  public func cosine() -> Self { map(value.cosine(), slope: -dk_sin(value)) }
  public func exponential() -> Self {
    let power = value.exponential()
    return map(power, slope: power)
  }
  public func logarithm() -> Self { map(value.logarithm(), slope: 1 / value) }
  public func exponentialMinusOne() -> Self {
    map(value.exponentialMinusOne(), slope: value.exponential())
  }
  public func logistic() -> Self {
    let share = value.logistic()
    return map(share, slope: share * (1 - share))
  }
  public func hyperbolicTangent() -> Self {
    let tangent = value.hyperbolicTangent()
    return map(tangent, slope: 1 - tangent * tangent)
  }
  public func errorFunction() -> Self {
    map(value.errorFunction(), slope: 2 / Double.pi.squareRoot() * (-value * value).exponential())
  }
  public func softplus() -> Self { map(value.softplus(), slope: value.logistic()) }
  @inlinable public func choosing(below: Self, otherwise other: Self) -> Self {
    value < 0 ? below : other
  }
  @inlinable public func smaller(of other: Self) -> Self { other.value < value ? other : self }
  @inlinable public func larger(of other: Self) -> Self { other.value > value ? other : self }
}
