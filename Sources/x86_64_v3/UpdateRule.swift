/// What an instruction set's own copy of the rules needs of a rule: the update of all parameters.
///
/// The rules' files are Engine's, where a rule has other readings, too.
public protocol UpdateRule: Sendable {
  /// The update of one parameter.
  func step<L: Ledger>(_ l: inout L, _ s: StepScalars<L.Q>)
  /// The update of all parameters in memory.
  ///
  /// - Returns: whether θ is finite afterwards.
  func apply(to memory: BulkMemory, _ s: StepScalars<Double>) -> Bool
}
