import CLongWork

/// Memory for many numbers, straight from the system.
public enum LargeMemory {
  /// Memory for `count` numbers, 0 at first and untouched until they are used, on a cache line's
  /// boundary.
  public static func take(_ count: Int) -> UnsafeMutablePointer<Double> {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Double>.stride)
    guard !overflow, count > 0, let block = lw_allocate(bytes) else {
      fatalError("there is no memory for \(count) numbers")
    }
    return block.bindMemory(to: Double.self, capacity: count)
  }

  /// From now on the C library gives large blocks back to the system when they are freed: for a process that
  /// lives long, which would keep holes of many megabytes.
  public static func returnFreedBlocks() { lw_return_large_blocks() }

  /// Gives back what `take` gave.
  public static func free(_ block: UnsafeMutablePointer<Double>, _ count: Int) {
    lw_free(block, count * MemoryLayout<Double>.stride)
  }
}
