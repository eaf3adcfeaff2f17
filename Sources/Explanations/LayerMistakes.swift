import Engine

/// Known mistakes with an entry of a layer: made just here with the right numbers before, or
/// throughout the network.
extension LayerEntry {
  var mistakes: [Mistake] {
    let local: [Mistake] =
      switch kind {
      case .preActivation: preActivationMistakes
      case .activation: activationMistakes
      case .delta: deltaMistakes
      }
    let throughout = NetworkMistake.all(
      with: network, at: trace.theta, batch: trace.batch, isTraining: trace.isTraining
    ).compactMap { mistake in value(in: mistake).map { Mistake($0, mistake.says) } }
    // That a number is 0 tells nothing of how.
    return (local + throughout + laterMistakes).filter { $0.value != 0 }
  }

  /// The same entry with the parameters that the update led to, in this layer alone or throughout.
  private var laterMistakes: [Mistake] {
    guard let thetaAfter, thetaAfter != trace.theta else { return [] }
    let later = NetworkMistake(
      "you used W and b after the update; this is worked out before it.",
      network.trace(at: thetaAfter, batch: trace.batch))
    var values = [value(in: later)]
    switch kind {
    case .preActivation:
      let sum = (0..<fanIn).reduce(later.forward.bias(number, row)) {
        $0 + later.forward.weight(number, row, $1)
          * trace.passedOn($1, byLayer: layer, example: example)
      }
      values.append(sum)
    case .delta where !isOutput:
      let above = trace.backward().layers[layer + 1].delta
      let back = (0..<(above.count / max(n, 1))).reduce(0.0) {
        $0 + later.forward.weight(number + 1, $1, unit) * above[$1 * n + example]
      }
      values.append(back * ownSlope * maskFactor)
    default: break
    }
    return values.compactMap(\.self).map { Mistake($0, later.says) }
  }

  private func value(in mistake: NetworkMistake) -> Double? {
    switch kind {
    case .preActivation: mistake.forward.layers[safely: layer]?.z[safely: row * n + example]
    case .activation: mistake.forward.layers[safely: layer]?.a[safely: row * n + example]
    case .delta: mistake.backward.layers[safely: layer]?.delta[safely: row * n + example]
    }
  }

  // MARK: z

  private var preActivationMistakes: [Mistake] {
    let bias = trace.bias(number, row)
    func sum(_ input: (Int) -> Double) -> Double {
      (0..<fanIn).reduce(0.0) { $0 + trace.weight(number, row, $1) * input($1) }
    }
    func plain(_ column: Int) -> Double {
      let place = column * n + example
      return layer == 0 ? trace.inputs[place] : trace.layers[layer - 1].a[place]
    }
    let right = sum { trace.passedOn($0, byLayer: layer, example: example) }
    var mistakes = [
      Mistake(right, NetworkMistake.withoutBias),
      Mistake(right - bias, "the bias is added."),
    ]
    if pieces == 1 {
      mistakes.append(Mistake(a(unit), "that is a = f(z), after the activation."))
    }
    if layer > 0 {
      let below = trace.layers[layer - 1]
      if below.activation.pieces == 1 {
        mistakes.append(
          Mistake(
            sum { below.z[$0 * n + example] } + bias,
            "you used z of the layer below; its activation a goes in."))
      }
    }
    if let dropout = trace.dropout(ofLayer: layer) {
      mistakes += Self.scalings(of: dropout).map { scaling in
        Mistake(
          sum { column in
            trace.isKept(column, ofLayer: layer, example: example)
              ? plain(column) * scaling.factor : 0
          } + bias, scaling.says)
      }
      mistakes += [
        Mistake(sum(plain) + bias, NetworkMistake.withoutMask),
        Mistake(
          sum { column in
            trace.isKept(column, ofLayer: layer, example: example)
              ? 0 : plain(column) * (dropout.isInverted ? 1 / dropout.keep : 1)
          } + bias, NetworkMistake.otherMask),
      ]
    }
    return mistakes
  }

  /// What kept units may be multiplied by wrongly.
  private static func scalings(of dropout: DropoutLayer) -> [(factor: Double, says: String)] {
    let keep = dropout.keep
    return dropout.isInverted
      ? [
        (1, NetworkMistake.unscaled),
        (1 / (1 - keep), "keep and drop are exchanged in the scaling."),
        (1 / (keep * keep), "you scaled by keep twice."),
        (keep, "inverted dropout divides by keep; you multiplied by it."),
      ]
      : [
        (1 / keep, "vanilla dropout does not scale in training; you divided by keep."),
        (keep, NetworkMistake.scaledDown),
      ]
  }

  // MARK: a

  private var activationMistakes: [Mistake] {
    let rows = (0..<pieces).map { z(unit * pieces + $0) }
    var mistakes: [Mistake] = []
    if let mask = trace.mask(unit, ofLayer: number, example: example) {
      let scale = trace.layers[layer].output[unit * n + example]
      if mask.value != 0 {
        mistakes.append(Mistake(scale, "that is a as the mask lets it through; a is before it."))
      }
    }
    guard pieces == 1, let z = rows.first else {
      if let least = rows.min() {
        mistakes.append(Mistake(least, "maxout takes the largest piece, not the least."))
      }
      let sum = rows.reduce(0, +)
      mistakes += [
        Mistake(sum, "maxout takes the largest piece; it does not add them."),
        Mistake(sum / Double(pieces), "maxout takes the largest piece; it is no mean."),
      ]
      return mistakes
    }
    mistakes.append(Mistake(z, "that is z; the activation is missing."))
    if traced.activation == .softmax {
      let powers = (0..<traced.units).map { self.z($0).exponential() }
      let logits = (0..<traced.units).reduce(0.0) { $0 + self.z($1) }
      mistakes += [
        Mistake(z.exponential(), "divide e^z by the sum of all of them."),
        Mistake(z / logits, "you divided z by their sum; softmax takes e^z of each."),
        Mistake(
          z.exponential() / (powers.reduce(0, +) - z.exponential()),
          "the sum below holds this unit's own e^z too."),
        Mistake(z.logistic(), "that is a sigmoid of z alone; softmax divides by all."),
      ]
    }
    mistakes += traced.activation.mistakes(at: z, value: a(unit))
    mistakes.append(Mistake(ownSlope(withSoftmax: false), "that is the slope f'(z); a is f(z)."))
    return mistakes
  }

  // MARK: δ

  /// What the mask and its scaling let through of this unit.
  var maskFactor: Double {
    guard let mask = trace.mask(unit, ofLayer: number, example: example) else { return 1 }
    guard mask.value != 0, let dropout = trace.dropout(ofLayer: number) else { return 0 }
    return dropout.isInverted ? 1 / dropout.keep : 1
  }

  /// Σ W δ of the layer above.
  func back(_ above: [Double]) -> Double {
    (0..<(above.count / max(n, 1))).reduce(0.0) {
      $0 + trace.weight(number + 1, $1, unit) * above[$1 * n + example]
    }
  }

  /// ∂L/∂a of the output layer, or for a loss with its own activation the δ that they give together.
  var outputError: Double {
    let error = a(unit) - trace.target(unit, example: example)
    let divisor =
      network.architecture.loss == .crossEntropy
      ? Double(n) : Double(n * network.architecture.outputs)
    return (network.architecture.loss == .mse ? 2 : 1) * error / divisor
  }

  /// f'(z) as a number, the mask left out; for softmax its own output's, a (1 − a), where asked for.
  func ownSlope(withSoftmax: Bool) -> Double {
    if withSoftmax, traced.activation == .softmax { return a(unit) * (1 - a(unit)) }
    return ownSlope
  }

  private var deltaMistakes: [Mistake] {
    let backward = trace.backward()
    let right = backward.layers[layer].delta[row * n + example]
    let size = Double(n)
    var mistakes = [
      Mistake(
        right * size,
        "that is of the example's own loss; the batch's is a mean, so divide by its size."),
      Mistake(right / size, "you divided by the batch's size once more."),
    ]
    let outputs = Double(network.architecture.outputs)
    if network.architecture.loss == .mse {
      mistakes.append(Mistake(right / 2, NetworkMistake.withoutTwo))
      if outputs > 1 { mistakes.append(Mistake(right * outputs, NetworkMistake.withoutOutputs)) }
    }
    guard !isOutput else {
      if network.architecture.loss == .mse {
        mistakes.append(Mistake(outputError, NetworkMistake.withoutSlope))
      } else {
        mistakes.append(
          Mistake(right * ownSlope(withSoftmax: true), NetworkMistake.withSlopeAtOutput))
      }
      return mistakes
    }
    let back = back(backward.layers[layer + 1].delta)
    let slope = ownSlope
    mistakes += [
      Mistake(back * maskFactor, NetworkMistake.withoutSlope),
      Mistake(slope, "that is the slope f'(z) alone; δ comes back through the weights."),
    ]
    if let dropout = trace.dropout(ofLayer: number) {
      mistakes.append(Mistake(back * slope, NetworkMistake.withoutMask))
      if maskFactor != 0 {
        mistakes += Self.scalings(of: dropout).map { Mistake(back * slope * $0.factor, $0.says) }
      } else {
        mistakes.append(
          Mistake(
            back * slope * (dropout.isInverted ? 1 / dropout.keep : 1), NetworkMistake.otherMask))
      }
    }
    return mistakes
  }
}
