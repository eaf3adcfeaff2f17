import Datasets
import Engine
import Foundation
import Numerics
import Testing

/// A network of `References/network/autograd.json` with what PyTorch's autograd makes of it.
struct AutogradCase: Decodable, Sendable, CustomTestStringConvertible {
  struct Drop: Decodable, Sendable {
    let name: String
    let units: Int
    let keep: Double
    let inverted: Bool
    let perBatch: Bool
  }

  let network: String
  let loss: String
  let inputs: Int
  let layers: [Int]
  let dropout: [Drop]
  let theta: [Double]
  let x: [Double]
  let y: [Double]
  let indices: [Int]
  let masks: [[UInt8]]
  let batchLoss: Double
  let batchGradient: [Double]
  let wholeLoss: Double
  let wholeGradient: [Double]

  var testDescription: String { "\(network) \(loss) \(dropout.map(\.name))" }

  var outputs: Int { layers.last ?? 0 }

  func makeNetwork() throws -> Network {
    let names = (0..<outputs).map { "y\($0)" }
    let task: Dataset.Task =
      switch loss {
      case "mse": .regression
      case "bce" where outputs == 1: .binary(["0", "1"])
      default: .classes(names)
      }
    let data = try Dataset(
      name: "case", task: task, featureNames: (0..<inputs).map { "x\($0)" }, targetNames: names,
      features: x, targets: y)
    let style = dropout.first
    return try Network(
      NetworkArchitecture(parsing: network, loss: Loss(parsing: loss)), training: data,
      dropout: style.map {
        try Dropout(
          keep: dropout.last?.name == "mask0" ? 1 : 0.6, inputKeep: $0.name == "mask0" ? 0.8 : 1,
          style: $0.inverted ? .inverted : .vanilla, isPerBatch: $0.perBatch)
      })
  }

  static func all() throws -> [AutogradCase] {
    struct File: Decodable { let cases: [AutogradCase] }
    let data = try Data(contentsOf: URL(fileURLWithPath: reference("network/autograd.json")))
    return try JSONDecoder().decode(File.self, from: data).cases
  }
}

/// The largest difference between two vectors, relative to the largest number in them or 1.
func relativeDifference(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  let scale = max(1, (a + b).map(abs).max() ?? 1)
  return zip(a, b).map { abs($0 - $1) }.reduce(0) { max($0, $1.isNaN ? .infinity : $1) } / scale
}

@Suite struct NetworkGradientTests {
  @Test func fixturesCoverEveryActivationLossAndStyle() throws {
    let all = try AutogradCase.all()
    let text = all.map(\.network).joined(separator: " ")
    for name in Activation.curves
      + ["leaky_relu0.3", "elu0.5", "linear", "softmax", "maxout2", "maxout3", "maxout4"]
    { #expect(text.contains(":" + name)) }
    #expect(Set(all.map(\.loss)) == ["mse", "bce", "cross_entropy"])
    #expect(Set(all.flatMap(\.dropout).map { "\($0.inverted) \($0.perBatch)" }).count == 4)
    #expect(all.contains { $0.dropout.first?.name == "mask0" })
  }

  @Test func minibatchesAgreeWithAutograd() throws {
    for sample in try AutogradCase.all() {
      let network = try sample.makeNetwork()
      #expect(network.dropoutLayers.map(\.name) == sample.dropout.map(\.name))
      let (loss, gradient) = network.lossAndGradient(
        at: sample.theta, batch: Minibatch(examples: sample.indices, masks: sample.masks))
      #expect(relativeDifference([loss], [sample.batchLoss]) < 1e-13, "\(sample.testDescription)")
      #expect(
        relativeDifference(gradient, sample.batchGradient) < 1e-13, "\(sample.testDescription)")
    }
  }

  @Test func wholeTrainingSetsAgreeWithAutograd() throws {
    for sample in try AutogradCase.all() {
      let network = try sample.makeNetwork()
      let (loss, gradient) = network.lossAndGradient(at: sample.theta, batch: nil)
      #expect(relativeDifference([loss], [sample.wholeLoss]) < 1e-13, "\(sample.testDescription)")
      #expect(
        relativeDifference(gradient, sample.wholeGradient) < 1e-13, "\(sample.testDescription)")
      #expect(network.makeEvaluator().loss(at: sample.theta) == loss)
    }
  }

  /// Central differences against the gradient, for each activation by itself and each loss. Weights
  /// are drawn; the largest relative error is that of rounding.
  @Test(arguments: [
    "3-4:sigmoid-2:linear", "3-4:tanh-2:linear", "3-4:relu-2:linear", "3-4:leaky_relu0.2-2:linear",
    "3-4:elu0.7-2:linear", "3-4:linear-2:linear", "3-4:maxout2-2:linear", "3-4:maxout5-2:linear",
    "3-4:tanh-2:softmax", "3-4:tanh-2:sigmoid", "3-5:tanh-4:relu-3:maxout3-2:tanh",
  ])
  func gradientEqualsCentralDifferences(text: String) throws {
    for loss in Loss.allCases {
      let output = loss == .bce ? "sigmoid" : "softmax"
      if loss != .mse, !text.hasSuffix(output) { continue }
      let data = try Self.data(inputs: 3, outputs: 2, count: 7, isOneHot: loss != .mse)
      let network = try Network(NetworkArchitecture(parsing: text, loss: loss), training: data)
      var theta = network.initialParameters(seed: 5)
      for i in theta.indices where theta[i] == 0 { theta[i] = 0.1 * Double(i % 7) - 0.3 }
      let gradient = network.lossAndGradient(at: theta, batch: nil).gradient
      for i in theta.indices {
        let h = 1e-5
        var high = theta
        var low = theta
        high[i] += h
        low[i] -= h
        let slope =
          (network.lossAndGradient(at: high, batch: nil).loss
            - network.lossAndGradient(at: low, batch: nil).loss) / (2 * h)
        let error = abs(slope - gradient[i]) / max(1e-2, abs(slope) + abs(gradient[i]))
        #expect(error < 1e-7, "\(text) \(loss.name) \(network.layout.label(of: i))")
      }
    }
  }

  /// An example's numbers do not depend on the examples beside it, so nor does a gradient on how
  /// the examples are cut into chunks: 600 of them go through as three.
  @Test func chunksGiveTheBitsOfTheWhole() throws {
    let data = try Self.data(inputs: 3, outputs: 2, count: 600, isOneHot: true)
    let network = try Network(
      NetworkArchitecture(parsing: "3-8:tanh-6:maxout3-2:softmax"), training: data)
    let theta = network.initialParameters(seed: 1)
    let chunked = network.lossAndGradient(at: theta, batch: nil).gradient
    let trace = network.trace(at: theta, batch: Minibatch(examples: Array(0..<600)))
    #expect(trace.backward().gradient == chunked)
  }

  static func data(inputs: Int, outputs: Int, count: Int, isOneHot: Bool) throws -> Dataset {
    var draw = MersenneTwister(seed: 9)
    let names = (0..<outputs).map { "y\($0)" }
    let x = draw.normals(count * inputs)
    let labels = (0..<count).map { _ in Int(draw.nextInteger(through: UInt32(outputs - 1))) }
    return try Dataset(
      name: "drawn", task: isOneHot ? .classes(names) : .regression,
      featureNames: (0..<inputs).map { "x\($0)" }, targetNames: names, features: x,
      targets: isOneHot
        ? Dataset.oneHot(labels, classes: outputs) : draw.normals(count * outputs).map { abs($0) })
  }
}

@Suite struct NetworkStartTests {
  /// Uniform draws are NumPy's bits; a normal draw may differ in its last.
  @Test func initialWeightsAreNumPysDraws() throws {
    struct Start: Decodable {
      let network: String
      let seed: UInt32
      let theta: [Double]
    }
    let data = try Data(contentsOf: URL(fileURLWithPath: reference("network/initial.json")))
    let start = try JSONDecoder().decode(Start.self, from: data)
    let set = try NetworkGradientTests.data(inputs: 3, outputs: 1, count: 4, isOneHot: false)
    let network = try Network(NetworkArchitecture(parsing: start.network), training: set)
    let theta = network.initialParameters(seed: start.seed)
    #expect(theta.count == start.theta.count)
    for (drawn, expected) in zip(theta, start.theta) {
      #expect(abs(drawn - expected) <= expected.ulp)
    }
    let xavier = try #require(network.layout.entry(named: "W2")).range
    #expect(Array(theta[xavier]) == Array(start.theta[xavier]))
  }

  @Test func namedInitializersHoldForEveryLayer() throws {
    let set = try NetworkGradientTests.data(inputs: 2, outputs: 1, count: 4, isOneHot: false)
    let architecture = try NetworkArchitecture(parsing: "2-3:relu-1")
    func start(_ name: String) throws -> [Double] {
      try Network(architecture, training: set, initializer: Initializer(parsing: name))
        .initialParameters(seed: 4)
    }
    #expect(try start("zero").allSatisfy { $0 == 0 })
    var draw = MersenneTwister(seed: 4)
    let normals = draw.normals(9).map { 0 + 0.5 * $0 }
    let drawn = try start("normal(0.5)")
    #expect(Array(drawn[0..<6]) == Array(normals[0..<6]))
    #expect(Array(drawn[9..<12]) == Array(normals[6...]))
    #expect(Array(drawn[6..<9]) == [0, 0, 0])
    for (text, says) in [
      ("hee", "did you mean 'he'?"), ("normal", "takes its standard deviation"),
      ("normal(-1)", "a number above 0"), ("uniform", "there are he, xavier"),
    ] {
      let error = #expect(throws: EngineError.self) { try Initializer(parsing: text) }
      #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    }
  }
}
