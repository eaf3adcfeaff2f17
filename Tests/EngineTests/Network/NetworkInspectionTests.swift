import Datasets
import Engine
import Numerics
import Testing

@Suite struct NetworkTraceTests {
  /// 2-2:maxout2-1:linear by hand: one example, x = (1, −1).
  @Test func aPassByHand() throws {
    let data = try Dataset(
      name: "one", task: .regression, featureNames: ["a", "b"], targetNames: ["y"],
      features: [1, -1], targets: [3])
    let network = try Network(
      NetworkArchitecture(parsing: "2-2:maxout2-1:linear"), training: data,
      dropout: Dropout(keep: 0.5, style: .inverted))
    // Unit 0: pieces x1 and x2; unit 1: pieces x1 + x2 and its equal, a tie for the first.
    let theta: [Double] = [1, 0, 0, 1, 1, 1, 1, 1, 0.5, 0, 0, 0, 2, 5, 1]
    let batch = Minibatch(examples: [0], masks: [[1, 0]])
    let trace = network.trace(at: theta, batch: batch)
    #expect(trace.isTraining && trace.exampleCount == 1)
    #expect(trace.inputs == [1, -1] && trace.targets == [3])
    let hidden = trace.layers[0]
    #expect(hidden.z == [1.5, -1, 0, 0])
    #expect(hidden.a == [1.5, 0])
    #expect(hidden.winners == [0, 0])
    #expect(hidden.mask == [1, 0])
    #expect(hidden.output == [3, 0])
    #expect(trace.layers[1].z == [7] && trace.outputs == [7])
    #expect(trace.loss == 16)
    let back = trace.backward()
    // dL/dŷ = 2 (7 − 3) = 8; the winner gets 8 · 2 / keep, the dropped unit nothing.
    #expect(back.layers[1].delta == [8])
    #expect(back.layers[1].weights == [24, 0] && back.layers[1].biases == [8])
    #expect(back.layers[0].delta == [32, 0, 0, 0])
    #expect(back.layers[0].weights == [32, -32, 0, 0, 0, 0, 0, 0])
    #expect(back.layers[0].biases == [32, 0, 0, 0])
    #expect(back.gradient == network.lossAndGradient(at: theta, batch: batch).gradient)
  }

  @Test func testingScalesVanillaActivations() throws {
    let data = try DataGenerator.sine.dataset()
    let network = try Network(
      NetworkArchitecture(parsing: "1-3:tanh-1"), training: data, dropout: Dropout(keep: 0.25))
    let theta = network.initialParameters(seed: 3)
    let trace = network.trace(at: theta, batch: Minibatch(examples: [3, 7]))
    #expect(!trace.isTraining && trace.layers[0].mask == nil)
    #expect(trace.layers[0].output == trace.layers[0].a.map { 0.25 * $0 })
    let outputs = try network.outputs(at: theta, for: data.features(of: 3) + data.features(of: 7))
    #expect(outputs == trace.outputs)
    #expect(throws: EngineError.self) { try network.outputs(at: theta, for: []) }
  }

  /// Numbers that are not finite come through every activation to the loss.
  @Test(arguments: Activation.curves + ["maxout3", "linear"])
  func notANumberIsSeen(activation: String) throws {
    let data = try DataGenerator.sine.dataset()
    let network = try Network(
      NetworkArchitecture(parsing: "1-3:\(activation)-1"), training: data)
    for index in 0..<network.layout.count {
      var theta = network.initialParameters(seed: 3)
      theta[index] = .nan
      #expect(
        network.lossAndGradient(at: theta, batch: nil).loss.isNaN,
        "\(network.layout.label(of: index))")
    }
  }
}

@Suite struct NetworkMetricsTests {
  @Test func classes() throws {
    let data = try Dataset(
      name: "three", task: .classes(["a", "b"]), featureNames: ["x"], targetNames: ["a", "b"],
      features: [1, 2, -1, -2], targets: [1, 0, 1, 0, 0, 1, 1, 0])
    let network = try Network(NetworkArchitecture(parsing: "1-2:softmax"), training: data)
    // Class a where x > 0.
    let metrics = network.metrics(at: [1, -1, 0, 0], on: data)
    #expect(metrics.accuracy == 0.75)
    #expect(metrics.confusion == [[2, 1], [0, 1]])
    #expect(metrics.rSquared == nil)
    // −log p of each example: log(1 + e^(∓2x)).
    let expected = (0.126928011 + 0.018149928 + 0.126928011 + 4.018149928) / 4
    #expect(abs(metrics.loss - expected) < 1e-8)
    #expect(network.lossAndGradient(at: [0, 0, 0, 0], batch: nil).loss == 0.6931471805599453)
  }

  @Test func binaryAndRegression() throws {
    let moons = try DataGenerator.moons.dataset(.init(count: 10))
    let network = try Network(NetworkArchitecture(parsing: "2-1:sigmoid"), training: moons)
    let all = network.metrics(at: [0, 0, 1], on: moons)
    #expect(all.accuracy == 0.5)
    #expect(all.confusion == [[0, 5], [0, 5]])

    let line = try DataGenerator.linear.dataset(.init(count: 20, noise: 0))
    let fit = try Network(NetworkArchitecture(parsing: "1-1"), training: line)
    #expect(abs((fit.metrics(at: [2, 1], on: line).rSquared ?? 0) - 1) < 1e-14)
    #expect(fit.metrics(at: [2, 1], on: line).accuracy == nil)
    let mean = line.targets.reduce(0, +) / 20
    #expect(abs(fit.metrics(at: [0, mean], on: line).rSquared ?? 1) < 1e-12)
  }

  /// An output of exactly ½ is the second class.
  @Test func halfIsTheSecondClass() throws {
    let data = try DataGenerator.moons.dataset(.init(count: 40))
    let network = try Network(NetworkArchitecture(parsing: "2-1:sigmoid"), training: data)
    let metrics = network.metrics(at: [0, 0, 0], on: data)
    #expect(metrics.confusion.map { $0[0] } == [0, 0])
    #expect(metrics.confusion.map { $0[1] }.reduce(0, +) == 40)
  }

  @Test func monitorsOfThePartsOfASplit() throws {
    let split = try Split(
      DataGenerator.moons.dataset(), fractions: [0.6, 0.2, 0.2], seed: 1)
    let network = try Network(NetworkArchitecture(parsing: "2-4-1:sigmoid"), data: split)
    let theta = network.initialParameters(seed: 1)
    let evaluator = network.makeEvaluator()
    #expect(
      evaluator.monitors == [
        "loss", "accuracy", "val_loss", "val_accuracy", "test_loss", "test_accuracy",
      ])
    let validation = try #require(split.validation)
    let metrics = network.metrics(at: theta, on: validation)
    #expect(evaluator.monitor("val_loss", at: theta) == metrics.loss)
    #expect(evaluator.monitor("val_accuracy", at: theta) == metrics.accuracy)
    #expect(evaluator.monitor("loss", at: theta) == evaluator.loss(at: theta))
    #expect(evaluator.monitor("val_r2", at: theta).isNaN)
    #expect(evaluator.monitor("nothing", at: theta).isNaN)
  }
}

@Suite struct NetworkStatisticsTests {
  private func network(_ text: String) throws -> Network {
    let data = try Dataset(
      name: "two", task: .regression, featureNames: ["x"], targetNames: ["y"], features: [1, 2],
      targets: [1, 1])
    return try Network(NetworkArchitecture(parsing: text), training: data)
  }

  @Test func saturatedAndDeadUnits() throws {
    // tanh of 0.1 x, 10 x and −10 x: two of the three units are saturated on both examples.
    let tanh = try network("1-3:tanh-1").layerStatistics(at: [0.1, 10, -10, 0, 0, 0, 1, 1, 1, 0])
    #expect(tanh[0].saturatedShare == 2.0 / 3 && tanh[0].deadShare == 2.0 / 3)
    #expect(abs(tanh[0].weightNorm - 200.01.squareRoot()) < 1e-12)
    #expect(tanh[1].saturatedShare == nil && tanh[1].deadShare == nil)
    // relu of x, −x and x − 1.5: the second never wakes, the third does on one example.
    let relu = try network("1-3:relu-1").layerStatistics(at: [1, -1, 1, 0, 0, -1.5, 1, 1, 1, 0])
    #expect(relu[0].deadShare == 1.0 / 3 && relu[0].saturatedShare == nil)
    #expect(abs(relu[0].meanActivation - 3.5 / 6) < 1e-15)
    // Pieces x, −x, 0: the last two never win.
    let maxout = try network("1-1:maxout3-1").layerStatistics(at: [1, -1, 0, 0, 0, 0, 1, 0])
    #expect(maxout[0].deadShare == 2.0 / 3)
  }

  @Test func gradientNormsAreTheGradients() throws {
    let network = try network("1-3:sigmoid-2:sigmoid-1")
    let theta = network.initialParameters(seed: 1)
    let statistics = network.layerStatistics(at: theta)
    let gradient = network.lossAndGradient(at: theta, batch: nil).gradient
    for (layer, name) in zip(statistics, ["W1", "W2", "W3"]) {
      let range = try #require(network.layout.entry(named: name)).range
      let norm = gradient[range].reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(abs(layer.gradientNorm - norm) < 1e-15 * max(norm, 1))
    }
    let relu = try network.replacingHiddenActivations(with: .relu)
    #expect(relu.architecture.description == "1-3:relu-2:relu-1:linear")
    #expect(throws: EngineError.self) {
      try network.replacingHiddenActivations(with: .maxout(pieces: 2))
    }
  }
}

@Suite struct ThinNetworkTests {
  /// The thin network's A x + b is the network's output, for x on many sides of the bends.
  @Test(arguments: [Dropout.Style.vanilla, .inverted])
  func theThinNetworkGivesTheOutput(style: Dropout.Style) throws {
    let data = try NetworkGradientTests.data(inputs: 3, outputs: 2, count: 20, isOneHot: false)
    let network = try Network(
      NetworkArchitecture(parsing: "3-5:maxout3-4:relu-4:leaky_relu-2:linear"), training: data,
      dropout: Dropout(keep: 0.5, inputKeep: 0.9, style: style))
    var theta = network.initialParameters(seed: 6)
    for i in theta.indices where theta[i] == 0 { theta[i] = 0.3 - 0.1 * Double(i % 6) }
    var pieces: Set<[Int]> = []
    for i in 0..<20 {
      let x = data.features(of: i)
      let thin = try network.thinNetwork(at: theta, for: x)
      let outputs = try network.outputs(at: theta, for: x)
      for k in 0..<2 {
        let sum = (0..<3).reduce(thin.offset[k]) { $0 + thin.matrix[k * 3 + $1] * x[$1] }
        #expect(abs(sum - outputs[k]) < 1e-14)
      }
      pieces.insert(thin.layers[0].pieces)
    }
    #expect(pieces.count > 3)
  }

  @Test func bendsAndSizesAreRefused() throws {
    let data = try DataGenerator.sine.dataset()
    let network = try Network(NetworkArchitecture(parsing: "1-3:tanh-1"), training: data)
    let theta = network.initialParameters(seed: 6)
    let error = #expect(throws: EngineError.self) { try network.thinNetwork(at: theta, for: [1]) }
    #expect(error?.description.contains("layer 1 is tanh, which bends") == true)
    #expect(throws: EngineError.self) { try network.thinNetwork(at: theta, for: [1, 2]) }
  }
}
