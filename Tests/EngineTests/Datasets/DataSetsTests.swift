import DataFiles
import Datasets
import Engine
import Foundation
import Numerics
import Testing

@Suite struct DataShippedTests {
  @Test(arguments: [
    ("auto_mpg", 392, 9, "regression"), ("concrete", 1030, 8, "regression"),
    ("digits", 1797, 64, "classes"), ("iris", 150, 4, "classes"),
  ])
  func shippedSets(name: String, count: Int, features: Int, task: String) throws {
    #expect(Dataset.shippedNames.contains(name))
    let set = try Dataset(shipped: name)
    #expect(set.name == name)
    #expect(set.count == count)
    #expect(set.featureCount == features)
    #expect(set.task.name == task)
    #expect(Dataset.shippedSummary(name)?.contains("\(count)") == true)
  }

  @Test func firstExamples() throws {
    let concrete = try Dataset(shipped: "concrete")
    #expect(concrete.features(of: 0) == [540, 0, 0, 162, 2.5, 1040, 676, 28])
    #expect(concrete.targets(of: 0) == [79.99])
    let cars = try Dataset(shipped: "auto_mpg")
    #expect(cars.featureNames.suffix(3) == ["origin=Europe", "origin=Japan", "origin=USA"])
    #expect(try Dataset(shipped: "digits").label(of: 1) == 1)
    let iris = try Dataset(shipped: "iris")
    #expect(iris.task == .classes(["setosa", "versicolor", "virginica"]))
    // The means published with the data.
    let means = Standardization(fitting: iris.featureValues, columns: 4).means
    for (mean, published) in zip(means, [5.843, 3.057, 3.758, 1.199]) {
      #expect(abs(mean - published) < 5e-4)
    }
  }

  @Test func unknownNameSuggests() {
    let error = #expect(throws: EngineError.self) { try Dataset(shipped: "concret") }
    #expect(error?.description.contains("did you mean 'concrete'?") == true)
  }
}

@Suite struct DataGeneratorTests {
  private struct Drawn: Decodable {
    let features: [Double]
    let targets: [Double]
  }

  private func references() throws -> [String: Drawn] {
    let data = try Data(contentsOf: URL(fileURLWithPath: reference("data/generated.json")))
    let all = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    return all.compactMapValues { value in
      guard let set = value as? [String: Any], let features = set["features"] as? [Double],
        let targets = set["targets"] as? [Double]
      else { return nil }
      return Drawn(features: features, targets: targets)
    }
  }

  /// Uniform draws and classes are NumPy's exactly; a normal draw, a sine or a cosine may differ in
  /// its last bits, as may a point whose parts cancel.
  @Test(arguments: DataGenerator.allCases)
  func drawsAsNumPyDoes(generator: DataGenerator) throws {
    let expected = try #require(try references()[generator.name])
    let set = try generator.dataset(
      DataGenerator.Options(count: 10, features: generator == .linear ? 3 : nil, seed: 3))
    #expect(set.count == 10)
    #expect(set.featureValues.count == expected.features.count)
    #expect(set.targets.count == expected.targets.count)
    for (a, b) in zip(set.featureValues + set.targets, expected.features + expected.targets) {
      #expect(abs(a - b) < 1e-14)
    }
  }

  @Test func anotherSeedDrawsAnotherSet() throws {
    for generator in DataGenerator.allCases {
      let first = try generator.dataset(DataGenerator.Options(seed: 1))
      #expect(try generator.dataset(DataGenerator.Options(seed: 1)) == first)
      #expect(try generator.dataset(DataGenerator.Options(seed: 2)) != first)
    }
  }

  @Test func optionsOutOfRange() {
    for (generator, options, says) in [
      (DataGenerator.moons, DataGenerator.Options(count: 2), "n is the number of examples"),
      (.moons, DataGenerator.Options(noise: -1), "noise is a standard deviation"),
      (.moons, DataGenerator.Options(noise: .nan), "noise is a standard deviation"),
      (.moons, DataGenerator.Options(classes: 3), "moons takes no classes"),
      (.blobs, DataGenerator.Options(classes: 1), "classes is 2 to 20"),
      (.sine, DataGenerator.Options(features: 2), "sine takes no features"),
      (.linear, DataGenerator.Options(features: 0), "features is 1 to 1000"),
    ] {
      let error = #expect(throws: EngineError.self) { try generator.dataset(options) }
      #expect(error?.description.contains(says) == true)
    }
  }
}

@Suite struct DataSplitTests {
  private func numbered(_ count: Int) throws -> Dataset {
    try Dataset(
      name: "numbered", task: .regression, featureNames: ["a", "b"], targetNames: ["y"],
      features: (0..<(2 * count)).map { Double($0) }, targets: (0..<count).map { Double($0) })
  }

  @Test func partsFollowNumPysPermutation() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: reference("data/generated.json")))
    let all = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    let order = try #require(all?["permutation"] as? [Int])
    let split = try Split(numbered(10), fractions: [0.5, 0.3, 0.2], seed: 3)
    #expect(split.trainingIndices == Array(order[..<5]))
    #expect(split.validationIndices == Array(order[5..<8]))
    #expect(split.testIndices == Array(order[8...]))
    #expect(split.training.targets == order[..<5].map { Double($0) })
    #expect(split.validation?.features(of: 0) == [Double(2 * order[5]), Double(2 * order[5] + 1)])
    #expect(split.test?.count == 2)
  }

  /// Halves go up, and the training part has what is left.
  static let sizes: [(Int, [Double], [Int])] = [
    (10, [0.7, 0.15, 0.15], [6, 2, 2]), (10, [0.75, 0.25], [7, 3, 0]),
    (7, [0.5, 0.3, 0.2], [4, 2, 1]),
    (9, [0.8, 0, 0.2], [7, 0, 2]), (4, [1], [4, 0, 0]),
  ]

  @Test(arguments: sizes)
  func partsAreRounded(count: Int, fractions: [Double], sizes: [Int]) throws {
    let split = try Split(numbered(count), fractions: fractions, seed: 3)
    #expect(
      [split.training.count, split.validation?.count ?? 0, split.test?.count ?? 0] == sizes)
  }

  @Test func wholeKeepsItsOrder() throws {
    let split = Split(wholeOf: try numbered(4))
    #expect(split.training.targets == [0, 1, 2, 3])
    #expect(split.validation == nil && split.test == nil)
  }

  @Test(arguments: [
    ([0.7, 0.2], "adds to 0.9"), ([0.7, 0.299], "adds to 0.999"), ([0.7, 0.301], "adds to 1.001"),
    ([1.2, -0.2], "lie between 0 and 1"), ([], "two or three parts"),
    ([0.4, 0.2, 0.2, 0.2], "two or three parts"), ([0.99, 0.01], "validation part of 0.01"),
    ([0.0, 1.0], "a training part of 0.0"), ([.nan, 0.5], "lie between 0 and 1"),
  ])
  func badFractions(fractions: [Double], says: String) throws {
    let set = try numbered(10)
    let error = #expect(throws: EngineError.self) { try Split(set, fractions: fractions, seed: 0) }
    #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
  }

  @Test func standardizationIsFittedOnTheTrainingPartAlone() throws {
    let split = try Split(numbered(10), fractions: [0.6, 0.4], seed: 1).standardized(targets: true)
    let training = Standardization(fitting: split.training.featureValues, columns: 2)
    for j in 0..<2 {
      #expect(abs(training.means[j]) < 1e-14)
      #expect(abs(training.scales[j] - 1) < 1e-14)
    }
    let raw = try Split(numbered(10), fractions: [0.6, 0.4], seed: 1)
    let scaling = try #require(split.featureScaling)
    #expect(scaling == Standardization(fitting: raw.training.featureValues, columns: 2))
    let validation = try #require(split.validation?.featureValues)
    let original = try #require(raw.validation?.featureValues)
    #expect(abs(scaling.apply(to: original)[3] - validation[3]) < 1e-15)
    #expect(abs(scaling.invert(validation)[3] - original[3]) < 1e-12)
    #expect(split.targetScaling != nil)
  }

  @Test func everyPartIsStandardizedAsTheTrainingPartIs() throws {
    let raw = try Split(numbered(10), fractions: [0.6, 0.2, 0.2], seed: 1)
    let split = try raw.standardized(targets: true)
    let (features, targets) = (
      try #require(split.featureScaling), try #require(split.targetScaling)
    )
    for (part, before) in [
      (split.training, raw.training), (split.validation, raw.validation), (split.test, raw.test),
    ] as [(Dataset?, Dataset?)] {
      let (part, before) = (try #require(part), try #require(before))
      #expect(part.featureValues == features.apply(to: before.featureValues))
      #expect(part.targets == targets.apply(to: before.targets))
    }
  }

  @Test func aConstantColumnBecomesZero() {
    let scaling = Standardization(fitting: [0.1, 1, 0.1, 2, 0.1, 3], columns: 2)
    #expect(scaling.scales[0] == 1)
    #expect(abs(scaling.apply(to: [0.1, 2])[0]) < 1e-15)
  }

  @Test func classesAreNotStandardized() throws {
    let set = try DataGenerator.moons.dataset()
    #expect(throws: EngineError.self) { try Split(wholeOf: set).standardized(targets: true) }
  }
}
