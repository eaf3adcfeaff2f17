import Engine
import Foundation

/// A network worked through by hand, rightly or with a known slip: what the tests of answers hold the
/// program against. It shares no code with the engine's passes.
struct HandNetwork {
  /// What the student gets wrong, throughout.
  enum Slip: CaseIterable {
    case none, exchanged, unscaled, scaledTwice, withoutMask, otherMask
    case withoutBias, withoutSlope, withoutTwo, sum, meanTwice, slopeAtOutput
  }

  struct Layer {
    let activation: Activation
    let units: Int
    let weights: [[Double]]
    let biases: [Double]
    var pieces: Int { activation.pieces }
  }

  let layers: [Layer]
  let loss: Loss
  /// By example.
  let inputs: [[Double]]
  let targets: [[Double]]
  /// By layer, 0 for the inputs: unit × example, and keep.
  let masks: [Int: (kept: [[Bool]], keep: Double)]
  let isInverted: Bool

  private(set) var z: [[[Double]]] = []
  private(set) var a: [[[Double]]] = []
  /// What each layer passes on, the inputs first.
  private(set) var passed: [[[Double]]] = []
  private(set) var delta: [[[Double]]] = []
  private(set) var batchLoss = 0.0
  var n: Int { inputs.count }
  private var outputs: Int { targets[0].count }

  init(
    layers: [Layer], loss: Loss, inputs: [[Double]], targets: [[Double]],
    masks: [Int: (kept: [[Bool]], keep: Double)], isInverted: Bool, slip: Slip = .none
  ) {
    (self.layers, self.loss, self.inputs, self.targets) = (layers, loss, inputs, targets)
    (self.masks, self.isInverted) = (masks, isInverted)
    forward(slip)
    backward(slip)
  }

  func with(_ slip: Slip) -> HandNetwork {
    HandNetwork(
      layers: layers, loss: loss, inputs: inputs, targets: targets, masks: masks,
      isInverted: isInverted, slip: slip)
  }

  private func factor(_ layer: Int, _ unit: Int, _ example: Int, _ slip: Slip) -> Double {
    guard let (kept, keep) = masks[layer] else { return 1 }
    if slip == .withoutMask { return 1 }
    let isKept = kept[unit][example] != (slip == .otherMask)
    guard isKept else { return 0 }
    guard isInverted else { return 1 }
    switch slip {
    case .exchanged: return 1 / (1 - keep)
    case .unscaled: return 1
    case .scaledTwice: return 1 / keep / keep
    default: return 1 / keep
    }
  }

  private mutating func forward(_ slip: Slip) {
    passed.append(
      inputs[0].indices.map { k in
        (0..<n).map { inputs[$0][k] * factor(0, k, $0, slip) }
      })
    for (index, layer) in layers.enumerated() {
      let below = passed[index]
      let sums = layer.weights.indices.map { row in
        (0..<n).map { example in
          var sum = slip == .withoutBias ? 0 : layer.biases[row]
          for k in below.indices { sum += layer.weights[row][k] * below[k][example] }
          return sum
        }
      }
      z.append(sums)
      a.append(
        (0..<layer.units).map { unit in
          (0..<n).map { Self.value(layer, sums, unit, $0) }
        })
      passed.append(
        (0..<layer.units).map { unit in
          (0..<n).map { a[index][unit][$0] * factor(index + 1, unit, $0, slip) }
        })
    }
    var sum = 0.0
    for example in 0..<n {
      let logits = z[layers.count - 1].map { $0[example] }
      let top = logits.max() ?? 0
      let logSum = top + logits.reduce(0) { $0 + ($1 - top).exponential() }.logarithm()
      for k in 0..<outputs {
        let (p, y) = (a[layers.count - 1][k][example], targets[example][k])
        switch loss {
        case .mse: sum += (p - y) * (p - y)
        case .bce:
          sum += max(logits[k], 0) - y * logits[k]
          sum += (1 + (-logits[k].magnitude).exponential()).logarithm()
        case .crossEntropy: sum += y * (logSum - logits[k])
        }
      }
    }
    batchLoss = sum / Double(loss == .crossEntropy ? n : n * outputs)
  }

  private static func value(
    _ layer: Layer, _ z: [[Double]], _ unit: Int, _ example: Int
  ) -> Double {
    let x = z[unit * layer.pieces][example]
    let setting = layer.activation.setting
    switch layer.activation.name {
    case "linear": return x
    case "relu": return x > 0 ? x : 0
    case "leaky_relu": return x > 0 ? x : setting * x
    case "elu": return x < 0 ? setting * (x.exponential() - 1) : x
    case "sigmoid": return 1 / (1 + (-x).exponential())
    case "tanh": return 1 - 2 / ((2 * x).exponential() + 1)
    case "gelu": return x / 2 * (1 + erf(x / 2.0.squareRoot()))
    case "softplus": return (1 + x.exponential()).logarithm()
    case "maxout":
      return (0..<layer.pieces).map { z[unit * layer.pieces + $0][example] }.max() ?? 0
    case "softmax":
      return x.exponential() / (0..<layer.units).reduce(0) { $0 + z[$1][example].exponential() }
    default: return .nan
    }
  }

  private func slope(_ index: Int, _ row: Int, _ example: Int) -> Double {
    let layer = layers[index]
    let x = z[index][row][example]
    let value = a[index][row / layer.pieces][example]
    let setting = layer.activation.setting
    switch layer.activation.name {
    case "linear": return 1
    case "relu": return x > 0 ? 1 : 0
    case "leaky_relu": return x > 0 ? 1 : setting
    case "elu": return x < 0 ? setting * x.exponential() : 1
    case "sigmoid", "softmax": return value * (1 - value)
    case "tanh": return 1 - value * value
    case "gelu":
      let below = (1 + erf(x / 2.0.squareRoot())) / 2
      return below + x * (-x * x / 2).exponential() / (2 * Double.pi).squareRoot()
    case "softplus": return 1 / (1 + (-x).exponential())
    case "maxout": return x == value ? 1 : 0
    default: return .nan
    }
  }

  private mutating func backward(_ slip: Slip) {
    let last = layers.count - 1
    let divisor = Double(loss == .crossEntropy ? n : n * outputs)
    var above = layers[last].weights.indices.map { row in
      (0..<n).map { example -> Double in
        let unit = row / layers[last].pieces
        let error = a[last][unit][example] - targets[example][unit]
        if loss == .mse {
          let slope = slip == .withoutSlope ? 1 : slope(last, row, example)
          return (slip == .withoutTwo ? 1 : 2) * error / divisor * slope
        }
        return error / divisor * (slip == .slopeAtOutput ? slope(last, row, example) : 1)
      }
    }
    if slip == .sum { above = above.map { $0.map { $0 * Double(n) } } }
    if slip == .meanTwice { above = above.map { $0.map { $0 / Double(n) } } }
    delta = [above]
    for index in layers.indices.dropLast().reversed() {
      let next = layers[index + 1]
      let rows = delta[0]
      delta.insert(
        layers[index].weights.indices.map { row in
          (0..<n).map { example in
            let unit = row / layers[index].pieces
            var back = 0.0
            for k in next.weights.indices { back += next.weights[k][unit] * rows[k][example] }
            let own = slip == .withoutSlope ? 1 : slope(index, row, example)
            return back * factor(index + 1, unit, example, slip) * own
          }
        }, at: 0)
    }
  }

  /// ∂L/∂W of a layer, from 0.
  func gradient(_ layer: Int, _ row: Int, _ column: Int) -> Double {
    (0..<n).reduce(0) { $0 + delta[layer][row][$1] * passed[layer][column][$1] }
  }

  /// ∂L/∂b.
  func gradient(_ layer: Int, _ row: Int) -> Double { delta[layer][row].reduce(0, +) }
}

extension HandNetwork.Slip {
  /// What its name must say.
  var word: String {
    switch self {
    case .none: ""
    case .exchanged: "exchanged in the scaling"
    case .unscaled: "the scaling is missing"
    case .scaledTwice: "scaled by keep twice"
    case .withoutMask: "left out the dropout mask"
    case .otherMask: "keep and drop are exchanged"
    case .withoutBias: "forgot the bias"
    case .withoutSlope: "activation's slope"
    case .withoutTwo: "factor 2"
    case .sum: "mean"
    case .meanTwice: "once more"
    case .slopeAtOutput: "without the slope"
    }
  }
}
