import Arithmetic
import Engine
import Formula
import Timelines

/// Every number of the last update by its name, for one component of θ: what a misconception's
/// formula is worked out from.
///
/// Besides the update's own quantities: `g_prev`, the gradient of the update before; `g_first`, of
/// the rule's first update; `sum_abs`, Σ |g| since then; `grad`, the fresh gradient at θ now. They
/// are made when first asked for.
final class UpdateNumbers {
  let timeline: Timeline
  let record: StepRecord
  let explainer: UpdateExplainer
  let i: Int
  private var known: [String: Double]
  private var history: History?

  /// Nil before the first update.
  init?(_ timeline: Timeline, component i: Int) {
    guard let record = timeline.record, let explainer = timeline.explainer(),
      record.theta.indices.contains(i)
    else { return nil }
    (self.timeline, self.record, self.explainer, self.i) = (timeline, record, explainer, i)
    known = explainer.experiment.optimizer.rule.settings.named
    known["eta"] = record.eta
    known["t"] = Double(record.ruleT)
    for quantity in StepRecord.own {
      known[quantity.declaration.name] = quantity.values(record)?[i]
    }
    for quantity in record.previous + record.quantities {
      known[quantity.name] = quantity[i]
    }
    for number in record.sharedBefore + record.shared { known[number.name] = number.value }
  }

  subscript(name: String) -> Double? {
    if let value = known[name] { return value }
    switch name {
    case "grad": known[name] = timeline.gradient(at: timeline.state.theta)[safely: i]
    case "g_prev": known[name] = timeline.gradient(before: record.t)?[safely: i]
    case "g_first": known[name] = gradients?.first
    case "sum_abs": known[name] = gradients?.sum
    default: break
    }
    return known[name]
  }

  // MARK: What the rule has seen

  private struct History {
    let first: Double
    let sum: Double
  }

  /// More numbers than this are not gone through again to name a mistake.
  private static let longestHistory = 4_000_000

  private var gradients: History? {
    if let history { return history }
    let start = record.t - record.ruleT + 1
    let (work, overflow) = record.ruleT.multipliedReportingOverflow(by: record.theta.count)
    guard start > timeline.extent.lowerBound, !overflow, work <= Self.longestHistory else {
      return nil
    }
    var first: Double?
    var sum = 0.0
    timeline.replay(start...record.t) { [i] record, _ in
      first = first ?? record.g[i]
      sum += record.g[i].magnitude
      return true
    }
    history = first.map { History(first: $0, sum: sum) }
    return history
  }

  // MARK: Mistakes

  /// What known mistakes make of a quantity: the rule's own, then those with the gradient, which
  /// the rule is worked through with.
  func mistakes(with quantity: String) -> [Mistake] {
    if quantity == "eta" { return rateMistakes }
    let matching = misconceptions(of: quantity)
    var mistakes = matching.compactMap { misconception -> Mistake? in
      let value = try? Parser.parse(misconception.formula).evaluateScalar { self[$0] }
      return value.map { Mistake($0, misconception.says, formula: misconception.formula) }
    }
    let gradients = GradientMistakes(of: self)
    if quantity == "g" { return mistakes + gradients.all }
    for mistake in gradients.carried {
      let lines = explainer.lines(component: i, gradient: mistake.value)
      guard let line = lines.last(where: { $0.name == quantity }) else { continue }
      mistakes.append(Mistake(line.worked.value, "check your gradient: " + mistake.says))
    }
    for mistake in rateMistakes where mistake.value != record.eta {
      let lines = explainer.lines(component: i, gradient: record.g[i], eta: mistake.value)
      guard let line = lines.last(where: { $0.name == quantity }) else { continue }
      mistakes.append(Mistake(line.worked.value, "check your rate: " + mistake.says))
    }
    // A quantity's value before the update, and with few parameters another one's.
    if record.ruleT > 1, let last = self[quantity + "_prev"], quantity != "theta" {
      let isNamed = matching.contains { $0.formula == quantity + "_prev" }
      if !isNamed { mistakes.append(Mistake(last, "that is its value before this update.")) }
    }
    return mistakes
  }

  /// The rule's misconceptions of a quantity that this update may have been taken for.
  func misconceptions(of quantity: String) -> [Misconception] {
    let optimizer = explainer.experiment.optimizer
    return optimizer.declaration.misconceptions.filter {
      $0.quantity == quantity && $0.convention.map { $0 == optimizer.convention } ?? true
        && (!$0.needsLast || record.ruleT > 1)
    }
  }

  /// A formula worked out for all components at once; nil where that gives no point.
  func point(_ formula: String) -> [Double]? {
    let settings = explainer.experiment.optimizer.settings.named
    let value = try? Parser.parse(formula).evaluate { name in
      record.values(of: name).map { Value(vector: $0) }
        ?? (record.number(of: name) ?? settings[name]).map { Value($0) }
    }
    return value.flatMap { $0.count == record.theta.count ? $0.elements : nil }
  }

  /// More components than this are not confused with one another by accident.
  static let fewParameters = 8

  /// What may be said of any number: a wrong sign, a decimal point, another component's.
  func oddities(of quantity: String, expected: Double) -> [Mistake] {
    var mistakes = Mistake.oddities(of: expected)
    let layout = timeline.experiment.objective.layout
    guard let values = record.values(of: quantity), values.count <= Self.fewParameters else {
      return mistakes
    }
    // Any number of components may be 0; that tells nothing of where a 0 comes from.
    for (k, value) in values.enumerated() where k != i && value != 0 {
      mistakes.append(
        Mistake(
          value,
          "that is \(layout.label(of: k))'s; you were asked for \(layout.label(of: i))'s."))
    }
    return mistakes
  }

  private var rateMistakes: [Mistake] {
    let experiment = explainer.experiment
    let time = experiment.scheduleTime(of: explainer.before)
    func rate(_ t: Int) -> Double {
      experiment.schedule.rate(lr: experiment.optimizer.settings.lr, afterCompleting: max(t, 0))
    }
    var mistakes = experiment.schedule.mistakes(
      lr: experiment.optimizer.settings.lr, afterCompleting: time)
    mistakes += [
      Mistake(experiment.optimizer.settings.lr, "that is the rate before the schedule, α₀."),
      Mistake(rate(time + 1), "that is the next unit's rate: t counts what is completed."),
    ]
    if time > 0 {
      mistakes.append(
        Mistake(rate(time - 1), "that is the last unit's rate: you counted t too low."))
    }
    if experiment.schedule.unit == .epoch, experiment.objective.exampleCount > 0 {
      mistakes.append(
        Mistake(rate(explainer.before.t), "you counted updates; this schedule counts epochs."))
    } else if experiment.objective.exampleCount > 0 {
      mistakes.append(
        Mistake(
          rate(explainer.before.completedEpochs),
          "you counted epochs; this schedule counts updates."))
    }
    return mistakes
  }
}

extension Timeline {
  /// The gradient of the objective at θ, the whole training set's on a network.
  func gradient(at theta: [Double]) -> [Double] {
    experiment.objective.makeEvaluator().gradient(at: theta).gradient
  }
}
