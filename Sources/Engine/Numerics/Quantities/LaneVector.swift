import CKernels

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

extension SIMD8<Double>: LaneVector {
  @inline(__always) public func laneRoots() -> Self { dk_sqrt_lanes8(self) }
}
