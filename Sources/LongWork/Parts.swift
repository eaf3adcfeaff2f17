import CLongWork

/// Loops over many numbers that hear ^C between parts of them.
public enum Parts {
  /// Numbers in a part: some ten microseconds of arithmetic.
  public static let size = 1 << 14

  /// Calls `body` with one part of `range` after another, in order; ends early where the work is given
  /// up.
  @inlinable
  public static func forEach(
    of range: Range<Int>, size: Int = Parts.size, _ body: (Range<Int>) throws -> Void
  ) rethrows {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = range.upperBound - start > size ? start + size : range.upperBound
      try body(start..<end)
      start = end
      if start < range.upperBound, Interruption.givesUp() { return }
    }
  }
}
