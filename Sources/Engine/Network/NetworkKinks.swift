extension Network {
  /// Whether the loss has kinks in θ: those of maxout and of activations whose slope jumps at 0.
  public var hasKinks: Bool {
    architecture.layers.contains { $0.activation.pieces > 1 || $0.activation.hasKinkAtZero }
  }

  public func pieces(at theta: [Double]) -> Int? { hasKinks ? linearPieces(at: theta) : nil }

  /// A number that tells on which piece of its activation every unit with a kink is, for every
  /// training example: the same within one linear region of θ.
  public func linearPieces(at theta: [Double]) -> Int {
    let evaluator = NetworkEvaluator(self)
    var hasher = Hasher()
    evaluator.forEachChunk(of: training, at: theta) { _, n, _ in
      for layer in evaluator.layers {
        let size = layer.units * n
        if layer.activation.pieces > 1 {
          for i in 0..<size { hasher.combine(layer.winners[i]) }
        } else if layer.activation.hasKinkAtZero {
          for i in 0..<size { hasher.combine(layer.z[i] > 0) }
        }
      }
    }
    return hasher.finalize()
  }

  /// An estimate from the outputs: each is off by a rounding or so a layer, and moves the loss by its
  /// slope there.
  public func lossRounding(at theta: [Double]) -> Double {
    let evaluator = NetworkEvaluator(self)
    var sum = 0.0
    evaluator.forEachChunk(of: training, at: theta) { _, n, output in
      for i in 0..<(output.units * n) {
        switch architecture.loss {
        case .mse:
          let residual = (output.a[i] - evaluator.y[i]).magnitude
          sum += residual * (residual + 2 * (output.a[i].magnitude + evaluator.y[i].magnitude))
        case .bce:
          sum += output.z[i].magnitude + 1
        case .crossEntropy:
          sum += evaluator.y[i] == 0 ? 0 : output.z[i].magnitude + 1
        }
      }
    }
    let depth = Double(architecture.layers.count + 1)
    return sum / evaluator.lossDivisor(exampleCount) * depth * 0x1p-53
  }
}
