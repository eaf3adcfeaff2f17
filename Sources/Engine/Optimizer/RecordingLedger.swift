/// The recording reading: one parameter, every named number written to its column, in the order
/// worked out; nothing else in memory changes.
struct RecordingLedger: Ledger {
  let memory: BulkMemory
  let i: Int
  /// Column k's numbers start at `columns + k * count`; the last column receives Δθ.
  let columns: UnsafeMutablePointer<Double>
  private var next = 0

  init(_ memory: BulkMemory, at i: Int, columns: UnsafeMutablePointer<Double>) {
    self.memory = memory
    self.i = i
    self.columns = columns
  }
  var gradient: Double { memory.gradient[i] }
  var parameter: Double { memory.theta[i] }
  func previous(_ slot: Slot) -> Double { memory.slots[slot.position * memory.slotStride + i] }
  mutating func store(_ slot: Slot, _ value: Double) -> Double { write(value) }
  mutating func name(_ name: Intermediate, _ value: Double) -> Double { write(value) }
  mutating func move(by delta: Double) { _ = write(delta) }

  private mutating func write(_ value: Double) -> Double {
    columns[next * memory.count + i] = value
    next += 1
    return value
  }
}
