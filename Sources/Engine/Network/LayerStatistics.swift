import Arithmetic
import Conversion
import Datasets
import Formula
import LongWork

/// One layer's part in the flow of gradients: the row of the vanishing-gradient X-ray.
public struct LayerStatistics: Hashable, Sendable {
  public let number: Int
  public let activation: Activation
  /// ‖W‖ and ‖∂L/∂W‖, Euclidean, biases left out.
  public let weightNorm: Double
  public let gradientNorm: Double
  /// The mean of |a| over units and examples.
  public let meanActivation: Double
  /// The share of units × examples whose slope f'(z) is less than a twentieth of the largest that
  /// the activation has; nil where it has no such region (relu, leaky relu, maxout, linear,
  /// softmax).
  public let saturatedShare: Double?
  /// The share of units that pass no gradient on any example: relu units that are always 0, units
  /// saturated on every example; for maxout the share of pieces that never win. Nil for linear,
  /// leaky relu and softmax.
  public let deadShare: Double?
}

extension Network {
  /// The statistics of every layer at θ over a data set, testing; the gradient is the training
  /// set's, ∇L.
  ///
  /// - Parameter dataset: nil for the training set.
  public func layerStatistics(at theta: [Double], on dataset: Dataset? = nil) -> [LayerStatistics] {
    let dataset = dataset ?? training
    let gradient = lossAndGradient(at: theta, batch: nil).gradient
    let evaluator = NetworkEvaluator(self)
    var counts = evaluator.layers.map { LayerCounts($0) }
    evaluator.forEachChunk(of: dataset, at: theta) { _, n, _ in
      for (index, layer) in evaluator.layers.enumerated() { counts[index].add(layer, n) }
    }
    return evaluator.layers.enumerated().map { index, layer in
      let weights = layer.weights..<layer.biases
      return LayerStatistics(
        number: index + 1, activation: layer.activation,
        weightNorm: Elementary.norm(theta[weights]),
        gradientNorm: Elementary.norm(gradient[weights]),
        meanActivation: counts[index].sum / Double(layer.units * dataset.count),
        saturatedShare: counts[index].canSaturate
          ? Double(counts[index].saturated) / Double(layer.units * dataset.count) : nil,
        deadShare: counts[index].canDie
          ? Double(counts[index].isAlive.count { !$0 }) / Double(layer.rows) : nil)
    }
  }
}

/// What is counted of one layer as the examples go by.
private struct LayerCounts {
  let canSaturate: Bool
  let canDie: Bool
  private let threshold: Double
  var sum = 0.0
  var saturated = 0
  /// One for each row: a unit, or a piece of a maxout unit.
  var isAlive: [Bool]

  init(_ layer: LayerMemory) {
    let largest = layer.activation.elementwise?.largestSlope(layer.activation.setting)
    canSaturate = largest != nil
    threshold = (largest ?? 0) / 20
    canDie = layer.activation.shape.canDie
    isAlive = [Bool](repeating: false, count: layer.rows)
  }

  mutating func add(_ layer: LayerMemory, _ n: Int) {
    let pieces = layer.activation.pieces
    for unit in (0..<layer.units).inParts(of: 16) {
      for i in (unit * n)..<((unit + 1) * n) {
        sum += abs(layer.a[i])
        if pieces > 1 {
          isAlive[unit * pieces + Int(clamping: layer.winners[i], from: 0, to: pieces - 1)] = true
          continue
        }
        let slope = layer.activation.slope(at: layer.z[i], value: layer.a[i]).magnitude
        if canSaturate, slope < threshold { saturated += 1 }
        if slope > threshold { isAlive[unit] = true }
      }
    }
  }
}
