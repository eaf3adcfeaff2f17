import BayesianOptimization
import Engine
import HyperparameterSearch
import Testing

/// Bayesian search.
@Suite struct BayesianSearchTests {
  typealias Observation = BayesianSearch.Observation

  /// Searches for the least of `function` and returns its trials.
  private func trials(
    _ dimensions: [UnitDimension], seed: UInt32 = 0, count: Int, starts: Int = 5,
    _ function: ([Double]) -> Double?
  ) -> [Observation] {
    let search = BayesianSearch(dimensions: dimensions, seed: seed, startingPoints: starts)
    var observed: [Observation] = []
    while observed.count < count, let point = search.suggest(count: 1, observed: observed).first {
      observed.append(Observation(point: point, value: function(point)))
    }
    return observed
  }

  private func least(_ trials: [Observation]) -> Double {
    trials.compactMap(\.value).min() ?? .infinity
  }

  // MARK: How well it finds

  /// The largest median regret over five seeds that the comparison with its peers allows.
  @Test(arguments: [
    ("branin", 0.0019, 0.0001), ("hartmann-6", 0.24, 0.039),
    ("log-goldstein-price", 0.05, 0.0046),
  ])
  func medianRegretIsSmall(_ name: String, after30: Double, after60: Double) throws {
    let function = try #require(SearchTestFunction.all.first { $0.name == name })
    let runs = (0..<5).map { function.regrets(seed: $0, evaluations: 60) }
    #expect(runs.map { $0[29] }.sorted()[2] <= after30)
    #expect(runs.map { $0[59] }.sorted()[2] <= after60)
    #expect(runs.joined().allSatisfy { $0 > -1e-12 }, "below the least value there is")
  }

  @Test func oneLossOfAMillionDoesNotHideTheRest() {
    let found = trials([.continuous, .continuous], count: 25) { point in
      let (x, y) = (point[0] - 0.3, point[1] - 0.6)
      return point[0] > 0.8 ? 1e6 : x * x + y * y
    }
    #expect(least(found) < 1e-4)
  }

  @Test func trialsThatDivergeAreAvoided() {
    let found = trials([.continuous, .continuous], count: 30) { point in
      point[0] > 0.5 ? nil : (point[0] - 0.4) * (point[0] - 0.4) + point[1]
    }
    #expect(least(found) < 1e-3)
    #expect(found.dropFirst(10).count { $0.value == nil } < 10)
  }

  @Test func choicesAndLevelsAreFound() {
    let dimensions: [UnitDimension] = [.continuous, .levels(9), .categories(4)]
    let found = trials(dimensions, count: 40) { point in
      let level = Double(dimensions[1].index(of: point[1]))
      let penalty = [2.0, 0.5, 0, 1][dimensions[2].index(of: point[2])]
      return (point[0] - 0.7) * (point[0] - 0.7) + 0.1 * (level - 6).magnitude + penalty
    }
    #expect(least(found) < 1e-3)
    for trial in found {
      for (dimension, coordinate) in zip(dimensions, trial.point) where dimension.count != nil {
        #expect(coordinate == dimension.coordinate(of: dimension.index(of: coordinate)))
      }
    }
  }

  // MARK: What it suggests

  /// The bits of nine trials' first coordinates.
  @Test func suggestionsAreTheSameOnEveryMachine() {
    let found = trials([.continuous, .levels(5), .categories(3)], seed: 7, count: 9) { point in
      (point[0] - 0.2) * (point[0] - 0.2) + point[1] * (1 - point[2])
    }
    #expect(found.map { $0.point[0].bitPattern } == Self.bits)
  }
  private static let bits: [UInt64] = [
    4_590_163_012_400_602_264, 4_606_240_993_564_622_320, 4_604_612_244_362_047_564,
    4_602_983_495_159_472_812, 4_600_030_672_741_149_200, 4_603_084_570_040_866_343,
    4_605_510_841_623_093_979, 4_597_149_757_108_842_524, 0,
  ]

  @Test func aCountedSpaceIsGoneThroughOnce() {
    let dimensions: [UnitDimension] = [.levels(4), .categories(3)]
    let found = trials(dimensions, count: 20) { $0[0] + $0[1] }
    #expect(found.count == 12)
    #expect(Set(found.map(\.point)).count == 12)
    let search = BayesianSearch(dimensions: dimensions, seed: 0)
    #expect(search.suggest(count: 3, observed: found).isEmpty)
    #expect(search.suggest(count: 5, observed: Array(found.dropLast(2))).count == 2)
  }

  @Test func pointsOfABatchLieApart() {
    let branin = SearchTestFunction.branin
    let observed = trials([.continuous, .continuous], count: 12) { branin($0) }
    let search = BayesianSearch(dimensions: [.continuous, .continuous], seed: 0)
    let batch = search.suggest(count: 4, observed: observed)
    for (i, a) in batch.enumerated() {
      for b in batch[..<i] {
        #expect(zip(a, b).contains { ($0 - $1).magnitude > 1e-3 }, "\(a) and \(b)")
      }
    }
    // A batch is what asking for one after another gives, the earlier ones pending.
    let rest = search.suggest(count: 3, observed: observed, pending: [batch[0]])
    #expect(rest == Array(batch.dropFirst()))
  }

  @Test func startingPointsAreSpread() {
    let search = BayesianSearch(dimensions: [.continuous], seed: 3, startingPoints: 8)
    let points = search.suggest(count: 8, observed: []).map { $0[0] }.sorted()
    let gaps = zip(points.dropFirst(), points).map(-)
    // Eight points a golden step apart: no gap is larger than twice an even one.
    #expect(gaps.allSatisfy { $0 > 0.03 && $0 < 0.25 })
  }

  @Test func oddOutcomesAreBorne() {
    let search = BayesianSearch(dimensions: [.continuous, .categories(2)], seed: 1)
    let places = (0..<8).map { [Double($0) / 8, Double($0 % 2)] }
    let outcomes: [[Double?]] = [
      [Double?](repeating: nil, count: 8), [Double?](repeating: 3, count: 8),
      [.nan, .infinity, 1, 2, nil, -1e308, 1e308, 1e-300], [0, 0, 0, 0, 0, 0, 1, 1e300],
    ]
    for values in outcomes {
      let observed = zip(places, values).map { Observation(point: $0, value: $1) }
      let points = search.suggest(count: 2, observed: observed)
      #expect(points.count == 2 && Set(points).isDisjoint(with: places))
      #expect(points.joined().allSatisfy { (0...1).contains($0) })
    }
    // One place over and over, with outcomes that differ.
    let noisy = (0..<8).map { Observation(point: [0.5, 0], value: Double($0)) }
    #expect(search.suggest(count: 1, observed: noisy).count == 1)
  }

  @Test func manyTrialsAreThinned() {
    let search = BayesianSearch(dimensions: [.continuous], seed: 0)
    let observed = (0..<400).map { i in
      let x = Double(i) / 400
      return Observation(point: [x], value: (x - 0.25) * (x - 0.25))
    }
    let believed = search.posterior(observed: observed, at: [[0.25], [0.9]])
    #expect((believed[0].mean - 0).magnitude < 1e-3)
    #expect((believed[1].mean - 0.4225).magnitude < 0.02)
  }

  // MARK: What it believes

  @Test func posteriorIsInTheValuesUnit() throws {
    let search = BayesianSearch(dimensions: [.continuous], seed: 0)
    let observed = [0, 0.25, 0.5, 0.75, 1].map { x in
      Observation(point: [x], value: 1_000 + 500 * (x - 0.4) * (x - 0.4))
    }
    let points = observed.map(\.point) + [[0.4]]
    let believed = search.posterior(observed: observed, at: points)
    try #require(believed.count == 6)
    for (trial, there) in zip(observed, believed) {
      let value = try #require(trial.value)
      #expect((there.mean - value).magnitude < 1)
      #expect(there.standardDeviation < 2)
    }
    #expect(believed[5].standardDeviation > believed[2].standardDeviation)
    #expect(believed[5].expectedImprovement > believed[0].expectedImprovement)
    // The function falls 5 below the best trial, between two of them.
    #expect((0.5...20).contains(believed[5].expectedImprovement))
    #expect(search.posterior(observed: [], at: points).isEmpty)
  }
}

/// Dimensions of a search.
@Suite struct UnitDimensionTests {
  @Test func levelsStandEvenly() {
    let dimension = UnitDimension.levels(5)
    #expect((0..<5).map(dimension.coordinate(of:)) == [0, 0.25, 0.5, 0.75, 1])
    #expect([-3, 0.1, 0.13, 0.6, 9, .nan].map(dimension.index(of:)) == [0, 0, 1, 2, 4, 0])
    #expect(UnitDimension.levels(1).coordinate(of: 0) == 0)
    #expect(UnitDimension.levels(1).index(of: 1) == 0)
  }

  @Test func everyValueIsDrawnAsOften() {
    let dimension = UnitDimension.categories(3)
    let drawn = (0..<300).map { dimension.coordinate(drawing: Double($0) / 300) }
    for index in 0..<3 {
      #expect(drawn.count { $0 == dimension.coordinate(of: index) } == 100)
    }
    #expect(UnitDimension.continuous.coordinate(drawing: 0.3) == 0.3)
  }
}
