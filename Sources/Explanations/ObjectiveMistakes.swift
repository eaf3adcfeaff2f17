import Engine
import Formula
import Timelines

/// Known mistakes with the loss, the penalty and the fresh gradient, which belong to θ now, and with
/// the last update's batch loss.
struct ObjectiveMistakes {
  private let timeline: Timeline
  private var theta: [Double] { timeline.state.theta }
  private var experiment: Experiment { timeline.experiment }
  private var network: Network? { experiment.objective.network }
  private var penalty: Penalty { experiment.penalty }
  private var layout: ParameterLayout { experiment.objective.layout }

  init(_ timeline: Timeline) { self.timeline = timeline }

  /// The right number; nil where there is no such quantity.
  func expected(_ quantity: String, component i: Int) -> Double? {
    switch quantity {
    case "loss": loss(at: theta)
    case "batch_loss": timeline.record?.batchLoss
    case "penalty": penalty.value(at: theta, layout: layout)
    case "grad": timeline.gradient(at: theta)[safely: i]
    default: nil
    }
  }

  func list(for quantity: String, component i: Int) -> [Mistake] {
    switch quantity {
    case "loss": lossMistakes
    case "batch_loss": batchLossMistakes
    case "penalty": penaltyMistakes
    case "grad": gradientMistakes(i)
    default: []
    }
  }

  private func loss(at theta: [Double]) -> Double {
    experiment.objective.makeEvaluator().loss(at: theta)
  }

  // MARK: Losses

  private var lossMistakes: [Mistake] {
    let right = loss(at: theta)
    var mistakes: [Mistake] = []
    if let record = timeline.record {
      mistakes.append(Mistake(loss(at: record.thetaBefore), "that is L before the update."))
    }
    if !penalty.isNone {
      mistakes.append(
        Mistake(
          right + penalty.value(at: theta, layout: layout),
          "that is with the penalty; L is without it."))
    }
    if experiment.objective.surface != nil, theta.count == 2 {
      mistakes.append(Mistake(loss(at: [theta[1], theta[0]]), "you exchanged x and y."))
    }
    guard let network else { return mistakes }
    if let record = timeline.record {
      mistakes.append(
        Mistake(
          record.batchLoss, "that is the last batch's loss, before the update and with its masks."))
    }
    mistakes += Self.means(right, network, examples: network.exampleCount)
    let everything = Minibatch(examples: Array(0..<network.exampleCount))
    mistakes += NetworkMistake.all(
      with: network, at: theta, batch: everything, isTraining: false, masked: masked(network)
    ).map { Mistake($0.forward.loss, $0.says) }
    return mistakes
  }

  /// The whole training set with the last update's masks; nil where its batch was only a part, or
  /// dropout has changed since.
  private func masked(_ network: Network) -> Minibatch? {
    guard let batch = timeline.record?.minibatch, batch.dropsUnits,
      batch.examples.count == network.exampleCount,
      timeline.experimentOfLastUpdate.objective.network?.dropout == network.dropout
    else { return nil }
    return batch
  }

  private var batchLossMistakes: [Mistake] {
    guard let record = timeline.record else { return [] }
    let experiment = timeline.experimentOfLastUpdate
    let point = record.evaluationPoint ?? record.thetaBefore
    var mistakes = [
      Mistake(loss(at: theta), "that is L at the new θ; batch_loss is taken before the update.")
    ]
    if record.evaluationPoint != nil {
      mistakes.append(
        Mistake(
          loss(at: record.thetaBefore),
          "that is L at θ; the update differentiated it at the look-ahead point."))
    }
    let penalty = experiment.penalty
    if !penalty.isNone {
      mistakes.append(
        Mistake(
          record.batchLoss + penalty.value(at: point, layout: layout),
          "that is with the penalty; batch_loss is without it."))
    }
    guard let network = experiment.objective.network else { return mistakes }
    mistakes += Self.means(
      record.batchLoss, network, examples: record.minibatch.examples.count)
    mistakes += NetworkMistake.all(
      with: network, at: point, batch: record.minibatch, isTraining: true
    ).map { Mistake($0.forward.loss, $0.says) }
    return mistakes
  }

  /// Mistakes with the mean that a loss is, and with its logarithm.
  private static func means(
    _ loss: Double, _ network: Network, examples: Int
  ) -> [Mistake] {
    let kind = network.architecture.loss
    let outputs = network.architecture.outputs
    let n = Double(examples)
    let terms = kind == .crossEntropy ? n : n * Double(outputs)
    var mistakes = [Mistake(loss * terms, "that is the sum; the loss is the mean.")]
    if outputs > 1 {
      mistakes.append(
        kind == .crossEntropy
          ? Mistake(
            loss / Double(outputs), "cross_entropy is a mean over the examples, not the outputs.")
          : Mistake(loss * Double(outputs), NetworkMistake.withoutOutputs))
    }
    switch kind {
    case .mse:
      mistakes += [
        Mistake(loss / 2, "mse has no factor ½."),
        Mistake(loss.squareRoot(), "that is the root of the mean; mse is the mean of the squares."),
      ]
    case .bce, .crossEntropy:
      mistakes += [
        Mistake(
          loss / 2.0.logarithm(), "you took logarithms to the base 2; log is the natural one."),
        Mistake(
          loss / 10.0.logarithm(), "you took logarithms to the base 10; log is the natural one."),
      ]
    }
    return mistakes
  }

  // MARK: The penalty

  private var penaltyMistakes: [Mistake] {
    func value(_ penalty: Penalty, at theta: [Double]) -> Double {
      penalty.value(at: theta, layout: layout)
    }
    let (l1, l2) = (penalty.l1, penalty.l2)
    let squares = value(
      Penalty(l2: 2, includesBiases: penalty.includesBiases), at: theta)
    let magnitudes = value(
      Penalty(l1: 1, includesBiases: penalty.includesBiases), at: theta)
    let (second, first) = (l2 / 2 * squares, l1 * magnitudes)
    var mistakes: [Mistake] = []
    if l2 != 0 {
      mistakes += [
        Mistake(l2 * squares + first, "the ½ is missing: (λ/2)‖θ‖²."),
        Mistake(
          l2 / 2 * squares.squareRoot() + first, "the norm is squared: (λ/2)‖θ‖², without a root."),
        Mistake(squares / 2 + first, "λ is missing: (λ/2)‖θ‖²."),
        Mistake(l2 / 2 * magnitudes + first, "L2 adds squares, not magnitudes."),
      ]
    }
    if l1 != 0 {
      mistakes += [
        Mistake(second + first / 2, "L1 has no ½: λ‖θ‖₁ (the slide's slip)."),
        Mistake(second + magnitudes, "λ is missing: λ‖θ‖₁."),
        Mistake(second + l1 * squares, "L1 adds magnitudes, not squares."),
      ]
    }
    if l1 != 0, l2 != 0 {
      mistakes += [
        Mistake(first, "that is L1's part alone."), Mistake(second, "that is L2's part alone."),
      ]
    }
    if layout.entries.contains(where: \.isBias) {
      var other = penalty
      other.includesBiases.toggle()
      mistakes.append(
        Mistake(
          value(other, at: theta),
          penalty.includesBiases
            ? "the biases are penalized too." : "you counted the biases; they are left out."))
    }
    if let record = timeline.record {
      mistakes.append(
        Mistake(value(penalty, at: record.thetaBefore), "that is with θ before the update."))
    }
    return mistakes
  }

  // MARK: ∇L

  private func gradientMistakes(_ i: Int) -> [Mistake] {
    guard let right = timeline.gradient(at: theta)[safely: i] else { return [] }
    var mistakes: [Mistake] = []
    let isPenalized = penalty.ranges(of: layout).contains { $0.contains(i) }
    if !penalty.isNone, isPenalized {
      mistakes.append(
        Mistake(
          penalty.gradient(right, at: theta[i]) { value, _ in value },
          "that is with the penalty's share; ∇L is without it."))
    }
    if let record = timeline.record {
      mistakes += [
        Mistake(
          record.g[i], "that is g, the gradient that the last update used; ∇L is at the new θ."),
        Mistake(
          timeline.gradient(at: record.thetaBefore)[safely: i] ?? .nan,
          "that is ∇L before the update."),
      ]
    }
    if theta.count <= UpdateNumbers.fewParameters {
      for (k, value) in timeline.gradient(at: theta).enumerated() where k != i && value != 0 {
        mistakes.append(
          Mistake(
            value,
            "that is \(layout.label(of: k))'s; you were asked for \(layout.label(of: i))'s."))
      }
    }
    guard let network else { return mistakes }
    let n = Double(network.exampleCount)
    mistakes.append(
      Mistake(
        right * n,
        "that is a sum over the examples; the loss is their mean, so divide by their number."))
    if network.architecture.loss == .mse {
      mistakes.append(Mistake(right / 2, NetworkMistake.withoutTwo))
    }
    let everything = Minibatch(examples: Array(0..<network.exampleCount))
    mistakes += NetworkMistake.all(
      with: network, at: theta, batch: everything, isTraining: false, masked: masked(network)
    ).compactMap { mistake in
      mistake.gradient(component: i).map { Mistake($0, mistake.says) }
    }
    return mistakes
  }
}
