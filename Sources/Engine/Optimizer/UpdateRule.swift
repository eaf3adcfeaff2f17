import LongWork

/// One update rule of gradient descent, written once over a `Ledger`.
///
/// To add a rule: in a file of its own declare its settings, slots, intermediate results and shared
/// numbers, write `step` with them (and `prepare` for what all parameters share), and list its
/// declaration in `RuleDeclaration.builtIn`. Bulk training, `step`, `explain`, `save` and the check of
/// an answer all read that one definition.
///
/// A rule never branches on a parameter's value: it runs on several parameters side by side. It may
/// branch on what all parameters share.
public protocol UpdateRule: Sendable {
  var settings: Hyperparameters { get }
  /// From this update on `prepare` gives the same results for the same η (β^t has vanished).
  var horizon: Int { get }
  /// Works out the numbers of one update that all parameters share.
  func prepare<P: SharedLedger>(_ p: inout P)
  /// The same in plain numbers, a requirement so that it is compiled for each rule.
  func prepareNumbers(_ s: inout StepScalars<Double>)
  /// Nanoseconds, about, that one processor takes to update one parameter.
  var parameterTime: Double { get }
  /// Whether the gradient is evaluated at `evaluationPoint` rather than at θ.
  var looksAhead: Bool { get }
  /// Where the gradient is evaluated: θ, unless the rule looks ahead.
  func evaluationPoint<L: Ledger>(_ l: L, _ s: StepScalars<L.Q>) -> L.Q
  /// The update of one parameter.
  func step<L: Ledger>(_ l: inout L, _ s: StepScalars<L.Q>)
  /// The update of all parameters in memory. The default runs `step` over SIMD lanes.
  ///
  /// - Returns: whether θ is finite afterwards.
  func apply(to memory: BulkMemory, _ s: StepScalars<Double>) -> Bool
  /// Makes many updates of two parameters.
  func descend(_ run: inout PlaneRun)
  /// Works the update out with every quantity it names, into columns of a number for each parameter.
  ///
  /// A requirement, so that the default below is compiled for each rule and not for rules at large.
  func record(
    _ memory: BulkMemory, _ s: StepScalars<Double>, to columns: UnsafeMutablePointer<Double>)
  /// Writes the evaluation point of all parameters.
  func writeEvaluationPoint(
    _ memory: BulkMemory, _ s: StepScalars<Double>, to point: UnsafeMutablePointer<Double>)
}

extension UpdateRule {
  public var horizon: Int { 1 }
  public var looksAhead: Bool { false }
  public var parameterTime: Double { 4 }
  public func prepare<P: SharedLedger>(_ p: inout P) {}
  public func prepareNumbers(_ s: inout StepScalars<Double>) { prepare(&s) }
  public func evaluationPoint<L: Ledger>(_ l: L, _ s: StepScalars<L.Q>) -> L.Q { l.parameter }

  public func record(
    _ memory: BulkMemory, _ s: StepScalars<Double>, to columns: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<memory.count {
      var ledger = RecordingLedger(memory, at: i, columns: columns)
      step(&ledger, s)
    }
  }

  public func writeEvaluationPoint(
    _ memory: BulkMemory, _ s: StepScalars<Double>, to point: UnsafeMutablePointer<Double>
  ) {
    Parts.forEach(of: 0..<memory.count) { part in
      for i in part { point[i] = evaluationPoint(ScalarLedger(memory: memory, i: i), s) }
    }
  }
}
