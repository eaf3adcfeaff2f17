import Arithmetic
import CKernels

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
  @inlinable @inline(__always) public static prefix func - (a: Self) -> Self {
    Self(a.v.laneNegatives())
  }
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
    divisor.first == 1 ? self : Self(v.laneQuotients(by: divisor.first))
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
