import LongWork

/// Owns the scratch memory of one evaluator.
final class Arena {
  private var blocks: [(numbers: UnsafeMutablePointer<Double>, count: Int)] = []

  /// Zeroed memory for `count` numbers, on a cache line's boundary.
  func take(_ count: Int) -> UnsafeMutablePointer<Double> {
    let block = LargeMemory.take(max(count, 1))
    blocks.append((block, max(count, 1)))
    return block
  }

  deinit {
    for block in blocks { LargeMemory.free(block.numbers, block.count) }
  }
}
