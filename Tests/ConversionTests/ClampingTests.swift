import Conversion
import Testing

/// The one conversion is defined for every number, and lands within its limits.
@Suite struct ClampingTests {
  @Test(
    arguments: [
      (2.9, 0, 9, 2), (-2.9, -9, 9, -2), (9.0, 0, 9, 9), (9.5, 0, 9, 9), (-0.5, 0, 9, 0),
      (1e300, 0, 9, 9), (-1e300, 0, 9, 0), (.infinity, 0, 9, 9), (-.infinity, 0, 9, 0),
      (.nan, -3, 9, 0), (.nan, 3, 9, 3), (.nan, -9, -3, -3), (-.nan, 0, 9, 0),
      (5e-324, 0, 9, 0), (-5e-324, -9, 9, 0), (8.999999999999999, 0, 9, 8),
      // Limits the wrong way round: an empty axis, say.
      (0.5, 0, -1, 0), (.nan, 0, -1, 0), (5, 0, -1, 0), (-5, 0, -1, 0),
    ] as [(Double, Int, Int, Int)])
  func isHeldWithinLimits(number: Double, low: Int, high: Int, expected: Int) {
    #expect(Int(clamping: number, from: low, to: high) == expected)
  }

  @Test(
    arguments: [
      (1e300, 1 << 53), (-1e300, -1 << 53), (.infinity, 1 << 53), (-.infinity, -1 << 53), (.nan, 0),
      (9_007_199_254_740_991, 9_007_199_254_740_991), (-123_456.7, -123_456),
    ] as [(Double, Int)])
  func withoutLimitsSumsStayInts(number: Double, expected: Int) {
    let result = Int(clamping: number)
    #expect(result == expected)
    #expect(!result.addingReportingOverflow(1 << 53).overflow)
    #expect(!result.multipliedReportingOverflow(by: 512).overflow)
  }

  @Test func theWidestLimitsAreReached() {
    for number in [0x1p63, 0x1p63.nextUp, 1e19, .infinity] {
      #expect(Int(clamping: number, from: .min, to: .max) == .max)
      #expect(Int(clamping: -number, from: .min, to: .max) == .min)
    }
    // The last numbers before 2^63 and what they are.
    #expect(Int(clamping: 0x1p63.nextDown, from: .min, to: .max) == 9_223_372_036_854_774_784)
    // A limit that no Double holds is kept all the same.
    let odd = (1 << 60) + 1
    #expect(Int(clamping: 0x1p61, from: 0, to: odd) == odd)
    #expect(Int(clamping: 0x1p60.nextUp, from: 0, to: odd) == odd)
    #expect(Int(clamping: -0x1p61, from: -odd, to: 0) == -odd)
  }

  /// Whatever the bits, the result is within the limits, and it is the number's whole part where
  /// that lies between them.
  @Test func anyBitsLandWithinTheLimits() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<100_000 {
      let number = Double(bitPattern: .random(in: 0...UInt64.max, using: &generator))
      let limit = Int.random(in: 0...Int.max, using: &generator)
      let result = Int(clamping: number, from: -limit, to: limit)
      #expect(-limit <= result && result <= limit)
      if let whole = Int(exactly: number.rounded(.towardZero)), whole.magnitude < limit {
        #expect(result == whole, "\(number)")
      }
    }
  }
}
