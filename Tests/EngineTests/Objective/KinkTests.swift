import Datasets
import Engine
import Landscapes
import Testing

/// The gradient check at kinks.
///
/// Central differences across a kink of relu or maxout compare nothing; they are told apart by what
/// the units do, not by how large the error is.
@Suite struct KinkTests {
  static func check(_ layers: String, updates: Int, seed: UInt32) throws -> GradientCheck {
    let data = try DataGenerator.moons.dataset(.init(count: 200, noise: 0.2, seed: 3))
    let network = try Network(
      NetworkArchitecture(parsing: layers, loss: .bce), training: data)
    let experiment = Experiment(
      objective: network, optimizer: try Optimizer(named: "adam", settings: ["lr": 0.02]),
      batchSize: 16, seed: seed)
    var state = experiment.start()
    _ = Trainer(experiment).run(&state, updates: updates)
    return try #require(GradientCheck(of: network, at: state.theta))
  }

  @Test func whatIsLeftAgrees() throws {
    var kinks = 0
    for seed in 0..<6 as Range<UInt32> {
      for layers in ["2-12:relu-12:maxout2-1:sigmoid", "2-16:leaky_relu-8:relu-1:sigmoid"] {
        let check = try Self.check(layers, updates: 300, seed: seed)
        kinks += check.count(of: .kink)
        #expect(check.count(of: .kink) * 2 < check.rows.count)
        #expect((check.worst?.relativeError ?? 1) < 1e-6, "\(layers) seed \(seed)")
        // Kinks are rare and their error is large enough to be seen; a wrong gradient elsewhere
        // is not excused.
        for row in check.rows where row.omission == .kink { #expect(row.relativeError > 1e-8) }
      }
    }
    #expect(kinks > 0)
  }

  @Test func smoothNetworksHaveNone() throws {
    let check = try Self.check("2-8:tanh-8:elu-1:sigmoid", updates: 300, seed: 1)
    #expect(check.count(of: .kink) == 0)
    #expect((check.worst?.relativeError ?? 1) < 1e-6)
  }
}
