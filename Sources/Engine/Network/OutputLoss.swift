import CKernels

/// The loss at the output layer and its δ.
extension NetworkEvaluator {
  /// The gathered examples' summed loss; with `scale`, also δ of the output layer times `scale`.
  func outputLoss(_ n: Int, scale: Double?) -> Double {
    guard let output = layers.last else { return 0 }
    let size = output.units * n
    switch network.architecture.loss {
    case .mse: return squaredError(output, n, scale: scale)
    case .bce:
      var sum = Elementwise.logisticTail(size, output.z, scratch: output.delta)
      for i in 0..<size {
        let z = output.z[i]
        sum += (z > 0 ? z : 0) - z * y[i]
      }
      if let scale {
        dk_scaled_difference(size, scale, output.a, y, output.delta)
      }
      return sum
    case .crossEntropy:
      var sum = 0.0
      for j in 0..<n {
        for k in 0..<output.units where y[k * n + j] != 0 {
          sum += y[k * n + j] * (logSums[j] - output.z[k * n + j])
        }
      }
      if let scale {
        dk_scaled_difference(size, scale, output.a, y, output.delta)
      }
      return sum
    }
  }

  private func squaredError(_ output: LayerMemory, _ n: Int, scale: Double?) -> Double {
    let size = output.units * n
    var sum = 0.0
    for i in 0..<size {
      let difference = output.a[i] - y[i]
      sum += difference * difference
    }
    guard let scale else { return sum }
    dk_scaled_difference(size, 2 * scale, output.a, y, output.dh)
    let pieces = output.activation.pieces
    if pieces > 1 {
      dk_maxout_delta(output.units, pieces, n, output.dh, output.winners, output.delta)
    } else if output.activation == .softmax {
      // ∂a_i/∂z_k = a_i (1[i = k] − a_k), so δ = a ∘ (d − Σ d ∘ a).
      for j in 0..<n {
        var mean = 0.0
        for k in 0..<output.units { mean += output.dh[k * n + j] * output.a[k * n + j] }
        for k in 0..<output.units {
          output.dh[k * n + j] = output.a[k * n + j] * (output.dh[k * n + j] - mean)
        }
      }
    } else {
      Elementwise.multiplyByDerivative(output.activation, size, output.z, output.a, output.dh)
    }
    return sum
  }
}
