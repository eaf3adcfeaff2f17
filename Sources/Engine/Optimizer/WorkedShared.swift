/// The explaining reading of `prepare`: each named number with its formula.
package struct WorkedShared: SharedLedger {
  package private(set) var scalars: StepScalars<Worked>
  private let declaration: RuleDeclaration
  /// In the order worked out, as in `WorkedLedger`.
  package private(set) var lines: [(name: String, worked: Worked)] = []

  /// The numbers of update `t` of a rule.
  ///
  /// - Parameter remembered: what the update before left in the numbers that the rule remembers.
  package init(_ optimizer: Optimizer, eta: Double, t: Int, remembered: [Double]) {
    declaration = optimizer.declaration
    scalars = StepScalars(
      optimizer.settings, eta: eta, t: t, remembering: declaration.remembered, remembered
    ) {
      Worked($0, named: $1)
    }
    optimizer.rule.prepare(&self)
  }
  package var eta: Worked { scalars.eta }
  package var t: Worked { scalars.t }
  package subscript(setting: Hyperparameter) -> Worked { scalars[setting] }
  package func previous(_ number: SharedNumber) -> Worked {
    declaration.require(number)
    return Worked(scalars[number].value, named: number.quantity?.name.beforeUpdate ?? "")
  }
  @discardableResult package mutating func set(_ number: SharedNumber, _ value: Worked) -> Worked {
    declaration.require(number)
    guard let name = number.quantity?.name else { return scalars.set(number, value) }
    lines.append((name, value))
    return scalars.set(number, Worked(value.value, named: name))
  }
}
