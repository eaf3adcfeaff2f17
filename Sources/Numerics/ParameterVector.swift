import LongWork

/// A fixed block of numbers that hot loops address without bounds checks and that never moves.
///
/// It is allocated once and freed with its owner; `pointer` is valid for `count` numbers while the
/// object lives. The numbers are 0 at first, at no cost until they are touched.
package final class ParameterVector {
  package let count: Int
  package let pointer: UnsafeMutablePointer<Double>

  package init(count: Int) {
    self.count = count
    pointer = LargeMemory.take(Swift.max(count, 1))
  }
  deinit { LargeMemory.free(pointer, Swift.max(count, 1)) }

  package var array: [Double] { Array(inParts: count, copying: pointer) }
}
