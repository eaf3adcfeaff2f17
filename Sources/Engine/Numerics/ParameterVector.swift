/// A fixed block of numbers that hot loops address without bounds checks and that never moves.
///
/// It is allocated once and freed with its owner; `pointer` is valid for `count` numbers while the
/// object lives.
final class ParameterVector {
  let count: Int
  let pointer: UnsafeMutablePointer<Double>

  init(count: Int) {
    self.count = count
    pointer = .allocate(capacity: Swift.max(count, 1))
    pointer.initialize(repeating: 0, count: Swift.max(count, 1))
  }
  deinit { pointer.deallocate() }

  var array: [Double] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
}
