import CKernels
import LongWork

/// Exact products H v of the Hessian of a network's loss over its training set with vectors, without
/// dropout and without penalty.
///
/// Each quantity of a forward and a backward pass has a rate of change as θ moves along v; the rate of
/// the gradient is H v. The passes at θ itself are made once where their numbers fit, so a product
/// costs about two gradients. A maxout unit's winner and a ReLU's side stay as they are: at a kink
/// there are no second derivatives.
///
/// Source: Pearlmutter, "Fast exact multiplication by the Hessian" (1994).
public final class HessianProduct {
  typealias Numbers = UnsafeMutablePointer<Double>

  private let network: Network
  private let evaluator: NetworkEvaluator
  private let rates: [LayerRates]
  private let arena = Arena()
  private let theta: [Double]
  /// Whether the evaluator holds the passes of all examples.
  private var holdsPasses = false

  /// The bytes up to which the passes of all examples are kept.
  private static let mostKept = 96 << 20

  /// - Precondition: θ has a number for each of the network's parameters.
  public init(of network: Network, at theta: [Double]) {
    self.network = network
    self.theta = theta
    let numbers = network.architecture.numbersPerExample
    let whole = 16.times(numbers).times(network.exampleCount)
    evaluator =
      whole <= Self.mostKept
      ? NetworkEvaluator(network, capacity: max(network.exampleCount, 1))
      : NetworkEvaluator(network)
    rates = evaluator.layers.map { [evaluator, arena] in
      LayerRates($0, capacity: evaluator.capacity, in: arena)
    }
  }

  /// About the bytes that products take.
  public static func bytes(for network: Network) -> Int {
    let numbers = network.architecture.numbersPerExample
    let whole = 16.times(numbers).times(network.exampleCount)
    return min(whole, max(mostKept, 2.times(NetworkEvaluator.bytes(for: network))))
  }

  /// H v; of no meaning where the work is given up (`Interruption`).
  ///
  /// - Precondition: v has a number for each parameter.
  public func times(_ v: [Double]) -> [Double] {
    var product = [Double](inParts: network.layout.count, repeating: 0)
    let count = network.exampleCount
    evaluator.withPointer(to: theta) { theta in
      evaluator.withPointer(to: v) { v in
        product.withUnsafeMutableBufferPointer { product in
          guard let product = product.baseAddress else { return }
          for start in stride(from: 0, to: count, by: evaluator.capacity) {
            if start > 0, Interruption.givesUp() { return }
            let n = min(evaluator.capacity, count - start)
            if !holdsPasses { makePasses(theta, n, from: start) }
            goForward(theta, v, n)
            goBack(theta, v, n, into: product, accumulate: start > 0 ? 1 : 0)
          }
        }
      }
    }
    return product
  }

  // MARK: The passes at θ

  private var scale: Double { 1 / evaluator.lossDivisor(network.exampleCount) }

  private func makePasses(_ theta: UnsafePointer<Double>, _ n: Int, from start: Int) {
    evaluator.gather(network.training, nil, from: start, count: n)
    evaluator.forward(theta, n, masks: nil, from: start, total: network.exampleCount)
    _ = evaluator.outputLoss(n, scale: scale)
    for index in evaluator.layers.indices.dropFirst().reversed() {
      if Interruption.givesUp() { return }
      let (layer, below) = (evaluator.layers[index], evaluator.layers[index - 1])
      let size = below.units * n
      dk_matmul_tn(layer.fanIn, n, layer.rows, theta + layer.weights, layer.delta, below.dh, 0)
      if let dropout = below.dropout { Elementwise.scale(size, dropout.testScale, below.dh) }
      Elementwise.copy(size, below.dh, to: rates[index - 1].back)
      if below.activation.pieces > 1 {
        Elementwise.maxoutDelta(
          units: below.units, below.activation.pieces, examples: n, below.dh, below.winners,
          below.delta)
      } else {
        Elementwise.multiplyByDerivative(below.activation, size, below.z, below.a, below.dh)
      }
    }
    holdsPasses = n == network.exampleCount && !Interruption.hasGivenUp
  }

  // MARK: Rates

  private func goForward(
    _ theta: UnsafePointer<Double>, _ v: UnsafePointer<Double>, _ n: Int
  ) {
    for (index, layer) in evaluator.layers.enumerated() {
      if Interruption.givesUp() { return }
      let rate = rates[index]
      Elementwise.fillRows(layer.rows, n, v + layer.biases, rate.z)
      if index == 0 {
        dk_matmul_nt(layer.rows, n, layer.fanIn, v + layer.weights, evaluator.x, rate.z, 1)
      } else {
        let below = evaluator.layers[index - 1]
        dk_matmul_nn(layer.rows, n, layer.fanIn, v + layer.weights, below.h, rate.z, 1)
        dk_matmul_nn(
          layer.rows, n, layer.fanIn, theta + layer.weights, rates[index - 1].h, rate.z, 1)
      }
      activate(layer, rate, n)
    }
  }

  /// The rates of a and h from those of z.
  private func activate(_ layer: LayerMemory, _ rate: LayerRates, _ n: Int) {
    let size = layer.units * n
    let pieces = layer.activation.pieces
    if pieces > 1 {
      for unit in 0..<layer.units {
        if Interruption.givesUp() { return }
        for j in 0..<n {
          let winner = Int(clamping: layer.winners[unit * n + j], to: pieces - 1)
          rate.a[unit * n + j] = rate.z[(unit * pieces + winner) * n + j]
        }
      }
    } else if layer.activation == .softmax {
      // ∂a_i = a_i (∂z_i − Σ a_k ∂z_k)
      for j in 0..<n {
        var mean = 0.0
        for k in 0..<layer.units { mean += layer.a[k * n + j] * rate.z[k * n + j] }
        for k in 0..<layer.units {
          rate.a[k * n + j] = layer.a[k * n + j] * (rate.z[k * n + j] - mean)
        }
      }
    } else {
      Elementwise.copy(size, rate.z, to: rate.a)
      if Interruption.givesUp() { return }
      Elementwise.multiplyByDerivative(layer.activation, size, layer.z, layer.a, rate.a)
    }
    guard let dropout = layer.dropout else { return }
    Elementwise.copy(size, rate.a, to: rate.h)
    Elementwise.scale(size, dropout.testScale, rate.h)
  }

  private func goBack(
    _ theta: UnsafePointer<Double>, _ v: UnsafePointer<Double>, _ n: Int, into product: Numbers,
    accumulate: Int32
  ) {
    for index in evaluator.layers.indices.reversed() {
      if Interruption.givesUp() { return }
      let (layer, rate) = (evaluator.layers[index], rates[index])
      if index == evaluator.layers.count - 1 {
        finishOutput(layer, rate, n)
      } else {
        if let dropout = layer.dropout {
          Elementwise.scale(layer.units * n, dropout.testScale, rate.dh)
        }
        finish(layer, rate, n)
      }
      Elementwise.sumRows(
        layer.rows, n, rate.delta, product + layer.biases, adding: accumulate != 0)
      let share = product + layer.weights
      guard index > 0 else {
        dk_matmul_nn(layer.rows, layer.fanIn, n, rate.delta, evaluator.x, share, accumulate)
        return
      }
      let (below, rateBelow) = (evaluator.layers[index - 1], rates[index - 1])
      dk_matmul_nt(layer.rows, layer.fanIn, n, rate.delta, below.h, share, accumulate)
      dk_matmul_nt(layer.rows, layer.fanIn, n, layer.delta, rateBelow.h, share, 1)
      dk_matmul_tn(layer.fanIn, n, layer.rows, v + layer.weights, layer.delta, rateBelow.dh, 0)
      dk_matmul_tn(layer.fanIn, n, layer.rows, theta + layer.weights, rate.delta, rateBelow.dh, 1)
    }
  }

  /// The rate of δ = ∂L/∂h f'(z): that of ∂L/∂h times f', and ∂L/∂h times that of f'.
  private func finish(_ layer: LayerMemory, _ rate: LayerRates, _ n: Int) {
    let size = layer.units * n
    let pieces = layer.activation.pieces
    guard pieces == 1 else {
      Elementwise.maxoutDelta(
        units: layer.units, pieces, examples: n, rate.dh, layer.winners, rate.delta)
      return
    }
    Elementwise.multiplyByDerivative(layer.activation, size, layer.z, layer.a, rate.dh)
    guard !layer.activation.isPiecewiseLinear, !Interruption.givesUp() else { return }
    Elementwise.slopeRates(
      layer.activation, size, layer.z, layer.a, rate.z, rate.a, rate.bend)
    if Interruption.givesUp() { return }
    Elementwise.multiply(size, rate.bend, rate.back, rate.bend)
    if Interruption.hasGivenUp { return }
    dk_axpy(size, 1, rate.bend, rate.dh)
  }

  private func finishOutput(_ layer: LayerMemory, _ rate: LayerRates, _ n: Int) {
    let size = layer.units * n
    guard network.architecture.loss == .mse else {
      // A loss with its own activation: δ = (a − y) times the scale.
      for i in 0..<size { rate.delta[i] = scale * rate.a[i] }
      return
    }
    let factor = 2 * scale
    for i in 0..<size {
      rate.back[i] = factor * (layer.a[i] - evaluator.y[i])
      rate.dh[i] = factor * rate.a[i]
    }
    guard layer.activation == .softmax else { return finish(layer, rate, n) }
    // δ_i = a_i (d_i − Σ d_k a_k)
    for j in 0..<n {
      var (mean, change) = (0.0, 0.0)
      for k in 0..<layer.units {
        let i = k * n + j
        mean += rate.back[i] * layer.a[i]
        change += rate.dh[i] * layer.a[i] + rate.back[i] * rate.a[i]
      }
      for k in 0..<layer.units {
        let i = k * n + j
        rate.delta[i] = rate.a[i] * (rate.back[i] - mean) + layer.a[i] * (rate.dh[i] - change)
      }
    }
  }
}
