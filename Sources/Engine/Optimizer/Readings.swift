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

/// The explaining reading: one parameter, each quantity with its formula.
struct WorkedLedger: Ledger {
  let gradient: Worked
  let parameter: Worked
  private let declaration: RuleDeclaration
  /// What the rule remembered, slot by slot.
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
    declaration.require(slot)
    return Worked(slots[slot.position], named: slot.quantity.name.beforeUpdate)
  }
  func setting(_ value: Double, named name: String) -> Worked { Worked(value, named: name) }
  mutating func store(_ slot: Slot, _ value: Worked) -> Worked {
    declaration.require(slot)
    return line(slot.quantity.name, value)
  }
  mutating func name(_ name: Intermediate, _ value: Worked) -> Worked {
    declaration.require(name)
    return line(name.quantity.name, value)
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

/// The explaining reading of `prepare`: each named number with its formula.
struct WorkedShared: SharedLedger {
  private(set) var scalars: StepScalars<Worked>
  private let declaration: RuleDeclaration
  /// In the order worked out, as in `WorkedLedger`.
  private(set) var lines: [(name: String, worked: Worked)] = []

  /// The numbers of update `t` of a rule.
  ///
  /// - Parameter remembered: what the update before left in the numbers that the rule remembers.
  init(_ optimizer: Optimizer, eta: Double, t: Int, remembered: [Double]) {
    declaration = optimizer.declaration
    scalars = StepScalars(
      optimizer.settings, eta: eta, t: t, remembering: declaration.remembered, remembered
    ) {
      Worked($0, named: $1)
    }
    optimizer.rule.prepare(&self)
  }
  var eta: Worked { scalars.eta }
  var t: Worked { scalars.t }
  subscript(setting: Hyperparameter) -> Worked { scalars[setting] }
  func previous(_ number: SharedNumber) -> Worked {
    declaration.require(number)
    return Worked(scalars[number].value, named: number.quantity?.name.beforeUpdate ?? "")
  }
  @discardableResult mutating func set(_ number: SharedNumber, _ value: Worked) -> Worked {
    declaration.require(number)
    guard let name = number.quantity?.name else { return scalars.set(number, value) }
    lines.append((name, value))
    return scalars.set(number, Worked(value.value, named: name))
  }
}
