/// The explaining reading: one parameter, each quantity with its formula.
package struct WorkedLedger: Ledger {
  package let gradient: Worked
  package let parameter: Worked
  private let declaration: RuleDeclaration
  /// What the rule remembered, slot by slot.
  private let slots: [Double]
  /// In the order worked out: the quantity's name, and how it was worked out.
  package private(set) var lines: [(name: String, worked: Worked)] = []

  package init(gradient: Double, parameter: Double, slots: [Double], declaration: RuleDeclaration) {
    self.gradient = Worked(gradient, named: "g")
    self.parameter = Worked(parameter, named: "theta_prev")
    self.slots = slots
    self.declaration = declaration
  }
  package func previous(_ slot: Slot) -> Worked {
    declaration.require(slot)
    return Worked(slots[slot.position], named: slot.quantity.name.beforeUpdate)
  }
  package func setting(_ value: Double, named name: String) -> Worked { Worked(value, named: name) }
  package mutating func store(_ slot: Slot, _ value: Worked) -> Worked {
    declaration.require(slot)
    return line(slot.quantity.name, value)
  }
  package mutating func name(_ name: Intermediate, _ value: Worked) -> Worked {
    declaration.require(name)
    return line(name.quantity.name, value)
  }
  package mutating func move(by delta: Worked) {
    let delta = line("delta", delta)
    _ = line("theta", parameter + delta)
  }
  private mutating func line(_ name: String, _ worked: Worked) -> Worked {
    lines.append((name, worked))
    return Worked(worked.value, named: name)
  }
}
