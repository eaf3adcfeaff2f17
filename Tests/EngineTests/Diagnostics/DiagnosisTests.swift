import Datasets
import Diagnostics
import Testing
import Timelines

@testable import Engine

/// What a diagnosis goes by, where the right number is known.
@Suite struct DiagnosisTests {
  private static func network(
    _ layers: String, _ data: Dataset, parts: [Double] = [0.7, 0.3], zero: Bool = false
  ) throws -> Network {
    try Network(
      NetworkArchitecture(parsing: layers, task: data.task),
      data: Split(data, fractions: parts, seed: 1), initializer: zero ? .zero : nil)
  }

  private static func moons(_ count: Int = 200) throws -> Dataset {
    try DataGenerator.moons.dataset(.init(count: count, noise: 0.2, seed: 3))
  }

  /// A course of some epochs as a run makes it, looked at on the way and at its end.
  private static func course(
    _ network: Network, rule: String = "gd", lr: Double = 0.1, epochs: Int = 20
  ) throws -> Timeline {
    let experiment = Experiment(
      objective: network, optimizer: try Optimizer(named: rule, settings: ["lr": lr]),
      batchSize: 32, seed: 5)
    var timeline = Timeline(experiment)
    timeline.advance(by: epochs * experiment.updatesPerEpoch, epochEnd: { _ in })
    timeline.look()
    return timeline
  }

  /// A diagnosis of the course on other data: what the run has kept it takes from the run, so the
  /// numbers are those of the data that it ran on.
  @Test func whatTheRunHasSeenIsNotWorkedOutAgain() throws {
    let network = try Self.network("2-8:tanh-1:sigmoid", try Self.moons())
    let other = try Self.network(
      "2-8:tanh-1:sigmoid", try DataGenerator.circles.dataset(.init(count: 90, noise: 0.1, seed: 4))
    )
    let timeline = try Self.course(network)
    let theta = timeline.state.theta
    let diagnosis = Diagnosis(of: timeline, on: other)
    #expect(diagnosis.training == network.metrics(at: theta, on: network.training))
    let validation = try #require(network.validation)
    #expect(diagnosis.validation == network.metrics(at: theta, on: validation))
    #expect(diagnosis.training.loss != other.metrics(at: theta, on: other.training).loss)
  }

  @Test func metricsOfACourseThatHasGoneAnotherWayAreForgotten() throws {
    let network = try Self.network("2-8:tanh-1:sigmoid", try Self.moons())
    var timeline = try Self.course(network, epochs: 4)
    let end = timeline.state.t
    let old = try #require(timeline.metricsNow.training)
    timeline.go(to: end - 8)
    #expect(timeline.metricsNow.training == nil)
    var setup = timeline.experiment.setup
    setup.optimizer = try Optimizer(named: "gd", settings: ["lr": 1.5])
    timeline.change(to: Experiment(network, setup))
    timeline.advance(by: 8)
    #expect(timeline.state.t == end)
    if let now = timeline.metricsNow.training { #expect(now != old) }
    timeline.look()
    #expect(
      timeline.metricsNow.training
        == network.metrics(at: timeline.state.theta, on: network.training))
  }

  @Test func theYardsticksAreEntropyAndVariance() throws {
    // 3 of 4 examples are of the first class: H = −(¾ log ¾ + ¼ log ¼) = 0.5623351446188083.
    let unequal = Dataset(
      name: "unequal", task: .binary(["a", "b"]), featureNames: ["x"], targetNames: ["y"], count: 8,
      features: .values([1, 2, 3, 4, 5, 6, 7, 8]), targets: [0, 0, 0, 0, 0, 0, 1, 1])
    let network = try Network(
      NetworkArchitecture(parsing: "1-2-1:sigmoid", task: unequal.task), training: unequal)
    #expect(abs(network.constantLoss - 0.562_335_144_618_808_3) < 1e-15)
    #expect(unequal.classShares == [0.75, 0.25])
    // Numbers 0, 0, 3, 3: variance 2.25. A sigmoid comes no nearer to their mean 1.5 than 1.
    let numbers = Dataset(
      name: "numbers", task: .regression, featureNames: ["x"], targetNames: ["y"], count: 4,
      features: .values([1, 2, 3, 4]), targets: [0, 0, 3, 3])
    let linear = try Network(
      NetworkArchitecture(parsing: "1-1:linear", task: .regression), training: numbers)
    #expect(linear.constantLoss == 2.25)
    #expect(linear.unreachableShare == nil)
    let sigmoid = try Network(
      NetworkArchitecture(parsing: "1-1:sigmoid", task: .regression), training: numbers)
    #expect(sigmoid.constantLoss == 2.5)
    #expect(sigmoid.unreachableShare == 0.5)
  }

  @Test func balancedAccuracyOfAConstantIsAHalf() throws {
    // 1 of 4 in the first class right by luck, nothing of the second: (1 + 0) / 2.
    let data = Dataset(
      name: "d", task: .binary(["a", "b"]), featureNames: ["x"], targetNames: ["y"], count: 4,
      features: .values([1, 2, 3, 4]), targets: [0, 0, 0, 1])
    let network = try Network(
      NetworkArchitecture(parsing: "1-1:sigmoid", task: data.task), training: data)
    let metrics = network.metrics(at: [0, -1], on: data)
    #expect(metrics.score == 0.75 && metrics.balancedAccuracy == 0.5)
  }

  @Test func aBlockageIsFoundWhereItIs() throws {
    let zero = try Self.network("2-3:relu-1:sigmoid", try Self.moons(), zero: true)
    #expect(zero.blockage(at: zero.initialParameters(seed: 0)) == .zeroWeights(layer: 2))
    let network = try Self.network("2-2:relu-2:relu-1:sigmoid", try Self.moons())
    // W1, b1, W2, b2, W3, b3: layer 2 is far below 0 for every example.
    let dead: [Double] = [1, 0, 0, 1, 0.5, 0.5, 1, 1, 1, -1, -99, -99, 1, 1, 0]
    #expect(network.blockage(at: dead) == .deadLayer(2))
    var alive = dead
    alive[10] = 0
    #expect(network.blockage(at: alive) == nil)
    // Both units of layer 1 are the same.
    #expect(
      network.blockage(at: [1, 2, 1, 2, 0.5, 0.5, 1, 2, 3, -1, 0, 0, 1, 1, 0])
        == .equalUnits(layer: 1))
  }

  @Test func aTrialTakesOffWhatTrainingWouldTakeOff() throws {
    let network = try Self.network("2-8:tanh-1:sigmoid", try Self.moons())
    let timeline = try Self.course(network, lr: 0.01, epochs: 4)
    let trials = try #require(
      Trials(
        of: timeline.experiment, from: timeline.state, on: network, initialRate: 0,
        isInterrupted: { false }))
    #expect(trials.updates == 200 && trials.rate == 0.01)
    #expect(trials.before == network.metrics(at: timeline.state.theta, on: network.training).loss)
    // The same 200 updates by hand.
    var state = timeline.state
    var sum = 0.0
    for update in 1...200 {
      _ = Trainer(timeline.experiment).run(&state, updates: 1)
      if [120, 160, 200].contains(update) {
        sum += network.metrics(at: state.theta, on: network.training).loss
      }
    }
    #expect(trials.same.loss == sum / 3)
    #expect(try #require(trials.faster).loss < trials.same.loss)
    #expect(trials.free == nil)
    #expect(
      Trials(
        of: timeline.experiment, from: timeline.state, on: network, initialRate: 0,
        isInterrupted: { true }) == nil)
  }

  @Test func aLeakIsAFeatureThatIsTheTargetInAnotherForm() throws {
    func data(_ third: (Double, Double) -> Double) -> Dataset {
      var (features, targets): ([Double], [Double]) = ([], [])
      for i in 0..<60 {
        let (a, b) = (Double(i * 37 % 59), Double(i * 23 % 61))
        features += [a, b, third(a, b)]
        targets.append(a + 2 * b)
      }
      return Dataset(
        name: "d", task: .regression, featureNames: ["a", "b", "c"], targetNames: ["y"], count: 60,
        features: .values(features), targets: targets)
    }
    #expect(Leak(in: data { -5 * ($0 + 2 * $1) + 3 })?.feature == "c")
    #expect(Leak(in: data { ($0 + 2 * $1) * ($0 + 2 * $1) })?.feature == "c")
    #expect(Leak(in: data { $0 - $1 }) == nil)
    // Classes: a code of them is a leak, a feature on which they overlap is none.
    func classes(_ code: (Int) -> Double) -> Dataset {
      var (features, targets): ([Double], [Double]) = ([], [])
      for i in 0..<60 {
        features += [Double(i * 37 % 59), code(i)]
        targets.append(i % 3 == 0 ? 1 : 0)
      }
      return Dataset(
        name: "d", task: .binary(["n", "y"]), featureNames: ["a", "b"], targetNames: ["y"],
        count: 60, features: .values(features), targets: targets)
    }
    #expect(Leak(in: classes { $0 % 3 == 0 ? 7 : 2 })?.feature == "b")
    #expect(Leak(in: classes { $0 % 3 == 0 ? 7 : Double($0 % 8) }) == nil)
  }

  @Test func noiseIsToldFromWhatCouldStillBeLearned() throws {
    let data = try DataGenerator.circles.dataset(.init(count: 300, noise: 0.05, seed: 3))
    let network = try Self.network("2-1:sigmoid", data)
    let timeline = try Self.course(network)
    let kernel = try #require(KernelRegression(on: network, at: timeline.state.theta))
    #expect(kernel.score > 0.97 && kernel.networkScore < 0.7)
    #expect(Diagnosis(of: timeline, on: network).verdict == .underfitting)
  }
}
