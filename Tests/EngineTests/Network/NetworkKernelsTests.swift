import CKernels
import Datasets
import Engine
import Numerics
import Testing

@Suite struct NetworkKernelsTests {
  /// Every instruction set and number of threads gives the same bits: of the gradient of networks
  /// with every activation, and of an ensemble.
  @Test func everyMachineGivesTheSameBits() throws {
    let data = try NetworkGradientTests.data(inputs: 3, outputs: 3, count: 37, isOneHot: true)
    let text =
      "3-9:relu-7:maxout3-6:tanh-8:elu0.7-5:sigmoid-9:leaky_relu-4:gelu-5:softplus-3:softmax"
    let network = try Network(
      NetworkArchitecture(parsing: text), training: data,
      dropout: Dropout(keep: 0.7, style: .inverted, layers: [1, 3]))
    let theta = network.initialParameters(seed: 1)
    var draw = MersenneTwister(seed: 3)
    let masks = network.dropoutLayers.map { layer in
      draw.uniforms(layer.units * 21).map { UInt8($0 < layer.keep ? 1 : 0) }
    }
    let batch = Minibatch(examples: Array(5..<26), masks: masks)
    let subnetworks = try Subnetworks(
      of: network.replacingDropout(with: Dropout(keep: 0.7, layers: [1])), theta: theta)

    let best = dk_best_level()
    let threads = dk_threads()
    defer {
      dk_set_level(best)
      dk_set_threads(threads)
    }
    dk_set_level(0)
    let gradient = network.lossAndGradient(at: theta, batch: batch)
    let ensemble = try subnetworks.ensemble(of: data.features(of: 0))
    for level in 1...max(best, 1) {
      for threads in [1, 2] {
        dk_set_level(level)
        dk_set_threads(Int32(threads))
        #expect(network.lossAndGradient(at: theta, batch: batch) == gradient)
        #expect(try subnetworks.ensemble(of: data.features(of: 0)) == ensemble)
      }
    }
  }

  /// The kernels that train have the bits of the definitions that are explained.
  @Test(arguments: Activation.curves + ["leaky_relu0", "elu0.7", "linear"])
  func kernelsAreTheDefinitions(name: String) throws {
    let activation = try Activation(parsing: name)
    var draw = MersenneTwister(seed: 9)
    var z: [Double] = [
      0, -0.0, 5e-324, -5e-324, -34, -38, -700, -750, 40, 750, .infinity, -.infinity,
    ]
    z += (0..<600).map { _ in draw.nextNormal(mean: 0, standardDeviation: 4) }
    let curve = try #require(activation.curve(over: z))
    for (z, a) in zip(z, curve.values) {
      #expect(activation.value(at: z).bitPattern == a.bitPattern, "\(name)(\(z))")
    }
    let incoming = (0..<z.count).map { _ in draw.nextNormal(mean: 0, standardDeviation: 1) }
    var delta = incoming
    var (from, values) = (z, curve.values)
    try #require(activation.elementwise)
      .multiplyBySlope(z.count, &from, &values, &delta, activation.setting)
    for i in z.indices {
      let expected = incoming[i] * curve.slopes[i]
      #expect(delta[i] == expected || delta[i].isNaN && expected.isNaN, "\(name)'(\(z[i]))")
    }
  }

  /// From a + α nothing is left of e^z far below 0.
  @Test func theSlopeOfEluFarBelow0() throws {
    for (name, alpha) in [("elu", 1.0), ("elu0.7", 0.7)] {
      let z = [-1, -20, -34, -38, -40, -100, -700.0]
      let slopes = try #require(Activation(parsing: name).curve(over: z)).slopes
      var delta = z.map { _ in 1.0 }
      dk_elu_delta(z.count, alpha, z, &delta)
      for (z, (slope, kernel)) in zip(z, zip(slopes, delta)) {
        let exact = alpha * dk_exp(z)
        #expect(slope == exact && kernel == exact && exact > 0, "\(z)")
      }
    }
    // e^-34 = 1.71390843154201e-15 by mpmath.
    let slope = try #require(Activation(parsing: "elu").curve(over: [-34])).slopes[0]
    #expect((slope / 1.71390843154201e-15 - 1).magnitude < 1e-13)
  }

  /// Small nets stay on one thread; large ones are shared, with the same bits.
  ///
  /// Sharing a small net's work would cost more than the work.
  @Test func sharing() throws {
    defer { dk_set_threads(0) }
    func trained(_ layers: String, updates: Int) throws -> [Double] {
      let data = try DataGenerator.moons.dataset(.init(count: 256, noise: 0.2, seed: 3))
      let network = try Network(NetworkArchitecture(parsing: layers, loss: .bce), training: data)
      let experiment = Experiment(
        objective: network, optimizer: try Optimizer(named: "adam"), batchSize: 64)
      var state = experiment.start()
      _ = Trainer(experiment).run(&state, updates: updates)
      return state.theta
    }
    dk_set_threads(2)
    // The count is the program's, and other tests share loops meanwhile: a small net that did would
    // be counted every time.
    let isAlone = try (0..<2_000).contains { _ in
      let before = dk_shared_loops()
      _ = try trained("2-32:relu-32:relu-1:sigmoid", updates: 10)
      return dk_shared_loops() == before
    }
    #expect(isAlone)
    // Other tests set the number of threads meanwhile, so that one try may stay alone.
    var shared: [Double] = []
    let isShared = try (0..<50).contains { _ in
      dk_set_threads(2)
      let before = dk_shared_loops()
      shared = try trained("2-512:relu-256:relu-1:sigmoid", updates: 20)
      return dk_shared_loops() > before
    }
    #expect(isShared)
    dk_set_threads(1)
    #expect(try trained("2-512:relu-256:relu-1:sigmoid", updates: 20) == shared)
  }
}
