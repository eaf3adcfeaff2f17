import Formula

/// How one component of one quantity of the last update was worked out: made by the same code that
/// performs the update.
public struct Explanation: Sendable, Hashable {
  /// The quantity's ASCII name.
  public let quantity: String
  /// The formula in the names of the quantities it was worked out from.
  public let formula: Expression
  /// What those names stood for.
  public let values: [String: Double]
  public let result: Double
  /// Something the formula does not say.
  public let note: String?

  public init(
    quantity: String, formula: Expression, values: [String: Double], result: Double, note: String?
  ) {
    self.quantity = quantity
    self.formula = formula
    self.values = values
    self.result = result
    self.note = note
  }
}

extension Timeline {
  /// How the last update was worked out; nil before the first.
  public func explainer() -> UpdateExplainer? {
    guard let record, let (before, experiment) = stateBeforeLastUpdate() else { return nil }
    return UpdateExplainer(record: record, before: before, experiment: experiment)
  }

  /// `UpdateExplainer.explanations(component:)` of the last update; empty before the first.
  public func explanations(component i: Int) -> [Explanation] {
    explainer()?.explanations(component: i) ?? []
  }
}

/// One update, ready to be explained component by component.
public struct UpdateExplainer {
  public let record: StepRecord
  public let before: TrainingState
  /// The settings that the update followed.
  public let experiment: Experiment
  /// A network's passes, made once for all components.
  private let passes = GradientPasses()

  /// Every quantity of the update for component `i` of θ, in the order worked out: `eta`, the
  /// look-ahead point, `g`, the rule's own, `delta`, `theta`.
  public func explanations(component i: Int) -> [Explanation] {
    guard record.theta.indices.contains(i) else { return [] }
    let rule = experiment.optimizer.rule
    let settings = rule.settings
    var values = settings.named
    var result: [Explanation] = []
    func add(_ name: String, _ worked: Worked, note: String? = nil) {
      result.append(
        Explanation(
          quantity: name, formula: worked.expression, values: values, result: worked.value,
          note: note))
      values[name] = worked.value
    }

    let time = experiment.scheduleTime(of: before)
    var bindings: [String: Double] = [:]
    let eta = experiment.schedule.rate(
      Worked(settings.lr, named: "lr"), afterCompleting: time,
      make: { value, name in
        bindings[name] = value
        return name == "pi" ? Worked(value, .variable("pi")) : Worked(value, named: name)
      })
    values.merge(bindings) { $1 }
    if case .formula = experiment.schedule.shape { values["t"] = Double(time) }
    add("eta", eta)

    values["t"] = Double(record.ruleT)
    var scalars = StepScalars<Worked>(settings, eta: record.eta, t: record.ruleT) {
      Worked($0, named: $1)
    }
    rule.prepare(&scalars)

    values["theta_prev"] = record.thetaBefore[i]
    for slot in record.previous { values[slot.name] = slot[i] }
    let slots = record.previous.map { $0[i] }
    var ledger = WorkedLedger(
      gradient: record.g[i], parameter: record.thetaBefore[i],
      slots: slots.isEmpty ? [0] : slots, declaration: experiment.optimizer.declaration)
    if let point = record.evaluationPoint {
      add("theta_ahead", rule.evaluationPoint(ledger, scalars))
      values["theta_ahead"] = point[i]
    }
    if let (gradient, note) = gradientFormula(component: i, &values) {
      add("g", gradient, note: note)
    }
    values["g"] = record.g[i]
    rule.step(&ledger, scalars)
    for (name, worked) in ledger.lines {
      let vanished = settings.eps == 0 && values["sigma"] == 0 && name == "delta"
      add(
        name, worked,
        note: vanished ? "every gradient so far was 0: 0/0 is taken as 0, and nothing moves" : nil)
    }
    return result
  }

  /// g as a formula: on a surface the exact derivative, on a network the sum over the batch; with a
  /// penalty its share as well.
  private func gradientFormula(
    component i: Int, _ values: inout [String: Double]
  ) -> (Worked, note: String?)? {
    let point = record.evaluationPoint ?? record.thetaBefore
    let penalty = experiment.penalty
    func withPenalty(_ plain: Worked, at name: String, _ values: inout [String: Double]) -> Worked {
      guard !penalty.isNone else { return plain }
      values["l1"] = penalty.l1
      values["l2"] = penalty.l2
      values[name] = point[i]
      return penalty.gradient(plain, at: Worked(point[i], named: name)) { Worked($0, named: $1) }
    }
    if let surface = experiment.objective as? Surface, i < 2 {
      values["x"] = point[0]
      values["y"] = point[1]
      let plain = Worked(surface.gradient(point[0], point[1])[i], surface.gradientFormulas[i])
      return (withPenalty(plain, at: i == 0 ? "x" : "y", &values), nil)
    }
    guard let network = experiment.objective as? Network,
      let (plain, note) = passes.sum(network, at: point, batch: record.minibatch)?
        .worked(component: i, &values)
    else { return nil }
    let isPenalized = penalty.ranges(of: network.layout).contains { $0.contains(i) }
    guard isPenalized else { return (plain, note) }
    return (withPenalty(plain, at: network.layout.label(of: i), &values), note)
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
    guard batch.indices.count <= Self.limit / widest else { return nil }
    sum = GradientSum(of: network, at: theta, batch: batch)
    return sum
  }
}

extension Hyperparameters {
  /// Every setting by its ASCII name.
  var named: [String: Double] {
    var values = [
      "lr": lr, "lambda": lambda, "alpha": alpha, "beta1": beta1, "beta2": beta2, "eps": eps,
      "decay": decay,
    ]
    for setting in own { values[setting.name] = setting.value }
    return values
  }
}
