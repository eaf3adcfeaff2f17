import Arithmetic
import Conversion
import Formula
import LongWork
import Numerics

/// The one loop that advances θ: `step`, `run`, races, searches, lessons and benchmarks all call it.
///
/// A trainer owns one thread's scratch memory. Updating allocates nothing; the same experiment and
/// state always give the same bits.
public final class Trainer {
  public let experiment: Experiment
  let evaluator: any Evaluator
  let rule: any UpdateRule
  private let update: SharedUpdate
  private let count: Int
  /// The numbers of all parameters that the rule remembers.
  let remembered: [SharedNumber]
  private let exampleCount: Int
  private let penalizedRanges: [Range<Int>]
  private let gradient: ParameterVector
  private let ahead: ParameterVector
  // A trainer is used by one thread at a time; checking that at every access would cost a third of a
  // step on a surface.
  @exclusivity(unchecked) private var minibatch = Minibatch()
  private let dropoutLayers: [DropoutLayer]
  let hasConstantRate: Bool
  /// The objective as a program of two parameters, where many updates are one loop.
  private let plane: PlaneProgram?
  /// What each update's scalars begin as.
  let settings: StepScalars<Double>
  /// The scalars of the last update, kept while they do not change.
  @exclusivity(unchecked) var scalars: StepScalars<Double>
  @exclusivity(unchecked) var scalarsT = 0
  @exclusivity(unchecked) var scalarsEta = Double.nan
  /// The loss that the last update differentiated.
  @exclusivity(unchecked) public internal(set) var batchLoss = Double.nan
  /// The batch losses of the last call's updates, up to `mostLosses` of them; none on a surface.
  @exclusivity(unchecked) package private(set) var losses: [Double] = []
  package static let mostLosses = 1 << 12
  /// The metrics of both sets after the last update, once they are worked out.
  @exclusivity(unchecked) package internal(set) var trainingLook: NetworkMetrics?
  @exclusivity(unchecked) package internal(set) var validationLook: NetworkMetrics?
  let lr: Double
  private let horizon: Int
  private let looksAhead: Bool
  /// Whether an update takes so long that it must be possible to give it up half-way.
  package let hasLongUpdates: Bool
  /// The same of the draw at the beginning of an epoch, and of a look at a data set at its end.
  private let hasLongDraws: Bool
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
    hasConstantRate = experiment.schedule.isConstant
    let isPlain = penalizedRanges.isEmpty && experiment.stopping == nil
    plane = isPlain ? evaluator.plane : nil
    settings = StepScalars(rule.settings, eta: rule.settings.lr, t: 1)
    scalars = settings
    remembered = experiment.optimizer.declaration.remembered
    update = SharedUpdate(experiment.optimizer, scalars, count: count)
    minibatch.examples.reserveCapacity(exampleCount)
    minibatch.masks = dropoutLayers.map { _ in [] }
    let batch = min(experiment.batchSize ?? exampleCount, exampleCount)
    let draws = dropoutLayers.reduce(0.0) { $0 + Double($1.units) * Double($1.columns(of: batch)) }
    let updateTime =
      passTime * Double(experiment.objective.passLength(over: batch))
      + rule.parameterTime * Double(count) + Self.drawTime * draws
    hasLongUpdates = updateTime > longestUnheard
    hasLongDraws = 2 * Self.drawTime * Double(exampleCount) > longestUnheard
    let validation = experiment.objective.network?.validation?.count ?? 0
    hasLongLooks = experiment.objective.isLong(passOver: max(exampleCount, validation))
    if exampleCount > 0 { losses.reserveCapacity(Self.mostLosses) }
  }

  /// Nanoseconds of a random number, about.
  private static let drawTime = 6.0

  /// Makes one update and says all about it.
  ///
  /// - Precondition: no `Interruption` is in force.
  public func step(_ state: inout TrainingState) -> (StepRecord, StopReason) {
    let (record, stop) = attempt(&state)
    guard let record else { preconditionFailure("an update was asked for and none was recorded") }
    return (record, stop)
  }

  /// Makes one update and says all about it; nil where none was made, and then nothing has changed: it
  /// was interrupted, or the loss before it was not finite.
  ///
  /// - Parameter isFirst: whether it is made whatever the loss is.
  package func attempt(
    _ state: inout TrainingState, isFirst: Bool = true,
    atEpochEnd: ((TrainingState) -> Void)? = nil
  ) -> (StepRecord?, StopReason) {
    var record: StepRecord?
    let stop = advance(&state, updates: 1, isFirst: isFirst, atEpochEnd: atEpochEnd) {
      record = $0
    }
    if stop == .completed, !canGoOn(from: state) { return (record, .nonFinite(quantity: "loss")) }
    return (stop == .interrupted ? nil : record, stop)
  }

  /// Whether the loss that the next update would differentiate is finite, on a surface.
  ///
  /// An update that is made alone asks what the next one of a run would find, so that steps by hand
  /// stop where a run does. A network tells its batch's loss with the update itself.
  private func canGoOn(from state: TrainingState) -> Bool {
    guard exampleCount == 0 else { return true }
    let scalars = (self.scalars, scalarsT, scalarsEta)
    defer { (self.scalars, scalarsT, scalarsEta) = scalars }
    prepareScalars(state)
    return evaluate(state).isFinite
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
    reading(copy) { rule.writeEvaluationPoint($0, scalars, to: ahead.pointer) }
    return (minibatch, ahead.array)
  }

  private func advance(
    _ state: inout TrainingState, updates: Int, isFirst: Bool,
    atEpochEnd: ((TrainingState) -> Void)?, record: ((StepRecord) -> Void)?
  ) -> StopReason {
    losses.removeAll(keepingCapacity: true)
    // A short update is made to its end, whatever is pressed.
    guard hasLongUpdates || hasLongDraws || hasLongLooks else {
      let interruption = Interruption.suspend()
      defer { Interruption.resume(interruption) }
      return make(
        updates, &state, isFirst: isFirst, mayGiveUp: false, atEpochEnd: atEpochEnd, record: record)
    }
    for k in 0..<updates {
      let isLong = isLongNext(state, looks: atEpochEnd != nil)
      let interruption = isLong ? nil : Interruption.suspend()
      let reason = make(
        1, &state, isFirst: isFirst && k == 0, mayGiveUp: isLong, atEpochEnd: atEpochEnd,
        record: record)
      if let interruption { Interruption.resume(interruption) }
      if reason != .completed { return reason }
    }
    return .completed
  }

  /// Makes updates.
  ///
  /// - Parameter mayGiveUp: whether an update that is given up is taken back; else none is.
  private func make(
    _ updates: Int, _ state: inout TrainingState, isFirst: Bool, mayGiveUp: Bool,
    atEpochEnd: ((TrainingState) -> Void)?, record: ((StepRecord) -> Void)?
  ) -> StopReason {
    if let plane, record == nil {
      return descend(plane, &state, updates: updates, isFirst: isFirst)
    }
    var mayBeNonFinite = isFirst
    for _ in 0..<updates {
      if trainingLook != nil { trainingLook = nil }
      if validationLook != nil { validationLook = nil }
      let safe = mayGiveUp ? state : nil
      if exampleCount > 0 { drawMinibatch(&state) }
      if let safe, Interruption.hasGivenUp { return giveUp(safe, &state) }
      prepareScalars(state)
      let batchLoss = evaluate(state)
      if let safe, Interruption.hasGivenUp { return giveUp(safe, &state) }
      self.batchLoss = batchLoss
      let lossesBefore = losses.count
      if exampleCount > 0 {
        state.epochLoss.add(batchLoss)
        if losses.count < Self.mostLosses { losses.append(batchLoss) }
      }
      func takeBack(_ safe: TrainingState) -> StopReason {
        losses.removeLast(losses.count - lossesBefore)
        return giveUp(safe, &state)
      }
      if !batchLoss.isFinite && exampleCount == 0 && !mayBeNonFinite {
        return .nonFinite(quantity: "loss")
      }
      mayBeNonFinite = false
      let before = record == nil ? nil : keepForRecord(state)
      let isFinite =
        (safe == nil
          ? withMemory(&state) { update.apply(to: $0, scalars) } : applyApart(&state))
        && batchLoss.isFinite
      if let safe, Interruption.hasGivenUp { return takeBack(safe) }
      state.t += 1
      state.ruleT += 1
      for (k, number) in remembered.enumerated() { state.shared[k] = scalars[number] }
      if let record, let before { record(stepRecord(after: state, before, batchLoss: batchLoss)) }
      if state.isAtEpochEnd(of: exampleCount) {
        state.completedEpochs += 1
        atEpochEnd?(state)
      }
      if !isFinite { return .nonFinite(quantity: batchLoss.isFinite ? "theta" : "batch_loss") }
      let stop = checkEarlyStopping(&state)
      if let safe, Interruption.hasGivenUp { return takeBack(safe) }
      if let stop { return stop }
    }
    return .completed
  }

  // MARK: Long updates

  /// Whether the next update, or the look after it, is a long one.
  private func isLongNext(_ state: TrainingState, looks: Bool) -> Bool {
    let hasLongLooks = hasLongLooks && (looks || experiment.stopping != nil)
    let used = state.used(of: exampleCount)
    let isLast = used + (experiment.batchSize ?? exampleCount) >= exampleCount
    return hasLongUpdates || hasLongDraws && used == 0 || hasLongLooks && isLast
  }

  private func giveUp(_ safe: TrainingState, _ state: inout TrainingState) -> StopReason {
    state = safe
    return .interrupted
  }

  /// The update into memory of its own: the state before is not copied, and stays whole where the
  /// work is given up.
  private func applyApart(_ state: inout TrainingState) -> Bool {
    var theta = [Double](unfilled: count)
    var slots = [Double](unfilled: state.slots.count)
    var isFinite = false
    reading(state) { before in
      theta.withUnsafeMutableBufferPointer { theta in
        slots.withUnsafeMutableBufferPointer { slots in
          guard let base = theta.baseAddress else { return }
          let memory = BulkMemory(
            theta: base, gradient: before.gradient, slots: slots.baseAddress ?? base,
            slotStride: count, count: count)
          isFinite = update.apply(to: memory, from: before, scalars)
        }
      }
    }
    state.theta = theta
    state.slots = slots
    return isFinite
  }

  // MARK: The phases of an update

  /// Draws the next batch and its masks from their streams, as NOTATION says.
  private func drawMinibatch(_ state: inout TrainingState) {
    if state.used(of: exampleCount) == 0 {
      state.order = state.batchGenerator?.permutation(exampleCount) ?? []
      state.position = 0
      state.epoch += 1
      state.epochLoss = LossSum()
    }
    let size = min(experiment.batchSize ?? exampleCount, exampleCount - state.position)
    minibatch.examples.removeAll(keepingCapacity: true)
    minibatch.examples.append(contentsOf: state.order[state.position..<(state.position + size)])
    state.position += size
    for (k, layer) in dropoutLayers.enumerated() {
      let entries = layer.isPerBatch ? layer.units : layer.units * size
      minibatch.masks[k].removeAll(keepingCapacity: true)
      minibatch.masks[k].reserveCapacity(entries)
      for _ in (0..<entries).inParts() {
        let draw = state.dropoutGenerator?.nextUniform() ?? 0
        minibatch.masks[k].append(draw < layer.keep ? 1 : 0)
      }
      // Given up, a mask still has its length.
      let missing = entries - minibatch.masks[k].count
      if missing > 0 { minibatch.masks[k].append(contentsOf: repeatElement(0, count: missing)) }
    }
  }

  /// The learning rate of the last update.
  var eta: Double { scalars.eta }

  private func prepareScalars(_ state: TrainingState) {
    let eta = hasConstantRate ? lr : experiment.rate(after: state)
    let t = min(state.ruleT + 1, horizon)
    if t == scalarsT && eta == scalarsEta && remembered.isEmpty { return }
    scalars = settings.begun(eta: eta, t: t)
    for (k, number) in remembered.enumerated() { scalars.set(number, state.shared[k]) }
    rule.prepareNumbers(&scalars)
    scalarsT = t
    scalarsEta = eta
  }

  /// The loss and, in `gradient`, its gradient with the penalty's share, where the rule wants it.
  private func evaluate(_ state: TrainingState) -> Double {
    reading(state) { memory in
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
  func withMemory<R>(_ state: inout TrainingState, _ body: (BulkMemory) -> R) -> R {
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
  @inline(__always)
  private func reading<R>(_ state: TrainingState, _ body: (BulkMemory) -> R) -> R {
    state.theta.withUnsafeBufferPointer { theta in
      state.slots.withUnsafeBufferPointer { slots in
        guard let base = theta.baseAddress else { preconditionFailure("θ has no parameters") }
        return body(
          BulkMemory(
            theta: UnsafeMutablePointer(mutating: base), gradient: gradient.pointer,
            slots: UnsafeMutablePointer(mutating: slots.baseAddress ?? base), slotStride: count,
            count: count))
      }
    }
  }

  private func checkEarlyStopping(_ state: inout TrainingState) -> StopReason? {
    guard let stopping = experiment.stopping else { return nil }
    if exampleCount > 0, !state.isAtEpochEnd(of: exampleCount) { return nil }
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

  /// Parameters up to which every quantity of an update is worked out at once; those of more are
  /// worked out when they are asked for.
  private static let mostRecorded = 4_096

  /// What an update is about to change, and how it will be worked out.
  private func keepForRecord(_ state: TrainingState) -> (TrainingState, WorkedUpdate) {
    let names = rule.lineNames(scalars, experiment.optimizer.declaration)
    return (
      state,
      WorkedUpdate(rule, scalars, names: names, before: state, gradient: gradient.array)
    )
  }

  /// What the update worked out for all parameters at once.
  private func sharedNumbers(_ before: TrainingState) -> [StepRecord.Shared] {
    guard !experiment.optimizer.declaration.sharedQuantities.isEmpty else { return [] }
    let shared = WorkedShared(
      experiment.optimizer, eta: scalars.eta, t: before.ruleT + 1, remembered: before.shared)
    return shared.lines.map { .init(name: $0.name, value: $0.worked.value) }
  }

  private func stepRecord(
    after state: TrainingState, _ kept: (before: TrainingState, update: WorkedUpdate),
    batchLoss: Double
  ) -> StepRecord {
    let update = kept.update
    func named(_ quantity: StepRecord.Named) -> StepRecord.Named {
      count > Self.mostRecorded
        ? quantity : .init(name: quantity.name, values: quantity.values)
    }
    let last = update.names.count - 1
    return StepRecord(
      t: state.t, ruleT: state.ruleT, epoch: state.epoch, eta: scalars.eta, batchLoss: batchLoss,
      minibatch: minibatch, thetaBefore: kept.before.theta, g: update.gradient,
      evaluationPoint: looksAhead ? ahead.array : nil,
      previous: experiment.optimizer.declaration.slots.enumerated().map { k, name in
        named(.init(name: name.beforeUpdate, update, slot: k))
      },
      quantities: (0..<last).map { named(.init(update, column: $0)) },
      sharedBefore: zip(remembered, kept.before.shared).map {
        .init(name: ($0.quantity?.name ?? "").beforeUpdate, value: $1)
      },
      shared: sharedNumbers(kept.before),
      movement: named(.init(update, column: last)), theta: state.theta)
  }
}

extension UpdateRule {
  /// The names of what `step` works out, in order; `delta` is the last.
  func lineNames(_ s: StepScalars<Double>, _ declaration: RuleDeclaration) -> [String] {
    var ledger = WorkedLedger(
      gradient: 0, parameter: 0,
      slots: [Double](repeating: 0, count: max(declaration.slots.count, 1)),
      declaration: declaration)
    step(&ledger, s.broadcast(to: Worked.self))
    // The last line is θ, which is no column.
    return ledger.lines.dropLast().map(\.name)
  }
}
