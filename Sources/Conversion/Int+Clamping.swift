extension Int {
  /// The whole number at or before `number` on the way from 0, held within limits.
  ///
  /// This is the one way from a number that data, a user or a calculation gave to an `Int`: it is
  /// defined for every number. `Int(number)` ends the program for NaN, infinities and what is too
  /// large; `UncheckedConversions.swift` beside this file keeps that from compiling. Where a number
  /// that is not whole has to be refused, use `Int(exactly:)`.
  ///
  ///     Int(clamping: 2.9, from: 0, to: 9)         // 2
  ///     Int(clamping: 1e300, from: 0, to: 9)       // 9
  ///     Int(clamping: -.infinity, from: 0, to: 9)  // 0
  ///     Int(clamping: .nan, from: -3, to: 9)       // 0
  ///     Int(clamping: .nan, from: 3, to: 9)        // 3
  ///
  /// - Parameters:
  ///   - number: any number. What is not a number counts as 0.
  ///   - low: the least result. The default is -2^53, and that of `high` 2^53: between them a
  ///     `Double` holds every whole number, and a sum or a small multiple of results stays an `Int`.
  ///   - high: the greatest result. Where it is less than `low`, the result is `low`.
  @inlinable
  public init(clamping number: Double, from low: Int = -1 << 53, to high: Int = 1 << 53) {
    // Double(low) may be a little off for limits beyond 2^53, but then so is every number there:
    // what passes both comparisons lies strictly between two limits of an Int.
    if number >= Double(high) {
      self = Swift.max(low, high)
    } else if number > Double(low) {
      // Truncation may step up to a limit, never past one.
      self = Swift.min(Swift.max(Int(exactly: number.rounded(.towardZero)) ?? low, low), high)
    } else {
      self = number.isNaN ? Swift.max(low, Swift.min(0, high)) : low
    }
  }
}
