import Engine
import Formula
import Numerics
import Testing
import Timelines

/// Hand calculations with the rules.
///
/// Mistakes with the rules that need more than the step's own numbers, worked out here from the
/// course of training, over random points and settings.
@Suite struct RuleAnswerTests {
  private static let formulas = [
    "(1 - x)^2 + 3*(y - x^2)^2", "x^2/10 + 2*y^2 + x*y/5", "exp(x/2) - x + y^4/4",
    "sin(x) + y^2 + x^2/4",
  ]

  private static func timeline(
    _ rule: String, seed: UInt32, settings: [String: Double], convention: Convention = .lecture,
    penalty: Penalty = .none, updates: Int
  ) throws -> Timeline {
    var draw = MersenneTwister(seed: seed)
    let start = draw.normals(2)
    let surface = try Surface(
      name: "f", formula: Parser.parse(formulas[Int(seed) % formulas.count]), start: start)
    var timeline = Timeline(
      Experiment(
        objective: surface,
        optimizer: try Optimizer(named: rule, convention: convention, settings: settings),
        penalty: penalty))
    timeline.advance(by: updates)
    return timeline
  }

  private static func gradients(of timeline: Timeline) -> [[Double]] {
    var gradients: [[Double]] = []
    timeline.replay(1...timeline.state.t) { record, _ in
      gradients.append(record.g)
      return true
    }
    return gradients
  }

  private func expect(
    _ word: String, of value: Double, _ quantity: String, _ i: Int, in timeline: Timeline,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let check = try #require(
      timeline.check(answer: value, for: quantity, component: i, naming: 1e-4))
    guard !check.isRight, value != 0 else { return }
    let says = check.mistakes.map(\.says)
    #expect(
      says.contains { $0.contains(word) }, "\(quantity)[\(i)] \(value): \(says)",
      sourceLocation: sourceLocation)
  }

  @Test func nesterovsGradientAtTheta() throws {
    for seed in 0..<20 as Range<UInt32> {
      let timeline = try Self.timeline(
        "nesterov", seed: seed, settings: ["lr": 0.03, "lambda": 0.8], updates: 3)
      let record = try #require(timeline.record)
      let surface = try #require(timeline.experiment.objective.surface)
      let here = surface.gradient(record.thetaBefore[0], record.thetaBefore[1])
      let last = try #require(record.values(of: "v_prev"))
      for i in 0..<2 {
        let v = 0.8 * last[i] - 0.03 * here[i]
        try expect("look-ahead", of: here[i], "g", i, in: timeline)
        try expect("look-ahead", of: v, "v", i, in: timeline)
        try expect("look-ahead", of: v, "delta", i, in: timeline)
        try expect("look-ahead", of: record.thetaBefore[i] + v, "theta", i, in: timeline)
      }
    }
  }

  @Test func oneOfAdamsTwoCorrections() throws {
    for seed in 0..<20 as Range<UInt32> {
      let timeline = try Self.timeline(
        "adam", seed: seed, settings: ["lr": 0.1, "beta2": 0.99], updates: 4)
      let record = try #require(timeline.record)
      func value(_ name: String, _ i: Int) throws -> Double {
        try #require(record.values(of: name))[i]
      }
      for i in 0..<2 {
        let (m, v) = (try value("m", i), try value("v", i))
        let (mHat, vHat) = (try value("m_hat", i), try value("v_hat", i))
        let before = record.thetaBefore[i]
        let first = -0.1 * mHat / (v.squareRoot() + 1e-8)
        let second = -0.1 * m / (vHat.squareRoot() + 1e-8)
        try expect("corrected m but not v", of: first, "delta", i, in: timeline)
        try expect("corrected v but not m", of: second, "delta", i, in: timeline)
        try expect("corrected m but not v", of: before + first, "theta", i, in: timeline)
        try expect("corrected v but not m", of: before + second, "theta", i, in: timeline)
      }
    }
  }

  @Test func rmspropFromZeroAndAdagradsMeanOfMagnitudes() throws {
    for seed in 0..<20 as Range<UInt32> {
      for updates in [1, 2, 5] {
        let rmsprop = try Self.timeline(
          "rmsprop", seed: seed, settings: ["lr": 0.05, "alpha": 0.7], updates: updates)
        let adagrad = try Self.timeline(
          "adagrad", seed: seed, settings: ["lr": 0.3], updates: updates)
        for i in 0..<2 {
          let g = Self.gradients(of: rmsprop).map { $0[i] }
          let sigma = g.reduce(0) { 0.7 * $0 + 0.3 * $1 * $1 }.squareRoot()
          let before = try #require(rmsprop.record).thetaBefore[i]
          let last = try #require(g.last)
          try expect("from 0", of: sigma, "sigma", i, in: rmsprop)
          try expect("from 0", of: -0.05 * last / sigma, "delta", i, in: rmsprop)
          try expect("from 0", of: before - 0.05 * last / sigma, "theta", i, in: rmsprop)
          let h = Self.gradients(of: adagrad).map { $0[i] }
          let mean = h.reduce(0) { $0 + $1.magnitude } / Double(updates)
          let step = -0.3 / Double(updates).squareRoot() * (h.last ?? 0) / mean
          try expect("mean of the magnitudes", of: mean, "sigma", i, in: adagrad)
          try expect("mean of the magnitudes", of: step, "delta", i, in: adagrad)
        }
      }
    }
  }

  /// In PyTorch's convention the lecture's words would be wrong.
  @Test func conventionsHaveTheirOwnMistakes() throws {
    for seed in 0..<10 as Range<UInt32> {
      let torch = try Self.timeline(
        "momentum", seed: seed, settings: ["lr": 0.02], convention: .pytorch, updates: 3)
      let record = try #require(torch.record)
      let (v, last) = (
        try #require(record.values(of: "v")), try #require(record.values(of: "v_prev"))
      )
      for i in 0..<2 {
        try expect("lecture's v", of: 0.9 * last[i] - 0.02 * record.g[i], "v", i, in: torch)
        try expect("learning rate", of: -v[i], "delta", i, in: torch)
        let check = try #require(torch.check(answer: 0.02 * v[i], for: "delta", component: i))
        #expect(!check.mistakes.contains { $0.says.contains("twice") })
      }
      let rmsprop = try Self.timeline(
        "rmsprop", seed: seed, settings: ["lr": 0.05, "eps": 0], convention: .pytorch, updates: 1)
      for i in 0..<2 {
        let g = try #require(rmsprop.record).g[i]
        try expect("PyTorch starts", of: g.magnitude, "sigma", i, in: rmsprop)
      }
    }
  }

  @Test func lossPenaltyAndGradient() throws {
    for seed in 0..<20 as Range<UInt32> {
      let timeline = try Self.timeline(
        "gd", seed: seed, settings: ["lr": 0.05], penalty: Penalty(l1: 0.03, l2: 0.2), updates: 2)
      let surface = try #require(timeline.experiment.objective.surface)
      let (theta, before) = (timeline.state.theta, try #require(timeline.record).thetaBefore)
      let squares = theta[0] * theta[0] + theta[1] * theta[1]
      let magnitudes = theta[0].magnitude + theta[1].magnitude
      let penalty = 0.1 * squares + 0.03 * magnitudes
      let here = surface.gradient(theta[0], theta[1])
      let cases: [(String, Int, Double, String)] = [
        ("loss", 0, surface.value(before[0], before[1]), "before the update"),
        ("loss", 0, surface.value(theta[0], theta[1]) + penalty, "with the penalty"),
        ("loss", 0, surface.value(theta[1], theta[0]), "exchanged x and y"),
        ("penalty", 0, 0.2 * squares + 0.03 * magnitudes, "the ½ is missing"),
        ("penalty", 0, 0.1 * squares.squareRoot() + 0.03 * magnitudes, "squared"),
        ("penalty", 0, 0.1 * squares + 0.015 * magnitudes, "L1 has no ½"),
        ("penalty", 0, 0.1 * squares, "L2's part alone"),
        ("penalty", 0, 0.03 * magnitudes, "L1's part alone"),
        ("grad", 0, here[0] + 0.2 * theta[0] + 0.03 * theta[0].signum(), "penalty's share"),
        ("grad", 1, here[0], "that is x's"),
        ("grad", 0, surface.gradient(before[0], before[1])[0], "before the update"),
      ]
      for (quantity, i, value, word) in cases {
        let check = try #require(
          timeline.check(answer: value, forObjective: quantity, component: i, naming: 1e-4))
        guard !check.isRight, value != 0 else { continue }
        let says = check.mistakes.map(\.says)
        #expect(says.contains { $0.contains(word) }, "\(quantity)[\(i)]: \(says)")
      }
    }
  }

  /// Where two mistakes give the same number both are named; what is hit exactly comes alone.
  @Test func bothOrNeither() throws {
    // At the first update of momentum v is −η g: with the sign turned, the gradient was added.
    let timeline = try Self.timeline("momentum", seed: 1, settings: ["lr": 0.1], updates: 1)
    let g = try #require(timeline.record).g[0]
    // λ(v − ηg) with v 0, and nothing else that gives this number.
    let check = try #require(timeline.check(answer: -0.9 * 0.1 * g, for: "v", component: 0))
    #expect(check.mistakes.map(\.says) == ["you multiplied the gradient's share by λ as well."])
    // λ = 1/2: 1 − λ and λ give the same.
    let half = try Self.timeline(
      "momentum", seed: 1, settings: ["lr": 0.1, "lambda": 0.5], updates: 1)
    let both = try #require(
      half.check(answer: -0.05 * (half.record?.g[0] ?? 0), for: "v", component: 0))
    #expect(both.mistakes.count == 2)
  }
}
