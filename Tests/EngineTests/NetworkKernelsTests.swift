import CKernels
import Engine
import Testing

@Suite struct NetworkKernelsTests {
  /// Every instruction set and number of threads gives the same bits: of the gradient of networks
  /// with every activation, and of an ensemble.
  @Test func everyMachineGivesTheSameBits() throws {
    let data = try NetworkGradientTests.data(inputs: 3, outputs: 3, count: 37, isOneHot: true)
    let text = "3-9:relu-7:maxout3-6:tanh-8:elu0.7-5:sigmoid-9:leaky_relu-3:softmax"
    let network = try Network(
      NetworkArchitecture(parsing: text), training: data,
      dropout: Dropout(keep: 0.7, style: .inverted, layers: [1, 3]))
    let theta = network.initialParameters(seed: 1)
    var draw = MersenneTwister(seed: 3)
    let masks = network.dropoutLayers.map { layer in
      draw.uniforms(layer.units * 21).map { UInt8($0 < layer.keep ? 1 : 0) }
    }
    let batch = Minibatch(indices: Array(5..<26), masks: masks)
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
}
