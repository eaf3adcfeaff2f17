/// The bulk reading: several parameters at once, straight from and to memory; names cost nothing.
struct BulkLedger<Vector: LaneVector>: Ledger {
  typealias Q = Lanes<Vector>
  let memory: BulkMemory
  let i: Int

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
  @inline(__always) mutating func move(by delta: Q) { save(parameter + delta, to: memory.theta) }
}

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

/// What a line of a ledger is about.
enum QuantityKey: Hashable, Sendable {
  case slot(Slot)
  case intermediate(Intermediate)
}

/// The explaining reading: one parameter, each quantity with its formula.
struct WorkedLedger: Ledger {
  let gradient: Worked
  let parameter: Worked
  private let declaration: RuleDeclaration
  private let slots: [Double]
  /// In the order worked out: the quantity's name, and how it was worked out.
  private(set) var lines: [(name: String, worked: Worked)] = []

  init(gradient: Double, parameter: Double, slots: [Double], declaration: RuleDeclaration) {
    self.gradient = Worked(gradient, named: "g")
    self.parameter = Worked(parameter, named: "theta_prev")
    self.slots = slots
    self.declaration = declaration
  }
  func previous(_ slot: Slot) -> Worked {
    Worked(slots[slot.position], named: declaration.name(of: .slot(slot)) + "_prev")
  }
  func setting(_ value: Double, named name: String) -> Worked { Worked(value, named: name) }
  mutating func store(_ slot: Slot, _ value: Worked) -> Worked {
    line(declaration.name(of: .slot(slot)), value)
  }
  mutating func name(_ name: Intermediate, _ value: Worked) -> Worked {
    line(declaration.name(of: .intermediate(name)), value)
  }
  mutating func move(by delta: Worked) {
    let delta = line("delta", delta)
    _ = line("theta", parameter + delta)
  }
  private mutating func line(_ name: String, _ worked: Worked) -> Worked {
    lines.append((name, worked))
    return Worked(worked.value, named: name)
  }
}
