import Engine
import Formula
import LongWork
import Timelines

/// How the loss, the penalty and the fresh gradient were worked out: quantities of θ now rather than
/// of the last update, but for `batch_loss`.
extension Timeline {
  /// The names that `objectiveExplanation` knows now.
  public var objectiveQuantities: [String] {
    let isSurface = experiment.objective.surface != nil
    return ["loss"] + (record == nil ? [] : ["batch_loss"]) + ["penalty"]
      + (isSurface ? ["grad"] : [])
  }

  /// The explanation of `loss`, `batch_loss`, `penalty` or, on a surface, component `i` of `grad`.
  ///
  /// - Returns: nil where there is no such quantity now.
  public func objectiveExplanation(of name: String, component i: Int = 0) -> Explanation? {
    guard objectiveQuantities.contains(name) else { return nil }
    if name == "penalty" { return penaltyExplanation }
    if name == "batch_loss" {
      guard let record else { return nil }
      let point = record.evaluationPoint ?? record.thetaBefore
      switch experimentOfLastUpdate.objective {
      case let surface as Surface:
        return surface.explanation(
          of: name, surface.formula, at: point, result: record.batchLoss,
          note: record.evaluationPoint == nil
            ? "x and y are those before the update" : "x and y are those of the look-ahead point")
      case let network as Network:
        return LossExplanation(
          of: network.trace(at: point, batch: record.minibatch), loss: record.batchLoss
        ).batchLoss
      default: return nil
      }
    }
    switch experiment.objective {
    case let surface as Surface:
      let theta = state.theta
      if name == "grad" {
        guard let formula = surface.gradientFormulas[safely: i] else { return nil }
        return surface.explanation(
          of: name, formula, at: theta, result: surface.gradient(theta[0], theta[1])[i], note: nil)
      }
      return surface.explanation(
        of: name, surface.formula, at: theta, result: surface.value(theta[0], theta[1]), note: nil)
    case let network as Network:
      let first = Array(0..<min(LossExplanation.mostTerms, network.exampleCount))
      let loss = NetworkEvaluator(network).loss(at: state.theta)
      return LossExplanation(
        of: network.trace(at: state.theta, batch: Minibatch(examples: first)), loss: loss
      ).trainingLoss
    default: return nil
    }
  }

  /// Looks whether the passes that a network's fresh gradient is explained from fit into memory.
  ///
  /// - Throws: `MemoryError` where they do not.
  public func checkGradientExplanations() throws {
    guard let network = experiment.objective.network else { return }
    try network.checkTrace(of: network.exampleCount)
  }

  /// The sums over the training set, without dropout, that a network's fresh gradient is; nil on a
  /// surface.
  func gradientSum() -> GradientSum? {
    experiment.objective.network.map {
      GradientSum(
        of: $0, at: state.theta, batch: Minibatch(examples: Array(0..<$0.exampleCount)))
    }
  }

  /// The explanations of components of a network's fresh gradient: the sum over the training set,
  /// without dropout and without penalty; empty on a surface.
  ///
  /// - Throws: `MemoryError` for passes whose numbers do not fit into memory.
  public func gradientExplanations(components: some Sequence<Int>) throws -> [Explanation] {
    try checkGradientExplanations()
    guard let sum = gradientSum() else { return [] }
    if Interruption.hasGivenUp { return [] }
    return components.compactMap { i in
      var names = NamedNumbers()
      guard let (worked, note) = sum.worked(component: i, &names) else { return nil }
      return names.explanation(
        of: QuantityDeclaration.gradientPrefix + experiment.objective.layout.label(of: i), worked,
        result: worked.value,
        note: note.replacing("the batch", with: "the training set")
          + "; δ and a at θ now, without dropout")
    }
  }

  /// (λ₂/2) Σ w² + λ₁ Σ |w|.
  private var penaltyExplanation: Explanation {
    let penalty = experiment.penalty
    let layout = experiment.objective.layout
    let theta = state.theta
    let ranges = penalty.ranges(of: layout)
    let places = ranges.joined()
    var names = NamedNumbers()
    func weight(_ i: Int, _ names: inout NamedNumbers) -> Worked {
      names.name(theta[i], layout.label(of: i))
    }
    var parts: [Worked] = []
    if penalty.l2 != 0 {
      let squares = names.sum(over: places, most: LayerEntry.mostTerms, named: "rest_l2") {
        theta[$0] * theta[$0]
      } term: { i, names in
        let w = weight(i, &names)
        return w * w
      }
      parts.append(names.give(penalty.l2, "l2") / Worked(constant: 2) * squares)
    }
    if penalty.l1 != 0 {
      let magnitudes = names.sum(over: places, most: LayerEntry.mostTerms, named: "rest_l1") {
        theta[$0].magnitude
      } term: { i, names in
        weight(i, &names).magnitude()
      }
      parts.append(names.give(penalty.l1, "l1") * magnitudes)
    }
    let worked = parts.dropFirst().reduce(parts.first ?? Worked(constant: 0), +)
    let others = ranges.reduce(0) { $0 + $1.count } - LayerEntry.mostTerms
    let note: String? =
      parts.isEmpty
      ? "no penalty is set"
      : others > 0 ? "rest: the same of the \(others) weights not written out" : nil
    return names.explanation(
      of: "penalty", worked, result: penalty.value(at: theta, layout: layout), note: note)
  }
}

extension Surface {
  fileprivate func explanation(
    of name: String, _ formula: Expression, at point: [Double], result: Double, note: String?
  ) -> Explanation {
    Explanation(
      quantity: name, formula: formula, values: ["x": point[0], "y": point[1]], result: result,
      note: note)
  }
}

/// A network's loss as the mean that it is, of a batch or of the whole training set.
private struct LossExplanation {
  static let mostTerms = 4

  /// The batch, or the first examples of the training set.
  private let trace: ForwardTrace
  private let loss: Double
  private var network: Network { trace.network }

  init(of trace: ForwardTrace, loss: Double) {
    (self.trace, self.loss) = (trace, loss)
  }

  /// The loss that the last update differentiated, in the names of its batch.
  var batchLoss: Explanation {
    let number = network.architecture.layers.count
    return explanation(
      "batch_loss", examples: trace.exampleCount,
      note: "the mean over the batch's \(trace.exampleCount) examples"
    ) { output, example in
      (
        "a\(number)[\(output),\(example)]", "z\(number)[\(output),\(example)]",
        "log_sum[\(example)]"
      )
    }
  }

  /// The training set's loss, without dropout.
  var trainingLoss: Explanation {
    let isOne = network.architecture.outputs == 1
    return explanation(
      "loss", examples: network.exampleCount,
      note: "the mean over the \(network.exampleCount) examples of the training set; y_hat is the "
        + "network's output" + (network.dropoutLayers.isEmpty ? "" : ", without dropout")
    ) { output, example in
      let index = isOne ? "\(example)" : "\(example),\(output)"
      return ("y_hat[\(index)]", "logit[\(index)]", "log_sum[\(example)]")
    }
  }

  private func explanation(
    _ name: String, examples: Int, note: String,
    naming: (_ output: Int, _ example: Int) -> (output: String, logit: String, logSum: String)
  ) -> Explanation {
    let n = trace.exampleCount
    let outputs = network.architecture.outputs
    let last = trace.layers.count - 1
    func term(_ output: Int, _ example: Int) -> LossTerm {
      LossTerm(
        loss: network.architecture.loss, output: trace.layers[last].a[output * n + example],
        logit: logit(output, example), target: trace.target(output, example: example))
    }
    /// The pre-activation; a maxout output, which only mse has, needs none.
    func logit(_ output: Int, _ example: Int) -> Double {
      trace.layers[last].z[safely: output * n + example] ?? .nan
    }
    var names = NamedNumbers()
    let places = (0..<n).flatMap { example in (0..<outputs).map { (output: $0, example: example) } }
      .filter { !term($0.output, $0.example).isEmpty }
    let shown = Array(places.prefix(Self.mostTerms))
    let isCrossEntropy = network.architecture.loss == .crossEntropy
    let divisor = Double(isCrossEntropy ? examples : examples * outputs)
    let isAll = shown.count == places.count && n == examples
    var written = 0.0
    let parts = shown.map { place in
      let labels = naming(place.output, place.example)
      let term = term(place.output, place.example)
      let worked = term.worked {
        names.name(term.output, labels.output)
      } logit: {
        names.name(term.logit, labels.logit)
      } target: {
        trace.target(place.output, example: place.example, &names)
      } logSum: {
        names.name(trace.logSum(of: place.example), labels.logSum)
      }
      written += worked.value
      return worked
    }
    var sum = parts.dropFirst().reduce(parts.first ?? Worked(constant: 0), +)
    var notes = [note]
    if !isAll {
      sum = sum + names.name(loss * divisor - written, NamedNumbers.rest)
      notes.append("rest: the terms not written out")
    }
    let count = names.give(Double(examples), "n")
    let mean =
      isCrossEntropy || outputs == 1 ? count : count * names.give(Double(outputs), "outputs")
    return names.explanation(
      of: name, sum / mean, result: loss, note: notes.joined(separator: "; "))
  }
}
