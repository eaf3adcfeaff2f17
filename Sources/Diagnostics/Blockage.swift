import Arithmetic
import Engine
import Formula

/// Why a network cannot learn, whatever the learning rate.
public enum Blockage: Hashable, Sendable {
  /// The gradient of W1 is exactly 0 on every example, because the weights of a layer are all 0.
  case zeroWeights(layer: Int)
  /// The same, because no unit of a layer passes any of it: dead ReLUs, saturated units.
  case deadLayer(Int)
  /// The same for another reason.
  case noGradient
  /// The units of a hidden layer are all the same, and stay it: they began equal.
  case equalUnits(layer: Int)
  /// The gradient fades on its way down: that of W1 is this part of the last layer's, per weight.
  case vanishing(Double)

  /// What is left of the gradient, at most, where it is said to vanish.
  static let faint = 0.01

  /// Whether it lies in how the weights began, whatever the inputs are.
  var isOfStart: Bool {
    switch self {
    case .zeroWeights, .equalUnits: true
    case .deadLayer, .noGradient, .vanishing: false
    }
  }
}

extension Network {
  /// What keeps the network from learning at θ; nil where there is nothing of the kind.
  public func blockage(at theta: [Double]) -> Blockage? {
    if hasNoGradient(at: theta) { return cause(at: theta) }
    var fanIn = architecture.inputs
    for (index, layer) in architecture.layers.enumerated().dropLast() {
      if layer.units > 1, areEqual(index, fanIn, theta) { return .equalUnits(layer: index + 1) }
      fanIn = layer.units
    }
    return nil
  }

  /// Whether the gradient vanishes on its way to W1, by some examples; nil where it does not. Of a
  /// network that has learned something it says little.
  func vanishing(at theta: [Double]) -> Blockage? {
    guard architecture.layers.count > 2,
      let first = layout.entry(named: "W1")?.range,
      let last = layout.entry(named: "W\(architecture.layers.count)")?.range
    else { return nil }
    let few = Minibatch(examples: Array(0..<min(exampleCount, 64)))
    let gradient = lossAndGradient(at: theta, batch: few).gradient
    func size(_ range: Range<Int>) -> Double {
      Elementary.norm(gradient[range]) / Double(range.count).squareRoot()
    }
    let ratio = size(first) / size(last)
    return ratio < Blockage.faint ? .vanishing(ratio) : nil
  }

  /// Whether the gradient of W1 is exactly 0. A few examples show that it is not; that it is takes all.
  private func hasNoGradient(at theta: [Double]) -> Bool {
    guard let first = layout.entries.first else { return false }
    func isZero(_ examples: Range<Int>) -> Bool {
      let gradient = lossAndGradient(at: theta, batch: Minibatch(examples: Array(examples)))
        .gradient
      return gradient[first.range].allSatisfy { $0 == 0 }
    }
    let few = min(exampleCount, 64)
    guard isZero(0..<few) else { return false }
    return few == exampleCount || isZero(few..<exampleCount)
  }

  private func cause(at theta: [Double]) -> Blockage {
    for (index, _) in architecture.layers.enumerated().dropFirst() {
      guard let weights = layout.entry(named: "W\(index + 1)") else { continue }
      if theta[weights.range].allSatisfy({ $0 == 0 }) { return .zeroWeights(layer: index + 1) }
    }
    let dead = layerStatistics(at: theta).dropLast().first { $0.deadShare == 1 }
    return dead.map { .deadLayer($0.number) } ?? .noGradient
  }

  /// Whether all units of a layer have the same weights and biases.
  private func areEqual(_ index: Int, _ fanIn: Int, _ theta: [Double]) -> Bool {
    let layer = architecture.layers[index]
    guard let weights = layout.entry(named: "W\(index + 1)")?.range,
      let biases = layout.entry(named: "b\(index + 1)")?.range
    else { return false }
    let rows = layer.rows / layer.units
    let size = rows * fanIn
    return (1..<layer.units).allSatisfy { unit in
      (0..<size).allSatisfy {
        theta[weights.lowerBound + $0] == theta[weights.lowerBound + unit * size + $0]
      }
        && (0..<rows).allSatisfy {
          theta[biases.lowerBound + $0] == theta[biases.lowerBound + unit * rows + $0]
        }
    }
  }
}
