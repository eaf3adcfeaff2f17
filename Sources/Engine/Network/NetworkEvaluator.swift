import CKernels
import Datasets
import LongWork

/// Computes a network's loss and gradient in memory that is allocated once.
///
/// Examples go through in chunks of up to `capacity`; an example's numbers do not depend on the
/// chunk it is in, and sums over examples run in their order, so that a chunked gradient has the
/// bits of an unchunked one.
public final class NetworkEvaluator: Evaluator {
  typealias Numbers = UnsafeMutablePointer<Double>

  public let network: Network
  let layers: [LayerMemory]
  /// The most examples that go through at a time.
  let capacity: Int
  private let arena = Arena()
  /// The inputs as examples × features, times the input's mask.
  let x: Numbers
  /// The targets as outputs × examples.
  let y: Numbers
  /// Mask values of the inputs, features × examples.
  private let inputMask: Numbers
  /// log Σ e^z of a softmax, one for each example.
  let logSums: Numbers
  /// The input's dropout.
  private let inputDropout: MaskUse?

  /// Examples at a time, and bytes of scratch memory: wide layers go with fewer examples.
  private static let mostExamples = 256, scratchBytes = 64 << 20

  public convenience init(_ network: Network) {
    self.init(network, capacity: Self.capacity(for: network))
  }

  private static func capacity(for network: Network) -> Int {
    let fitting = scratchBytes / (8 * max(network.architecture.numbersPerExample, 1))
    return max(1, min(network.exampleCount, mostExamples, fitting))
  }

  /// The bytes that an evaluator takes.
  static func bytes(for network: Network) -> Int {
    (8 * network.architecture.numbersPerExample).times(capacity(for: network))
  }

  public var parameterCount: Int { network.layout.count }

  init(_ network: Network, capacity: Int) {
    self.network = network
    self.capacity = capacity
    let inputs = network.architecture.inputs
    layers = LayerMemory.layers(of: network, capacity: capacity, in: arena)
    let first = network.dropoutLayers.first
    inputDropout = first?.name == "mask0" ? first.map { MaskUse($0, index: 0) } : nil
    x = arena.take(inputs * capacity)
    y = arena.take(network.architecture.outputs * capacity)
    inputMask = arena.take(inputDropout == nil ? 0 : inputs * capacity)
    logSums = arena.take(capacity)
  }

  // MARK: Evaluator

  public func loss(at theta: UnsafePointer<Double>) -> Double {
    loss(at: theta, on: network.training)
  }

  public func gradient(
    at theta: UnsafePointer<Double>, into gradient: UnsafeMutablePointer<Double>
  ) -> Double {
    let count = network.training.count
    return sum(over: count) { start, n in
      gather(network.training, nil, from: start, count: n)
      return pass(theta, n, masks: nil, from: start, total: count, gradient: gradient)
    }
  }

  public func gradient(
    at theta: UnsafePointer<Double>, batch: Minibatch,
    into gradient: UnsafeMutablePointer<Double>
  ) -> Double {
    let count = batch.examples.count
    let masks = batch.masks.isEmpty ? nil : batch.masks
    precondition(
      masks == nil || masks?.count == network.dropoutLayers.count,
      "a minibatch has a mask for each dropout layer, or none")
    return batch.examples.withUnsafeBufferPointer { indices in
      sum(over: count) { start, n in
        gather(network.training, indices, from: start, count: n)
        return pass(theta, n, masks: masks, from: start, total: count, gradient: gradient)
      }
    }
  }

  /// The mean loss over a data set, without dropout and penalty.
  func loss(at theta: UnsafePointer<Double>, on dataset: Dataset) -> Double {
    sum(over: dataset.count) { start, n in
      gather(dataset, nil, from: start, count: n)
      return pass(theta, n, masks: nil, from: start, total: dataset.count, gradient: nil)
    }
  }

  // MARK: Passes

  /// The mean over `count` examples of what `chunk` sums over some of them; NaN where it was
  /// interrupted.
  private func sum(over count: Int, _ chunk: (_ start: Int, _ n: Int) -> Double) -> Double {
    // A pass that is asked for after another one was given up is not wanted either.
    if Interruption.hasGivenUp { return .nan }
    var total = 0.0
    for start in stride(from: 0, to: count, by: capacity) {
      if start > 0, Interruption.givesUp() { return .nan }
      total += chunk(start, min(capacity, count - start))
    }
    if Interruption.hasGivenUp { return .nan }
    return total / lossDivisor(count)
  }

  /// What the sum over `count` examples is divided by for the mean.
  func lossDivisor(_ count: Int) -> Double {
    network.architecture.loss == .crossEntropy
      ? Double(count) : Double(count * network.architecture.outputs)
  }

  /// The gathered examples' summed loss; with `gradient`, their share of the mean's gradient over
  /// `total` examples is written there (added, except for the first chunk).
  private func pass(
    _ theta: UnsafePointer<Double>, _ n: Int, masks: [[UInt8]]?, from start: Int, total: Int,
    gradient: UnsafeMutablePointer<Double>?
  ) -> Double {
    forward(theta, n, masks: masks, from: start, total: total)
    guard let gradient else { return outputLoss(n, scale: nil) }
    let loss = outputLoss(n, scale: 1 / lossDivisor(total))
    backward(theta, n, hasMasks: masks != nil, into: gradient, accumulate: start > 0)
    return loss
  }

  /// Copies examples into x and y.
  func gather(
    _ dataset: Dataset, _ indices: UnsafeBufferPointer<Int>?, from start: Int, count n: Int
  ) {
    let width = dataset.featureCount
    let outputs = dataset.targetCount
    Elementwise.forRows(n, of: width) { part in
      for j in part {
        let i = indices.map { $0[start + j] } ?? start + j
        precondition(i >= 0 && i < dataset.count, "example \(i) of \(dataset.count)")
        dataset.copyFeatures(of: i, to: x + j * width)
      }
    }
    dataset.targets.withUnsafeBufferPointer { targets in
      for j in 0..<n {
        let i = indices.map { $0[start + j] } ?? start + j
        for k in 0..<outputs { y[k * n + j] = targets[i * outputs + k] }
      }
    }
  }

  /// z, a and h of every layer for the gathered examples.
  ///
  /// - Parameter masks: the minibatch's masks, of whose `total` examples these are `n` from `start`
  ///   on; nil for testing.
  func forward(
    _ theta: UnsafePointer<Double>, _ n: Int, masks: [[UInt8]]?, from start: Int, total: Int
  ) {
    if let inputDropout {
      maskInputs(n, inputDropout, masks?[inputDropout.index], from: start, total: total)
    }
    for index in layers.indices {
      let layer = layers[index]
      preactivate(index, theta, n)
      activate(layer, n)
      if Elementwise.isGivenUp(after: layer.rows * n) { return }
      if let dropout = layer.dropout {
        drop(layer, dropout, n, masks?[dropout.index], from: start, total: total)
      }
    }
  }

  /// z = W h + b of a layer from the h below it.
  func preactivate(_ index: Int, _ theta: UnsafePointer<Double>, _ n: Int) {
    let layer = layers[index]
    Elementwise.fillRows(layer.rows, n, theta + layer.biases, layer.z)
    if index == 0 {
      dk_matmul_nt(layer.rows, n, layer.fanIn, theta + layer.weights, x, layer.z, 1)
    } else {
      dk_matmul_nn(
        layer.rows, n, layer.fanIn, theta + layer.weights, layers[index - 1].h, layer.z, 1)
    }
  }

  /// a = f(z) of a layer.
  func activate(_ layer: LayerMemory, _ n: Int) {
    let pieces = layer.activation.pieces
    if pieces > 1 {
      Elementwise.maxout(
        units: layer.units, pieces, examples: n, layer.z, layer.a, layer.winners)
    } else if layer.activation == .softmax {
      Elementwise.softmax(units: layer.units, examples: n, layer.z, layer.a, logSums)
    } else {
      Elementwise.apply(layer.activation, layer.units * n, layer.z, layer.a)
    }
  }

  /// h from a: times the mask in training, times keep (vanilla) in testing.
  private func drop(
    _ layer: LayerMemory, _ dropout: MaskUse, _ n: Int, _ mask: [UInt8]?, from start: Int,
    total: Int
  ) {
    let size = layer.units * n
    if let mask {
      expand(mask, dropout, n, from: start, total: total, into: layer.mask)
      Elementwise.multiply(size, layer.a, layer.mask, layer.h)
    } else {
      Elementwise.copy(size, layer.a, to: layer.h)
      Elementwise.scale(size, dropout.testScale, layer.h)
    }
  }

  private func expand(
    _ mask: [UInt8], _ dropout: MaskUse, _ n: Int, from start: Int, total: Int,
    into values: Numbers
  ) {
    precondition(
      mask.count == dropout.units * (dropout.isPerBatch ? 1 : total),
      "a mask has an entry for each unit and example, or for each unit (per batch)")
    mask.withUnsafeBufferPointer { entries in
      guard let base = entries.baseAddress else { return }
      if dropout.isPerBatch {
        for unit in 0..<dropout.units {
          let value = base[unit] == 0 ? 0 : dropout.trainingScale
          (values + unit * n).update(repeating: value, count: n)
        }
      } else {
        dk_expand_mask(dropout.units, n, base + start, total, dropout.trainingScale, values)
      }
    }
  }

  private func maskInputs(
    _ n: Int, _ dropout: MaskUse, _ mask: [UInt8]?, from start: Int, total: Int
  ) {
    let width = dropout.units
    guard let mask else {
      Elementwise.scale(width * n, dropout.testScale, x)
      return
    }
    expand(mask, dropout, n, from: start, total: total, into: inputMask)
    for j in 0..<n {
      for i in 0..<width { x[j * width + i] *= inputMask[i * n + j] }
    }
  }

  /// The gradient from the output's δ, layer by layer down to the first.
  private func backward(
    _ theta: UnsafePointer<Double>, _ n: Int, hasMasks: Bool,
    into gradient: UnsafeMutablePointer<Double>, accumulate: Bool
  ) {
    let onto: Int32 = accumulate ? 1 : 0
    for index in layers.indices.reversed() {
      let layer = layers[index]
      if Elementwise.isGivenUp(after: layer.rows * n) { return }
      if index < layers.count - 1 { finishDelta(layer, n, hasMasks: hasMasks) }
      Elementwise.sumRows(
        layer.rows, n, layer.delta, gradient + layer.biases, adding: accumulate)
      let share = gradient + layer.weights
      guard index > 0 else {
        dk_matmul_nn(layer.rows, layer.fanIn, n, layer.delta, x, share, onto)
        return
      }
      let below = layers[index - 1]
      dk_matmul_nt(layer.rows, layer.fanIn, n, layer.delta, below.h, share, onto)
      dk_matmul_tn(layer.fanIn, n, layer.rows, theta + layer.weights, layer.delta, below.dh, 0)
    }
  }

  /// δ = ∂L/∂h ∘ mask ∘ f'(z) of a hidden layer.
  private func finishDelta(_ layer: LayerMemory, _ n: Int, hasMasks: Bool) {
    let size = layer.units * n
    if let dropout = layer.dropout {
      if hasMasks {
        Elementwise.multiply(size, layer.dh, layer.mask, layer.dh)
      } else {
        Elementwise.scale(size, dropout.testScale, layer.dh)
      }
    }
    let pieces = layer.activation.pieces
    if pieces > 1 {
      Elementwise.maxoutDelta(
        units: layer.units, pieces, examples: n, layer.dh, layer.winners, layer.delta)
    } else {
      Elementwise.multiplyByDerivative(layer.activation, size, layer.z, layer.a, layer.dh)
    }
  }
}
