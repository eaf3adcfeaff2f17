import Datasets
import Engine
import Foundation
import Numerics
import Synchronization
import Testing

/// A network of `References/network/subnetworks.json` whose subnetworks NumPy went through one by
/// one.
private struct EnsembleCase: Decodable {
  struct Single: Decodable {
    let output: [Double]
    let probability: Double
  }

  let network: String
  let inputs: Int
  let outputs: Int
  let keep: Double
  let inputKeep: Double
  let inverted: Bool
  let dropped: Set<Int>
  let units: Int
  let theta: [Double]
  let x: [Double]
  let ensemble: [Double]
  let scaled: [Double]
  let geometric: [Double]?
  let least: [Double]
  let largest: [Double]
  let fifth: Single

  func subnetworks(isPerBatch: Bool = false) throws -> Subnetworks {
    let dropout = try Dropout(
      keep: keep, inputKeep: inputKeep, style: inverted ? .inverted : .vanilla,
      isPerBatch: isPerBatch, layers: dropped.subtracting([0]))
    return try Subnetworks(
      of: makeNetwork(network, inputs: inputs, outputs: outputs, dropout: dropout), theta: theta)
  }

  static func all() throws -> [EnsembleCase] {
    struct File: Decodable { let cases: [EnsembleCase] }
    let data = try Data(contentsOf: URL(fileURLWithPath: reference("network/subnetworks.json")))
    return try JSONDecoder().decode(File.self, from: data).cases
  }
}

private func makeNetwork(
  _ text: String, inputs: Int, outputs: Int, dropout: Dropout?
) throws -> Network {
  let architecture = try NetworkArchitecture(parsing: text)
  let names = (0..<outputs).map { "y\($0)" }
  let task: Dataset.Task =
    switch architecture.loss {
    case .mse: .regression
    case .bce: .binary(["0", "1"])
    case .crossEntropy: .classes(names)
    }
  let data = try Dataset(
    name: "unused", task: task, featureNames: (0..<inputs).map { "x\($0)" }, targetNames: names,
    features: [Double](repeating: 0, count: inputs),
    targets: [1] + [Double](repeating: 0, count: outputs - 1))
  return try Network(architecture, training: data, dropout: dropout)
}

@Suite struct SubnetworksEnsembleTests {
  /// Outputs that are added up in registers have the bits of outputs that go through memory: a second
  /// linear layer of weight 1 hides from the first way that nothing else is done.
  @Test(arguments: [1, 13, 64, 100])
  func sumsHaveTheBitsOfOutputs(examples: Int) throws {
    let dropout = try Dropout(keep: 0.75, layers: [1])
    let sums = try makeNetwork("3-9:tanh-1:linear", inputs: 3, outputs: 1, dropout: dropout)
    let outputs = try makeNetwork(
      "3-9:tanh-1:linear-1:linear", inputs: 3, outputs: 1, dropout: dropout)
    let theta = sums.initialParameters(seed: 3)
    let x = (0..<(3 * examples)).map { Double($0 * 7919 % 1009) / 504.5 - 1 }
    try MatrixKernelTests.withEachLevel { level in
      let a = try #require(try Subnetworks(of: sums, theta: theta).ensemble(of: x))
      let b = try #require(try Subnetworks(of: outputs, theta: theta + [1, 0]).ensemble(of: x))
      #expect(a == b, "level \(level)")
    }
  }

  @Test func ensemblesEqualBruteForce() throws {
    let cases = try EnsembleCase.all()
    #expect(cases.contains { $0.dropped.count == 2 } && cases.contains { $0.units == 12 })
    for sample in cases {
      let found = try #require(try sample.subnetworks().ensemble(of: sample.x))
      let name = Comment(rawValue: sample.network)
      #expect(found.isExact && found.units == sample.units, name)
      #expect(relativeDifference(found.ensemble, sample.ensemble) < 1e-14, name)
      #expect(relativeDifference(found.weightScaled, sample.scaled) < 1e-14, name)
      #expect(relativeDifference(found.least, sample.least) < 1e-14, name)
      #expect(relativeDifference(found.largest, sample.largest) < 1e-14, name)
      #expect((found.geometricMean == nil) == (sample.geometric == nil), name)
      if let expected = sample.geometric {
        #expect(relativeDifference(found.geometricMean ?? [], expected) < 1e-13, name)
      }
    }
  }

  @Test func membersAreInCountingOrder() throws {
    for sample in try EnsembleCase.all() {
      let subnetworks = try sample.subnetworks(isPerBatch: true)
      let mask = (0..<sample.units).map { UInt8(5 >> (sample.units - 1 - $0) & 1) }
      let targets = [Double](repeating: 0.5, count: 3 * sample.outputs)
      let member = try #require(
        try subnetworks.members([mask], on: sample.x, targets: targets).first)
      #expect(relativeDifference(member.outputs, sample.fifth.output) < 1e-14)
      #expect(abs(member.probability - sample.fifth.probability) < 1e-15)
      if subnetworks.network.architecture.loss == .mse {
        let squares = member.outputs.map { ($0 - 0.5) * ($0 - 0.5) }
        let mean = squares.reduce(0, +) / Double(squares.count)
        #expect(abs((member.loss ?? .nan) - mean) < 1e-13 * max(1, mean))
      }
    }
  }

  /// Between the last dropped layer and the output nothing bends: the mean of all subnetworks is the
  /// weight-scaled network.
  @Test(arguments: [Dropout.Style.vanilla, .inverted])
  func linearNetworksDifferByRoundingAlone(style: Dropout.Style) throws {
    let network = try makeNetwork(
      "3-6:linear-8:linear-2:linear", inputs: 3, outputs: 2,
      dropout: Dropout(keep: 0.6, inputKeep: 0.9, style: style))
    let subnetworks = try Subnetworks(of: network, theta: network.initialParameters(seed: 2))
    let found = try #require(try subnetworks.ensemble(of: [1, -2, 0.5]))
    #expect(found.units == 17)
    #expect(found.difference.allSatisfy { abs($0) < 1e-14 })
    #expect(found.ensemble.allSatisfy { abs($0) > 1e-3 })
  }

  /// Equal for one softmax layer, on whose inputs alone units drop; not so for one behind a bend.
  @Test func theGeometricMeanOfOneSoftmaxLayerIsTheWeightScaledNetwork() throws {
    let network = try makeNetwork(
      "6-3:softmax", inputs: 6, outputs: 3, dropout: Dropout(inputKeep: 0.5))
    let subnetworks = try Subnetworks(of: network, theta: network.initialParameters(seed: 2))
    let found = try #require(try subnetworks.ensemble(of: [1, -2, 0.5, 3, 1, -1]))
    #expect(relativeDifference(found.geometricMean ?? [], found.weightScaled) < 1e-14)
    #expect(found.difference.contains { abs($0) > 1e-3 })
  }

  /// A block is 64 examples: 70 go through as two, the second filled up.
  @Test func blocksOfExamplesAgreeWithSingleOnes() throws {
    let network = try makeNetwork(
      "2-7:relu-1:sigmoid", inputs: 2, outputs: 1, dropout: Dropout(keep: 0.5))
    let subnetworks = try Subnetworks(of: network, theta: network.initialParameters(seed: 8))
    var draw = MersenneTwister(seed: 1)
    let inputs = draw.normals(140)
    let all = try #require(try subnetworks.ensemble(of: inputs))
    for i in [0, 63, 64, 69] {
      let one = try #require(
        try subnetworks.ensemble(of: Array(inputs[(2 * i)...(2 * i + 1)])))
      #expect(abs(one.ensemble[0] - all.ensemble[i]) < 1e-14)
    }
  }

  @Test func samplesAgreeWithinTheirStandardError() throws {
    let network = try makeNetwork(
      "2-30:tanh-1:linear", inputs: 2, outputs: 1, dropout: Dropout(keep: 0.5))
    let subnetworks = try Subnetworks(of: network, theta: network.initialParameters(seed: 8))
    let found = try #require(try subnetworks.ensemble(of: [1, 2, -1, 0.5], samples: 4000, seed: 5))
    #expect(!found.isExact && found.samples == 4000)
    let errors = try #require(found.standardErrors)
    // What follows the dropped layer is linear, so the exact ensemble is the weight-scaled network.
    for (difference, error) in zip(found.difference, errors) {
      #expect(error > 0 && abs(difference) < 4 * error)
    }
    #expect(throws: EngineError.self) { try subnetworks.likeliestMasks(4) }
  }

  @Test func progressRisesAndStops() throws {
    let network = try makeNetwork(
      "2-20:relu-1:linear", inputs: 2, outputs: 1, dropout: Dropout(keep: 0.5))
    let subnetworks = try Subnetworks(of: network, theta: network.initialParameters(seed: 8))
    let seen = Mutex<[Double]>([])
    let inputs = [Double](repeating: 0.5, count: 128)
    _ = try subnetworks.ensemble(of: inputs) { share in
      seen.withLock { $0.append(share) }
      return true
    }
    let shares = seen.withLock { $0 }
    #expect(shares.count > 10 && shares == shares.sorted() && (shares.last ?? 0) <= 1)
    #expect(try subnetworks.ensemble(of: inputs) { $0 < 0.5 } == nil)
  }

  @Test func histogramsCountEverySubnetwork() throws {
    let sample = try #require(try EnsembleCase.all().first)
    let subnetworks = try sample.subnetworks()
    let x = Array(sample.x[0..<2])
    let ensemble = try #require(try subnetworks.ensemble(of: x))
    let range = ensemble.least[0]...ensemble.largest[0]
    let histogram = try #require(try subnetworks.histogram(of: x, range: range, bins: 8))
    #expect(histogram.counts.reduce(0, +) == 64)
    #expect(abs(histogram.probabilities.reduce(0, +) - 1) < 1e-14)
    let masks = try subnetworks.likeliestMasks(64)
    let outputs = try subnetworks.members(masks, on: x).map { $0.outputs[0] }
    let width = (range.upperBound - range.lowerBound) / 8
    let first = outputs.count { $0 < range.lowerBound + width }
    #expect(histogram.counts[0] == first && (histogram.counts.last ?? 0) > 0)
    #expect(throws: EngineError.self) { try subnetworks.histogram(of: sample.x, range: range) }
  }

  @Test func likeliestMasksComeFirst() throws {
    let network = try makeNetwork(
      "2-4:relu-1:linear", inputs: 2, outputs: 1, dropout: Dropout(keep: 0.8))
    let subnetworks = try Subnetworks(of: network, theta: network.initialParameters(seed: 8))
    let masks = try subnetworks.likeliestMasks(6)
    #expect(
      masks == [
        [1, 1, 1, 1], [0, 1, 1, 1], [1, 0, 1, 1], [1, 1, 0, 1], [1, 1, 1, 0], [0, 0, 1, 1],
      ])
    let all = try subnetworks.likeliestMasks(16)
    #expect(Set(all).count == 16)
    let sum = all.map(subnetworks.probability).reduce(0, +)
    #expect(abs(sum - 1) < 1e-15)
  }

  @Test func withoutDropoutThereIsOneNetwork() throws {
    let network = try makeNetwork("2-4:relu-1:linear", inputs: 2, outputs: 1, dropout: nil)
    #expect(throws: EngineError.self) {
      try Subnetworks(of: network, theta: network.initialParameters(seed: 8))
    }
  }
}

@Suite struct SubnetworksVisitsTests {
  private func layer(_ name: String, _ units: Int, perBatch: Bool) -> DropoutLayer {
    DropoutLayer(name: name, units: units, keep: 0.5, isInverted: false, isPerBatch: perBatch)
  }

  @Test func everyExampleTrainsItsOwn() {
    var visits = SubnetworkVisits(
      layers: [layer("mask1", 2, perBatch: false), layer("mask2", 1, perBatch: false)])
    // Columns: example 0 keeps units 0 and 2, examples 1 and 2 keep unit 1.
    visits.record(Minibatch(examples: [4, 5, 6], masks: [[1, 0, 0, 0, 1, 1], [1, 0, 0]]))
    #expect(visits.total == 3 && visits.distinct == 2 && visits.units == 3)
    #expect(visits.count(of: [0, 1, 0]) == 2)
    #expect(visits.count(of: [1, 0, 1]) == 1)
    #expect(visits.count(of: [1, 1, 1]) == 0)
    let most = visits.most(5)
    #expect(most.map(\.mask) == [[0, 1, 0], [1, 0, 1]])
    #expect(most.map(\.count) == [2, 1])
  }

  @Test func aMaskABatchTrainsOne() {
    var visits = SubnetworkVisits(layers: [layer("mask1", 70, perBatch: true)])
    let mask = (0..<70).map { UInt8($0 % 2) }
    visits.record(Minibatch(examples: [1, 2, 3], masks: [mask]))
    visits.record(Minibatch(examples: [4, 5], masks: [mask]))
    #expect(visits.total == 2 && visits.distinct == 1)
    #expect(visits.most(1).first?.mask == mask)
  }
}
