/// The Gaussian process of a search, fitted to its trials.
struct SearchModel: Sendable {
  let dimensions: [UnitDimension]
  /// The trials that the process knows, best first.
  private(set) var points: [[Double]]
  /// What they gave, standardized.
  private var values: [Double]
  private let scale: OutcomeScale
  private(set) var process: GaussianProcess
  /// The least posterior mean among the points: what is to be improved on. Not the least value, which
  /// under noise is a lucky one.
  private(set) var best: Double

  /// More trials than this are thinned: the work grows with the cube of their number.
  private static let largestCount = 250

  /// - Returns: nil where no trial has a value.
  init?(_ observed: [BayesianSearch.Observation], dimensions: [UnitDimension]) {
    let finite = observed.compactMap(\.finiteValue)
    guard let worst = finite.max() else { return nil }
    let scale = OutcomeScale(finite)
    let trials = Self.thinned(
      observed.map { ($0.point, scale.standardized($0.finiteValue ?? worst)) })
    let points = trials.map(\.0)
    let values = trials.map(\.1)
    let isChoice = dimensions.map { dimension in
      if case .categories = dimension { true } else { false }
    }
    let likelihood = MarginalLikelihood(points: points, values: values, isChoice: isChoice)
    let prior = ScalePrior(dimensions: dimensions.count)
    guard let scales = prior.mostProbable(likelihood),
      let process = GaussianProcess(scales, points: points, values: values)
    else { return nil }
    self.dimensions = dimensions
    self.points = points
    self.values = values
    self.scale = scale
    self.process = process
    best = Self.leastMean(process, points)
  }

  /// The trials, best first; of too many the better half, and of the others as many, evenly.
  private static func thinned(_ trials: [([Double], Double)]) -> [([Double], Double)] {
    // Equal values keep their order, so that the result is always the same.
    let order = trials.indices.sorted { (trials[$0].1, $0) < (trials[$1].1, $1) }
    let sorted = order.map { trials[$0] }
    guard sorted.count > largestCount else { return sorted }
    let kept = largestCount / 2
    let others = sorted[kept...]
    return sorted[..<kept]
      + (0..<kept).map { others[others.startIndex + $0 * others.count / kept] }
  }

  private static func leastMean(_ process: GaussianProcess, _ points: [[Double]]) -> Double {
    process.posterior(at: points).map(\.mean).min() ?? 0
  }

  /// Takes a trial that has not finished as one that gave the mean expected of it.
  mutating func believe(_ point: [Double]) {
    let value = process.prediction(at: point).mean
    guard
      let believing = GaussianProcess(
        process.scales, points: points + [point], values: values + [value])
    else { return }
    points.append(point)
    values.append(value)
    process = believing
    best = Self.leastMean(process, points)
  }

  // MARK: What is expected

  /// log EI of each point, in the standardized unit.
  func logImprovement(at points: [[Double]]) -> [Double] {
    process.posterior(at: points).map {
      ExpectedImprovement.logarithm(mean: $0.mean, deviation: $0.deviation, best: best)
    }
  }

  /// log EI at one point and its gradient, 0 along dimensions that are counted.
  func logImprovement(at point: [Double]) -> (value: Double, gradient: [Double]) {
    let there = process.prediction(at: point)
    let (mean, deviation) = (there.mean, there.deviation)
    let slopes = ExpectedImprovement.slopes(mean: mean, deviation: deviation, best: best)
    let gradient = dimensions.indices.map { j in
      dimensions[j].count == nil
        ? slopes.byMean * there.meanGradient[j] + slopes.byDeviation * there.deviationGradient[j]
        : 0
    }
    let value = ExpectedImprovement.logarithm(mean: mean, deviation: deviation, best: best)
    return (value, gradient)
  }

  /// In the values' own unit. Where the values are bent, the deviation is half the width of the band
  /// from one below to one above.
  func posterior(at points: [[Double]]) -> [BayesianSearch.Posterior] {
    process.posterior(at: points).map { mean, deviation in
      let width = scale.value(mean + deviation) - scale.value(mean - deviation)
      // What improves on the best lies where nothing is bent.
      let improvement = ExpectedImprovement.value(mean: mean, deviation: deviation, best: best)
      return BayesianSearch.Posterior(
        mean: scale.value(mean), standardDeviation: width / 2,
        expectedImprovement: scale.spread * improvement)
    }
  }
}
