/// Where the parameters, the gradient and a rule's slots lie while it runs.
///
/// Slot k's numbers start at `slots + k * slotStride`. The pointers hold for `count` numbers each
/// (slots: `count` a slot) and for as long as the call that received them.
public struct BulkMemory {
  let theta: UnsafeMutablePointer<Double>
  let gradient: UnsafePointer<Double>
  let slots: UnsafeMutablePointer<Double>
  let slotStride: Int
  let count: Int

  /// Some of the parameters.
  func part(_ range: Range<Int>) -> BulkMemory {
    BulkMemory(
      theta: theta + range.lowerBound, gradient: gradient + range.lowerBound,
      slots: slots + range.lowerBound, slotStride: slotStride, count: range.count)
  }
}
