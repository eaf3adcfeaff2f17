import Conversion
import Numerics

/// The linear network that one input runs through.
///
/// With maxout, relu, leaky relu and linear units every unit is, for a given x, one linear function:
/// the winning pieces make a thin linear network, z = A x + b, and it is this network that the
/// example trains. Source: slides "Maxout - Training".
public struct ThinNetwork: Hashable, Sendable {
  /// One layer's rows in force.
  public struct Layer: Hashable, Sendable {
    public let number: Int
    public let units: Int
    public let fanIn: Int
    /// The winning piece of each unit; for relu 0 for the line and 1 for the zero.
    public let pieces: [Int]
    /// The rows that take part, units × fan-in, and their biases; a relu unit's are 0 where it is
    /// off, a leaky one's are multiplied by its slope.
    public let weights: [Double]
    public let biases: [Double]
  }

  public let layers: [Layer]
  /// A: outputs × inputs, up to the output layer's pre-activations.
  public let matrix: [Double]
  /// b, one for each output.
  public let offset: [Double]
}

extension Network {
  /// The thin linear network of one input, testing.
  ///
  /// - Throws: `EngineError` when a hidden layer bends or x has another size.
  public func thinNetwork(at theta: [Double], for x: [Double]) throws -> ThinNetwork {
    guard x.count == architecture.inputs else {
      throw EngineError(
        "the network has \(architecture.inputs) inputs, and x has \(x.count) numbers")
    }
    let evaluator = NetworkEvaluator(self, capacity: 1)
    evaluator.gather(rows(x), nil, from: 0, count: 1)
    evaluator.withPointer(to: theta) { evaluator.forward($0, 1, masks: nil, from: 0, total: 1) }

    var layers: [ThinNetwork.Layer] = []
    var matrix = (0..<(x.count * x.count)).map { $0 / x.count == $0 % x.count ? 1.0 : 0 }
    var offset = [Double](repeating: 0, count: x.count)
    if let scale = dropout.map({ $0.style == .vanilla ? $0.inputKeep : 1 }), scale != 1 {
      matrix = matrix.map { $0 * scale }
    }
    for (index, memory) in evaluator.layers.enumerated() {
      let layer = try thinLayer(memory, index, theta)
      (matrix, offset) = compose(layer, matrix, offset, inputs: x.count)
      if let keep = memory.dropout?.testScale, keep != 1 {
        matrix = matrix.map { $0 * keep }
        offset = offset.map { $0 * keep }
      }
      layers.append(layer)
    }
    return ThinNetwork(layers: layers, matrix: matrix, offset: offset)
  }

  private func thinLayer(
    _ memory: LayerMemory, _ index: Int, _ theta: [Double]
  ) throws -> ThinNetwork.Layer {
    let isOutput = index == architecture.layers.count - 1
    var pieces: [Int] = []
    var weights: [Double] = []
    var biases: [Double] = []
    for unit in 0..<memory.units {
      var row = unit
      var slope = 1.0
      var piece = 0
      let count = memory.activation.pieces
      if count > 1 {
        piece = Int(clamping: memory.winners[unit], from: 0, to: count - 1)
        row = unit * count + piece
      } else if memory.activation.isPiecewiseLinear {
        if memory.activation.hasKinkAtZero { piece = memory.z[unit] > 0 ? 0 : 1 }
        slope = memory.activation.slope(at: memory.z[unit], value: memory.a[unit])
      } else if !isOutput {
        throw EngineError(
          "layer \(index + 1) is \(memory.activation), which bends; a thin linear network has "
            + "\(Activation.piecewiseLinear) units")
      }
      pieces.append(piece)
      let start = memory.weights + row * memory.fanIn
      weights += theta[start..<(start + memory.fanIn)].map { $0 * slope }
      biases.append(theta[memory.biases + row] * slope)
    }
    return ThinNetwork.Layer(
      number: index + 1, units: memory.units, fanIn: memory.fanIn, pieces: pieces,
      weights: weights, biases: biases)
  }

  /// W (A x + b) + c as a matrix and an offset.
  private func compose(
    _ layer: ThinNetwork.Layer, _ matrix: [Double], _ offset: [Double], inputs: Int
  ) -> ([Double], [Double]) {
    var product = [Double](repeating: 0, count: layer.units * inputs)
    var sum = layer.biases
    for unit in 0..<layer.units {
      for k in 0..<layer.fanIn {
        let weight = layer.weights[unit * layer.fanIn + k]
        for i in 0..<inputs { product[unit * inputs + i] += weight * matrix[k * inputs + i] }
        sum[unit] += weight * offset[k]
      }
    }
    return (product, sum)
  }
}
