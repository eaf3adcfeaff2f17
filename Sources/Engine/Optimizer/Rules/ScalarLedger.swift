/// One parameter straight from and to memory: the tail that fills no SIMD vector.
struct ScalarLedger: Ledger {
  let memory: BulkMemory
  let i: Int

  var gradient: Double { memory.gradient[i] }
  var parameter: Double { memory.theta[i] }
  func previous(_ slot: Slot) -> Double { memory.slots[slot.position * memory.slotStride + i] }
  mutating func store(_ slot: Slot, _ value: Double) -> Double {
    memory.slots[slot.position * memory.slotStride + i] = value
    return value
  }
  mutating func name(_ name: Intermediate, _ value: Double) -> Double { value }
  mutating func move(by delta: Double) { memory.theta[i] += delta }
}
