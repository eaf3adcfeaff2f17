import Engine

/// Known mistakes in working out the gradient that an update uses, each with the number that it gives
/// for one component.
struct GradientMistakes {
  /// Mistakes that are of g itself.
  private(set) var own: [Mistake] = []
  /// Mistakes that a later quantity of the rule may have been worked out with.
  private(set) var carried: [Mistake] = []

  var all: [Mistake] { own + carried }

  init(of numbers: UpdateNumbers) {
    let record = numbers.record
    let i = numbers.i
    guard let g = record.g[safely: i] else { return }
    own.append(
      Mistake(
        -g,
        "you have the sign the wrong way round; g is +∇L, the minus stands in the update."))
    func carry(_ value: Double?, _ says: String) {
      if let value, value != g { carried.append(Mistake(value, says)) }
    }
    if let last = numbers["g_prev"] { carry(last, "that is the gradient of the step before.") }
    if let fresh = numbers["grad"] {
      let says = "that is the gradient at the new θ; g is taken before the update."
      if numbers.explainer.experiment.objective.exampleCount == 0 {
        carry(fresh, says)
      } else {
        own.append(
          Mistake(
            fresh, "that is ∇L at the new θ over the training set; g is taken before the update."))
      }
    }
    let at = PointGradient(numbers)
    let share = at.penaltyShare(at.point)
    if share != 0 { carry(g - share, "the penalty's share is missing; it is added to ∂L/∂w.") }
    carryPoints(numbers, at, carry)
    guard let network = numbers.explainer.experiment.objective.network else { return }
    let n = Double(record.minibatch.examples.count)
    let plain = g - share
    carry(
      n * plain + share,
      "that is a sum over the examples; the loss is their mean, so divide by their number.")
    carry(
      plain / n + share,
      "you divided by the number of examples once more: the mean's 1/n is in δ, and g is a sum.")
    if share != 0 {
      own.append(
        Mistake(
          n * plain,
          "that is a sum over the examples without the penalty's share; the loss is their mean."))
    }
    if network.architecture.loss == .mse {
      carry(plain / 2 + share, NetworkMistake.withoutTwo)
      if network.architecture.outputs > 1 {
        carry(
          Double(network.architecture.outputs) * plain + share, NetworkMistake.withoutOutputs)
      }
    }
    for mistake in NetworkMistake.all(
      with: network, at: at.point, batch: record.minibatch, isTraining: true)
    {
      carry(mistake.gradient(component: i).map { $0 + share }, mistake.says)
    }
  }

  /// The right gradient in the wrong place.
  private func carryPoints(
    _ numbers: UpdateNumbers, _ at: PointGradient, _ carry: (Double?, String) -> Void
  ) {
    let record = numbers.record
    if record.evaluationPoint != nil {
      carry(
        at.value(at: record.thetaBefore),
        "that is the gradient at θ; Nesterov takes it at the look-ahead point θ + λ v.")
    }
    for misconception in numbers.misconceptions(of: Misconception.point) {
      guard let point = numbers.point(misconception.formula) else { continue }
      carry(at.value(at: point), misconception.says)
    }
    if numbers.explainer.experiment.objective.exampleCount > 0 {
      carry(
        at.value(at: record.theta),
        "that is the batch's gradient at the new θ; g is taken before the update.")
    }
  }
}

/// The update's gradient, its batch and masks, at other points.
private struct PointGradient {
  let point: [Double]
  private let record: StepRecord
  private let experiment: Experiment
  private let i: Int

  init(_ numbers: UpdateNumbers) {
    record = numbers.record
    experiment = numbers.explainer.experiment
    i = numbers.i
    point = record.evaluationPoint ?? record.thetaBefore
  }

  /// The penalty's share of the gradient.
  func penaltyShare(_ theta: [Double]) -> Double {
    let penalty = experiment.penalty
    guard !penalty.isNone,
      penalty.ranges(of: experiment.objective.layout).contains(where: { $0.contains(i) })
    else { return 0 }
    return penalty.gradient(0, at: theta[i]) { value, _ in value }
  }

  func value(at theta: [Double]) -> Double? {
    experiment.objective.makeEvaluator().gradient(at: theta, batch: record.minibatch)
      .gradient[safely: i].map { $0 + penaltyShare(theta) }
  }
}
