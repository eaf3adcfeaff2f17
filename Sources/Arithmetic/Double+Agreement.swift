extension Double {
  /// Whether it is `expected` within a tolerance: |a − e| ≤ absolute + relative · |e|. No number is near
  /// infinity, though its tolerance would be infinite too; NaN agrees with NaN.
  public func agrees(with expected: Double, relative: Double, absolute: Double = 0) -> Bool {
    if self == expected || (isNaN && expected.isNaN) { return true }
    return expected.isFinite
      && (self - expected).magnitude
        <= Self.tolerance(around: expected, relative: relative, absolute: absolute)
  }

  /// absolute + relative · |expected|
  public static func tolerance(
    around expected: Double, relative: Double, absolute: Double
  ) -> Double {
    absolute + relative * expected.magnitude
  }
}
