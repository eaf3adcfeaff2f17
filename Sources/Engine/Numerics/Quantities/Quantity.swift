import Arithmetic
import CKernels

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
  /// where it is 1, and done by products elsewhere.
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
  @inlinable public static func + (a: Double, b: Self) -> Self { Self(constant: a) + b }
  @inlinable public static func - (a: Double, b: Self) -> Self { Self(constant: a) - b }
  @inlinable public static func * (a: Double, b: Self) -> Self { Self(constant: a) * b }
  @inlinable public static func / (a: Double, b: Self) -> Self { Self(constant: a) / b }
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
