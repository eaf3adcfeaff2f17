import Conversion
import LongWork

/// Everything a forward pass computed for some examples, as numbers to look at.
///
/// Matrices are row-major with a row for each unit and a column for each example.
public struct ForwardTrace: Hashable, Sendable {
  /// One layer's quantities.
  public struct Layer: Hashable, Sendable {
    /// 1 for the first layer after the inputs: `z1`, `a1`, `mask1`.
    public let number: Int
    public let activation: Activation
    public let units: Int
    /// Rows of z: units · pieces.
    public let rows: Int
    /// Pre-activations, rows × examples.
    public let z: [Double]
    /// Activations, units × examples, before the mask.
    public let a: [Double]
    /// What the next layer sees: a times the mask in training, times keep in testing (vanilla).
    public let output: [Double]
    /// Dropout's mask, units × examples or `units` entries; nil without dropout or in testing.
    public let mask: [UInt8]?
    /// The winning piece of each maxout unit and example, units × examples; nil elsewhere.
    public let winners: [Int]?
  }

  public let network: Network
  public let theta: [Double]
  public let batch: Minibatch
  /// Whether the batch's masks were used: training; else testing.
  public let isTraining: Bool
  /// The inputs, features × examples, before the mask.
  public let inputs: [Double]
  /// The inputs as the first layer sees them.
  public let maskedInputs: [Double]
  /// Targets, outputs × examples.
  public let targets: [Double]
  public let layers: [Layer]
  /// The batch's mean loss, without penalty.
  public let loss: Double

  public var exampleCount: Int { batch.indices.count }
  /// The network's outputs, outputs × examples.
  public var outputs: [Double] { layers.last?.a ?? [] }
}

/// The gradients that go back through the layers of a forward pass.
public struct BackwardTrace: Hashable, Sendable {
  public struct Layer: Hashable, Sendable {
    public let number: Int
    /// δ = ∂L/∂z, rows × examples; L is the batch's mean, so 1/examples is in it.
    public let delta: [Double]
    /// ∂L/∂W, rows × fan-in, and ∂L/∂b.
    public let weights: [Double]
    public let biases: [Double]
  }

  public let layers: [Layer]
  /// All of ∂L/∂θ, in θ's order.
  public let gradient: [Double]
}

extension Network {
  /// The loss and its gradient at θ: on a minibatch with its masks, or with `nil` on the whole
  /// training set without dropout. Neither has a penalty's share.
  public func lossAndGradient(
    at theta: [Double], batch: Minibatch?
  ) -> (loss: Double, gradient: [Double]) {
    precondition(theta.count == layout.count, "θ has \(layout.count) components")
    let evaluator = makeEvaluator()
    var gradient = [Double](inParts: layout.count, repeating: 0)
    let loss = theta.withUnsafeBufferPointer { theta in
      gradient.withUnsafeMutableBufferPointer { gradient in
        guard let at = theta.baseAddress, let out = gradient.baseAddress else { return 0.0 }
        return batch.map { evaluator.gradient(at: at, batch: $0, into: out) }
          ?? evaluator.gradient(at: at, into: out)
      }
    }
    return (loss, gradient)
  }

  /// The forward pass over a minibatch, every quantity kept.
  ///
  /// - Parameter batch: with masks as in training; without masks as in testing.
  public func trace(at theta: [Double], batch: Minibatch) -> ForwardTrace {
    precondition(theta.count == layout.count, "θ has \(layout.count) components")
    let n = batch.indices.count
    let evaluator = NetworkEvaluator(self, capacity: max(n, 1))
    let masks = batch.masks.isEmpty ? nil : batch.masks
    let width = architecture.inputs
    batch.indices.withUnsafeBufferPointer {
      evaluator.gather(training, $0, from: 0, count: n)
    }
    let inputs = transposed(evaluator.x, rows: n, columns: width)
    theta.withUnsafeBufferPointer {
      guard let at = $0.baseAddress else { return }
      evaluator.forward(at, n, masks: masks, from: 0, total: n)
    }
    let layers = evaluator.layers.enumerated().map { index, layer in
      let size = layer.units * n
      return ForwardTrace.Layer(
        number: index + 1, activation: layer.activation, units: layer.units, rows: layer.rows,
        z: numbers(layer.z, layer.rows * n), a: numbers(layer.a, size),
        output: numbers(layer.h, size),
        mask: layer.dropout.flatMap { masks?[$0.index] },
        winners: layer.activation.pieces > 1
          ? (0..<size).mapInParts { Int(clamping: layer.winners[$0]) } : nil)
    }
    return ForwardTrace(
      network: self, theta: theta, batch: batch, isTraining: masks != nil, inputs: inputs,
      maskedInputs: transposed(evaluator.x, rows: n, columns: width),
      targets: numbers(evaluator.y, architecture.outputs * n), layers: layers,
      loss: evaluator.outputLoss(n, scale: nil) / evaluator.lossDivisor(max(n, 1)))
  }

  private func numbers(_ from: UnsafeMutablePointer<Double>, _ count: Int) -> [Double] {
    Array(inParts: count, copying: from)
  }

  private func transposed(
    _ from: UnsafeMutablePointer<Double>, rows: Int, columns: Int
  ) -> [Double] {
    (0..<(rows * columns)).mapInParts { from[$0 % rows * columns + $0 / rows] }
  }
}

extension ForwardTrace {
  /// The backward pass of the same batch: δ layer by layer, ∂L/∂W, ∂L/∂b.
  public func backward() -> BackwardTrace {
    let n = exampleCount
    let evaluator = NetworkEvaluator(network, capacity: max(n, 1))
    var gradient = [Double](inParts: network.layout.count, repeating: 0)
    theta.withUnsafeBufferPointer { theta in
      gradient.withUnsafeMutableBufferPointer { gradient in
        guard let at = theta.baseAddress, let out = gradient.baseAddress else { return }
        _ = evaluator.gradient(at: at, batch: batch, into: out)
      }
    }
    let layers = evaluator.layers.enumerated().map { index, layer in
      BackwardTrace.Layer(
        number: index + 1,
        delta: Array(inParts: layer.rows * n, copying: layer.delta),
        weights: Array(copying: gradient[layer.weights..<layer.biases]),
        biases: Array(copying: gradient[layer.biases..<(layer.biases + layer.rows)]))
    }
    return BackwardTrace(layers: layers, gradient: gradient)
  }
}
