import CKernels

/// A SIMD vector with square roots and negatives that take all lanes at once, and with quotients by a
/// number that all lanes share.
public protocol LaneVector: SIMD, Sendable where Scalar == Double {
  func laneRoots() -> Self
  func laneNegatives() -> Self
  func laneQuotients(by divisor: Double) -> Self
}

extension SIMD2<Double>: LaneVector {
  @inline(__always) public func laneRoots() -> Self { dk_sqrt_lanes2(self) }
  @inline(__always) public func laneNegatives() -> Self { dk_negate_lanes2(self) }
  @inline(__always) public func laneQuotients(by divisor: Double) -> Self {
    dk_quotient_lanes2(self, divisor)
  }
}

extension SIMD4<Double>: LaneVector {
  @inline(__always) public func laneRoots() -> Self { dk_sqrt_lanes4(self) }
  @inline(__always) public func laneNegatives() -> Self { dk_negate_lanes4(self) }
  @inline(__always) public func laneQuotients(by divisor: Double) -> Self {
    dk_quotient_lanes4(self, divisor)
  }
}

extension SIMD8<Double>: LaneVector {
  @inline(__always) public func laneRoots() -> Self { dk_sqrt_lanes8(self) }
  @inline(__always) public func laneNegatives() -> Self { dk_negate_lanes8(self) }
  @inline(__always) public func laneQuotients(by divisor: Double) -> Self {
    dk_quotient_lanes8(self, divisor)
  }
}
