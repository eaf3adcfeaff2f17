import Engine

/// One update, ready to be explained component by component.
public struct UpdateExplainer {
  public let record: StepRecord
  public let before: TrainingState
  /// The settings that the update followed.
  public let experiment: Experiment
  /// A network's passes, made once for all components.
  private let passes = GradientPasses()

  /// Every quantity of the update for component `i` of θ, in the order worked out, which is that of
  /// `StepRecord.explainableNames`.
  public func explanations(component i: Int) -> [Explanation] {
    guard record.theta.indices.contains(i) else { return [] }
    var result = [rate]
    let settings = experiment.optimizer.rule.settings
    // Each part has names of its own: a rule's setting may be called l2 or T as well.
    var values = settings.named
    let given = Set(values.keys).union(["t"])
    func add(_ name: String, _ worked: Worked, note: String? = nil) {
      result.append(
        Explanation(
          quantity: name, formula: worked.expression, values: values, given: given,
          result: worked.value, note: note))
      values[name] = worked.value
    }
    values["eta"] = record.eta
    values["t"] = Double(record.ruleT)
    values["theta_prev"] = record.thetaBefore[i]
    for slot in record.previous { values[slot.name] = slot[i] }
    for number in record.sharedBefore { values[number.name] = number.value }
    let shared = shared
    for (name, worked) in shared.lines { add(name, worked) }
    if let point = record.evaluationPoint {
      let ledger = ledger(component: i, gradient: record.g[i])
      add("theta_ahead", experiment.optimizer.rule.evaluationPoint(ledger, shared.scalars))
      values["theta_ahead"] = point[i]
    }
    if let gradient = gradient(component: i) { result.append(gradient) }
    values["g"] = record.g[i]
    for (name, worked) in lines(component: i, gradient: record.g[i]) {
      let isByZero = worked.expression.hasChoice
      add(
        name, worked,
        note: isByZero
          ? "every gradient so far was 0: 0/0 is taken as 0, and nothing moves" : nil)
    }
    return result
  }

  /// What the rule works out for component `i` with a gradient, the update's own or another one.
  ///
  /// - Parameter eta: another learning rate than the update's.
  func lines(
    component i: Int, gradient: Double, eta: Double? = nil
  ) -> [(name: String, worked: Worked)] {
    var ledger = ledger(component: i, gradient: gradient)
    experiment.optimizer.rule.step(&ledger, shared(eta ?? record.eta).scalars)
    return ledger.lines
  }

  /// What the rule works out for all components at once.
  private var shared: WorkedShared { shared(record.eta) }

  private func shared(_ eta: Double) -> WorkedShared {
    WorkedShared(experiment.optimizer, eta: eta, t: record.ruleT, remembered: before.shared)
  }

  private func ledger(component i: Int, gradient: Double) -> WorkedLedger {
    WorkedLedger(
      gradient: gradient, parameter: record.thetaBefore[i], slots: record.previous.map { $0[i] },
      declaration: experiment.optimizer.declaration)
  }

  /// η from the optimizer's rate and the schedule.
  private var rate: Explanation {
    var names = NamedNumbers()
    let time = experiment.scheduleTime(of: before)
    let schedule = experiment.schedule
    let lr = names.give(experiment.optimizer.settings.lr, "lr")
    let given = GivenNumbers()
    let worked = schedule.rate(lr, afterCompleting: time, given: given)
    for (value, name) in given.numbers { _ = names.give(value, name) }
    let isNetwork = experiment.objective.exampleCount > 0
    let unit = schedule.unit == .epoch && isNetwork ? "completed epochs" : "updates"
    let note = schedule.note(after: time, unit, isNetwork: isNetwork)
    return names.explanation(of: "eta", worked, result: worked.value, note: note)
  }

  /// g as a formula: on a surface the exact derivative, on a network the sum over the batch; with a
  /// penalty its share as well.
  private func gradient(component i: Int) -> Explanation? {
    let point = record.evaluationPoint ?? record.thetaBefore
    let isAhead = record.evaluationPoint != nil
    let penalty = experiment.penalty
    var names = NamedNumbers()
    var worked: Worked
    var notes: [String] = []
    var own = experiment.objective.layout.label(of: i)
    if let surface = experiment.objective.surface, i < 2 {
      own = i == 0 ? "x" : "y"
      _ = (names.name(point[0], "x"), names.name(point[1], "y"))
      worked = Worked(surface.gradient(point[0], point[1])[i], surface.gradientFormulas[i])
      if isAhead { notes.append("x and y are those of the look-ahead point") }
    } else if let network = experiment.objective.network,
      let sum = passes.sum(network, at: point, batch: record.minibatch)?
        .worked(component: i, &names)
    {
      worked = sum.worked
      notes.append(sum.note)
      if isAhead { notes.append("all at the look-ahead point") }
    } else {
      return nil
    }
    if !penalty.isNone,
      penalty.ranges(of: experiment.objective.layout).contains(where: { $0.contains(i) })
    {
      let weight = names.name(point[i], own)
      worked = penalty.gradient(worked, at: weight) { names.give($0, $1) }
    }
    return names.explanation(
      of: "g", worked, result: worked.value,
      note: notes.isEmpty ? nil : notes.joined(separator: "; "))
  }
}

/// The passes of the last update's batch, made when first wanted.
private final class GradientPasses {
  private var sum: GradientSum?

  /// Numbers that a batch may have in a layer: beyond them its sums are not written out.
  private static let limit = 1 << 23

  func sum(_ network: Network, at theta: [Double], batch: Minibatch) -> GradientSum? {
    if let sum { return sum }
    let widest = max(
      network.architecture.inputs, network.architecture.layers.map(\.rows).max() ?? 1)
    guard batch.examples.count <= Self.limit / widest else { return nil }
    sum = GradientSum(of: network, at: theta, batch: batch)
    return sum
  }
}
