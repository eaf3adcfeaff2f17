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

  public var exampleCount: Int { batch.examples.count }
  /// The network's outputs, outputs × examples.
  public var outputs: [Double] { layers.last?.a ?? [] }
}

extension ForwardTrace {
  /// The backward pass of the same batch: δ layer by layer, ∂L/∂W, ∂L/∂b.
  public func backward() -> BackwardTrace {
    let n = exampleCount
    let evaluator = NetworkEvaluator(network, capacity: max(n, 1))
    let gradient = evaluator.gradient(at: theta, batch: batch).gradient
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
