/// The reading for two parameters side by side whose numbers stay in the processor's registers from
/// one update to the next.
struct PairLedger: Ledger {
  typealias Q = Lanes<SIMD2<Double>>
  var gradient: Q
  private(set) var parameter: Q
  private var slots: Row<Q>

  /// The parameters and so many slots as they lie in memory.
  init(_ memory: BulkMemory, slots count: Int) {
    func pair(_ numbers: UnsafePointer<Double>) -> Q { Q(SIMD2(numbers[0], numbers[1])) }
    gradient = Q(constant: 0)
    parameter = pair(memory.theta)
    slots = Row(repeating: Q(constant: 0))
    for k in 0..<count { slots[k] = pair(memory.slots + k * memory.slotStride) }
  }

  /// Writes the parameters and so many slots back.
  func save(to memory: BulkMemory, slots count: Int) {
    func write(_ pair: Q, to numbers: UnsafeMutablePointer<Double>) {
      (numbers[0], numbers[1]) = (pair.v[0], pair.v[1])
    }
    write(parameter, to: memory.theta)
    for k in 0..<count { write(slots[k], to: memory.slots + k * memory.slotStride) }
  }

  @inline(__always) func previous(_ slot: Slot) -> Q { slots[slot.position] }
  @inline(__always) mutating func store(_ slot: Slot, _ value: Q) -> Q {
    slots[slot.position] = value
    return value
  }
  @inline(__always) mutating func name(_ name: Intermediate, _ value: Q) -> Q { value }
  @inline(__always) mutating func move(by delta: Q) { parameter = parameter + delta }
}
