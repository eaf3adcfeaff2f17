import Conversion

/// The one loop that advances θ: `step`, `run`, races, searches, lessons and benchmarks all call it.
///
/// A trainer owns one thread's scratch memory. Updating allocates nothing; the same experiment and
/// state always give the same bits.
public final class Trainer {
  public let experiment: Experiment
  let evaluator: any Evaluator
  private let rule: any UpdateRule
  private let update: SharedUpdate
  private let count: Int
  private let exampleCount: Int
  private let penalizedRanges: [Range<Int>]
  private let gradient: ParameterVector
  private let ahead: ParameterVector
  // A trainer is used by one thread at a time; checking that at every access would cost a third of a
  // step on a surface.
  @exclusivity(unchecked) private var minibatch = Minibatch()
  private let dropoutLayers: [DropoutLayer]
  private let hasConstantRate: Bool
  /// The scalars of the last update, kept while they do not change.
  @exclusivity(unchecked) private var scalars: StepScalars<Double>
  @exclusivity(unchecked) private var scalarsT = 0
  @exclusivity(unchecked) private var scalarsEta = Double.nan
  /// The loss that the last update differentiated.
  @exclusivity(unchecked) public private(set) var batchLoss = Double.nan
  /// The batch losses of the last call's updates, up to `mostLosses` of them; none on a surface.
  @exclusivity(unchecked) private(set) var losses: [Double] = []
  static let mostLosses = 1 << 12
  /// The validation set's metrics after the last update, once they are worked out.
  @exclusivity(unchecked) var validationLook: NetworkMetrics?
  private let lr: Double
  private let horizon: Int
  private let looksAhead: Bool
  /// Whether an update takes so long that it must be possible to give it up half-way.
  let hasLongUpdates: Bool
  /// The same of a look at a data set at the end of an epoch.
  private let hasLongLooks: Bool

  public init(_ experiment: Experiment) {
    self.experiment = experiment
    evaluator = experiment.objective.makeEvaluator()
    rule = experiment.optimizer.rule
    lr = rule.settings.lr
    horizon = rule.horizon
    looksAhead = rule.looksAhead
    count = experiment.objective.layout.count
    exampleCount = experiment.objective.exampleCount
    penalizedRanges =
      experiment.penalty.isNone ? [] : experiment.penalty.ranges(of: experiment.objective.layout)
    gradient = ParameterVector(count: count)
    ahead = ParameterVector(count: looksAhead ? count : 0)
    dropoutLayers = experiment.objective.dropoutLayers
    hasConstantRate = experiment.schedule.shape == .constant
    scalars = StepScalars(rule.settings, eta: rule.settings.lr, t: 1)
    update = SharedUpdate(rule, scalars, count: count)
    minibatch.indices.reserveCapacity(exampleCount)
    minibatch.masks = dropoutLayers.map { _ in [] }
    let batch = min(experiment.batchSize ?? exampleCount, exampleCount)
    hasLongUpdates = experiment.objective.isLong(passOver: batch)
    let validation = (experiment.objective as? Network)?.validation?.count ?? 0
    hasLongLooks = experiment.objective.isLong(passOver: max(exampleCount, validation))
    if exampleCount > 0 { losses.reserveCapacity(Self.mostLosses) }
    evaluator.interruption = nil
  }

  /// Makes one update and says all about it.
  ///
  /// - Precondition: no `Interruption` is in force.
  public func step(_ state: inout TrainingState) -> (StepRecord, StopReason) {
    let (record, stop) = attempt(&state)
    guard let record else { preconditionFailure("an update was asked for and none was recorded") }
    return (record, stop)
  }

  /// Makes one update and says all about it; nil where it was interrupted, and then nothing has
  /// changed.
  func attempt(
    _ state: inout TrainingState, atEpochEnd: ((TrainingState) -> Void)? = nil
  ) -> (StepRecord?, StopReason) {
    var record: StepRecord?
    let stop = advance(&state, updates: 1, isFirst: true, atEpochEnd: atEpochEnd) { record = $0 }
    return (stop == .interrupted ? nil : record, stop)
  }

  /// Makes up to `updates` updates; the first one whatever the loss is, the others while it is
  /// finite. A long update that is interrupted is as if it had not been begun.
  ///
  /// - Parameter atEpochEnd: told of each epoch's end, before early stopping goes back to better
  ///   parameters.
  public func run(
    _ state: inout TrainingState, updates: Int, isFirst: Bool = true,
    atEpochEnd: ((TrainingState) -> Void)? = nil
  ) -> StopReason {
    advance(&state, updates: updates, isFirst: isFirst, atEpochEnd: atEpochEnd, record: nil)
  }

  /// The examples and masks that the next update after `state` will use, and where its gradient will
  /// be evaluated; `state` stays as it is.
  public func nextDraw(after state: TrainingState) -> (minibatch: Minibatch, point: [Double]) {
    var copy = state
    if exampleCount > 0 { drawMinibatch(&copy) }
    guard looksAhead else { return (minibatch, state.theta) }
    prepareScalars(copy)
    withMemory(&copy) { rule.writeEvaluationPoint($0, scalars, to: ahead.pointer) }
    return (minibatch, ahead.array)
  }

  private func advance(
    _ state: inout TrainingState, updates: Int, isFirst: Bool,
    atEpochEnd: ((TrainingState) -> Void)?, record: ((StepRecord) -> Void)?
  ) -> StopReason {
    var mayBeNonFinite = isFirst
    losses.removeAll(keepingCapacity: true)
    for _ in 0..<updates {
      if validationLook != nil { validationLook = nil }
      let safe = isLongNext(state, looks: atEpochEnd != nil) ? keepSafe(state) : nil
      if exampleCount > 0 { drawMinibatch(&state) }
      prepareScalars(state)
      let batchLoss = evaluate(&state)
      if let safe, safe.interruption.gaveUp { return giveUp(safe, &state) }
      self.batchLoss = batchLoss
      if exampleCount > 0 {
        state.epochLoss.add(batchLoss)
        if losses.count < Self.mostLosses { losses.append(batchLoss) }
      }
      if !batchLoss.isFinite && exampleCount == 0 && !mayBeNonFinite {
        return .nonFinite(quantity: "loss")
      }
      mayBeNonFinite = false
      let before = record == nil ? nil : keepForRecord(state)
      let isFinite = withMemory(&state) { update.apply(to: $0, scalars) } && batchLoss.isFinite
      state.t += 1
      state.ruleT += 1
      if let record, let before { record(stepRecord(after: state, before, batchLoss: batchLoss)) }
      if exampleCount > 0 && state.position == exampleCount {
        state.completedEpochs += 1
        atEpochEnd?(state)
      }
      if !isFinite { return .nonFinite(quantity: batchLoss.isFinite ? "theta" : "batch_loss") }
      let stop = checkEarlyStopping(&state)
      if let safe, safe.interruption.gaveUp { return giveUp(safe, &state) }
      if let stop { return stop }
    }
    return .completed
  }

  // MARK: Long updates

  /// Where training stood before an update that may be given up.
  private struct Safe {
    let state: TrainingState
    let interruption: Interruption
  }

  /// Whether the next update, or the look after it, is a long one.
  private func isLongNext(_ state: TrainingState, looks: Bool) -> Bool {
    let hasLongLooks = hasLongLooks && (looks || experiment.stopping != nil)
    guard hasLongUpdates || hasLongLooks else { return false }
    let used = state.epoch == 0 || state.position >= exampleCount ? 0 : state.position
    let isLast = used + (experiment.batchSize ?? exampleCount) >= exampleCount
    return hasLongUpdates || isLast
  }

  private func keepSafe(_ state: TrainingState) -> Safe? {
    evaluator.interruption = Interruption.current
    return evaluator.interruption.map { Safe(state: state, interruption: $0) }
  }

  private func giveUp(_ safe: Safe, _ state: inout TrainingState) -> StopReason {
    state = safe.state
    if !losses.isEmpty { losses.removeLast() }
    return .interrupted
  }

  // MARK: The phases of an update

  /// Draws the next batch and its masks from their streams, as NOTATION says.
  private func drawMinibatch(_ state: inout TrainingState) {
    if state.epoch == 0 || state.position >= exampleCount {
      state.order = state.batchGenerator?.permutation(exampleCount) ?? []
      state.position = 0
      state.epoch += 1
      state.epochLoss = LossSum()
    }
    let size = min(experiment.batchSize ?? exampleCount, exampleCount - state.position)
    minibatch.indices.removeAll(keepingCapacity: true)
    minibatch.indices.append(contentsOf: state.order[state.position..<(state.position + size)])
    state.position += size
    for (k, layer) in dropoutLayers.enumerated() {
      let entries = layer.isPerBatch ? layer.units : layer.units * size
      minibatch.masks[k].removeAll(keepingCapacity: true)
      for _ in 0..<entries {
        let draw = state.dropoutGenerator?.nextUniform() ?? 0
        minibatch.masks[k].append(draw < layer.keep ? 1 : 0)
      }
    }
  }

  /// The learning rate of the last update.
  var eta: Double { scalars.eta }

  private func prepareScalars(_ state: TrainingState) {
    let eta =
      hasConstantRate
      ? lr
      : experiment.schedule.rate(lr: lr, afterCompleting: experiment.scheduleTime(of: state))
    let t = min(state.ruleT + 1, horizon)
    if t == scalarsT && eta == scalarsEta { return }
    scalars = StepScalars(rule.settings, eta: eta, t: t)
    rule.prepare(&scalars)
    scalarsT = t
    scalarsEta = eta
  }

  /// The loss and, in `gradient`, its gradient with the penalty's share, where the rule wants it.
  private func evaluate(_ state: inout TrainingState) -> Double {
    withMemory(&state) { memory in
      var point = UnsafePointer(memory.theta)
      if looksAhead {
        rule.writeEvaluationPoint(memory, scalars, to: ahead.pointer)
        point = UnsafePointer(ahead.pointer)
      }
      let loss = evaluator.gradient(at: point, batch: minibatch, into: gradient.pointer)
      if !penalizedRanges.isEmpty {
        experiment.penalty.addGradient(
          to: gradient.pointer, at: point, ranges: penalizedRanges)
      }
      return loss
    }
  }

  @inline(__always)
  private func withMemory<R>(_ state: inout TrainingState, _ body: (BulkMemory) -> R) -> R {
    let gradient = UnsafePointer(self.gradient.pointer)
    return state.theta.withUnsafeMutableBufferPointer { theta in
      state.slots.withUnsafeMutableBufferPointer { slots in
        guard let base = theta.baseAddress else { preconditionFailure("θ has no parameters") }
        // A rule without slots never touches theirs; any valid pointer will do.
        return body(
          BulkMemory(
            theta: base, gradient: gradient, slots: slots.baseAddress ?? base, slotStride: count,
            count: count))
      }
    }
  }

  /// The same for a look that changes nothing, so that nothing needs to be copied.
  private func reading(_ state: TrainingState, _ body: (BulkMemory) -> Void) {
    state.theta.withUnsafeBufferPointer { theta in
      state.slots.withUnsafeBufferPointer { slots in
        guard let base = theta.baseAddress else { return }
        body(
          BulkMemory(
            theta: UnsafeMutablePointer(mutating: base), gradient: gradient.pointer,
            slots: UnsafeMutablePointer(mutating: slots.baseAddress ?? base), slotStride: count,
            count: count))
      }
    }
  }

  private func checkEarlyStopping(_ state: inout TrainingState) -> StopReason? {
    guard let stopping = experiment.stopping else { return nil }
    if exampleCount > 0 && state.position != exampleCount { return nil }
    if state.stopping.wait >= stopping.patience { state.stopping.wait = 0 }
    let value = monitored(stopping.monitor, at: state)
    guard
      stopping.shouldStop(after: value, theta: state.theta, t: state.t, &state.stopping)
    else { return nil }
    if stopping.restoresBest && !state.stopping.bestTheta.isEmpty {
      state.theta = state.stopping.bestTheta
    }
    return .early(
      best: state.stopping.best ?? .nan, bestT: state.stopping.bestT,
      restored: stopping.restoresBest)
  }

  // MARK: Recording

  /// What an update is about to change, and all that the rule works out on the way.
  private struct BeforeUpdate {
    let state: TrainingState
    let names: [String]
    let columns: ParameterVector
  }

  private func keepForRecord(_ state: TrainingState) -> BeforeUpdate {
    let names = rule.lineNames(scalars, experiment.optimizer.declaration)
    let columns = ParameterVector(count: count * names.count)
    reading(state) { rule.record($0, scalars, to: columns.pointer) }
    return BeforeUpdate(state: state, names: names, columns: columns)
  }

  private func stepRecord(
    after state: TrainingState, _ update: BeforeUpdate, batchLoss: Double
  ) -> StepRecord {
    let (before, names, columns) = (update.state, update.names, update.columns)
    let declaration = experiment.optimizer.declaration
    func column(_ k: Int) -> [Double] {
      Array(UnsafeBufferPointer(start: columns.pointer + k * count, count: count))
    }
    return StepRecord(
      t: state.t, ruleT: state.ruleT, epoch: state.epoch, eta: scalars.eta, batchLoss: batchLoss,
      minibatch: minibatch, thetaBefore: before.theta, g: gradient.array,
      evaluationPoint: looksAhead ? ahead.array : nil,
      previous: declaration.slots.enumerated().map { k, name in
        .init(name: name + "_prev", values: Array(before.slots[(k * count)..<((k + 1) * count)]))
      },
      quantities: names.dropLast().enumerated().map { .init(name: $1, values: column($0)) },
      delta: column(names.count - 1), theta: state.theta)
  }
}

extension Experiment {
  /// The t of the schedule before the next update after `state`.
  public func scheduleTime(of state: TrainingState) -> Int {
    schedule.unit == .epoch && objective.exampleCount > 0 ? state.completedEpochs : state.t
  }
}

extension UpdateRule {
  /// The names of what `step` works out, in order; `delta` is the last.
  func lineNames(_ s: StepScalars<Double>, _ declaration: RuleDeclaration) -> [String] {
    let worked = StepScalars<Worked>(settings, eta: s.eta, t: Int(clamping: s.t)) {
      Worked($0, named: $1)
    }
    var ledger = WorkedLedger(
      gradient: 0, parameter: 0,
      slots: [Double](repeating: 0, count: max(declaration.slots.count, 1)),
      declaration: declaration)
    step(&ledger, worked)
    // The last line is θ, which is no column.
    return ledger.lines.dropLast().map(\.name)
  }

  public func record(
    _ memory: BulkMemory, _ s: StepScalars<Double>, to columns: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<memory.count {
      var ledger = RecordingLedger(memory, at: i, columns: columns)
      step(&ledger, s)
    }
  }
}
