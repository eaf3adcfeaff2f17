/// The bulk reading: several parameters at once, straight from and to memory; names cost nothing.
struct BulkLedger<Vector: LaneVector>: Ledger {
  typealias Q = Lanes<Vector>
  let memory: BulkMemory
  let i: Int
  /// θ after the update.
  private(set) var after = Vector.zero

  @inline(__always) init(_ memory: BulkMemory, at i: Int) {
    self.memory = memory
    self.i = i
  }

  @inline(__always) private func load(_ p: UnsafePointer<Double>) -> Q {
    Q(UnsafeRawPointer(p + i).loadUnaligned(as: Vector.self))
  }
  @inline(__always) private func save(_ value: Q, to p: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(p + i).storeBytes(of: value.v, as: Vector.self)
  }
  var gradient: Q { @inline(__always) get { load(memory.gradient) } }
  var parameter: Q { @inline(__always) get { load(memory.theta) } }
  @inline(__always) func previous(_ slot: Slot) -> Q {
    load(memory.slots + slot.position * memory.slotStride)
  }
  @inline(__always) mutating func store(_ slot: Slot, _ value: Q) -> Q {
    save(value, to: memory.slots + slot.position * memory.slotStride)
    return value
  }
  @inline(__always) mutating func name(_ name: Intermediate, _ value: Q) -> Q { value }
  @inline(__always) mutating func move(by delta: Q) {
    let moved = parameter + delta
    save(moved, to: memory.theta)
    after = moved.v
  }
}
