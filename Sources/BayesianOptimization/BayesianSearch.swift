import Numerics

/// Search by a model of what is known: a Gaussian process is fitted to the trials so far, and the next
/// one goes where it expects the largest improvement on the best.
///
///     let search = BayesianSearch(dimensions: [.continuous, .levels(4)], seed: 0)
///     let next = search.suggest(count: 1, observed: trials, pending: [])
///
/// It minimizes, in the unit cube; ``UnitDimension`` says what stands where. The kernel is Matérn 5/2
/// with a length scale for each dimension, all scales are learned by marginal likelihood, and the
/// logarithm of expected improvement is climbed from the best of many candidates.
///
/// A suggestion depends on the seed and on the lists given, and on nothing else: the same on every
/// machine, bit for bit. (Snoek, Larochelle and Adams, Practical Bayesian Optimization of Machine
/// Learning Algorithms, 2012.)
public struct BayesianSearch: Sendable {
  /// A trial and what came of it.
  public struct Observation: Sendable, Hashable {
    /// A coordinate for each dimension, from 0 to 1.
    public var point: [Double]
    /// nil where the trial diverged, and so where it is not finite: such a trial counts as no better
    /// than the worst that did not.
    public var value: Double?

    public init(point: [Double], value: Double?) {
      self.point = point
      self.value = value
    }

    var finiteValue: Double? { value.flatMap { $0.isFinite ? $0 : nil } }
  }

  /// What is believed about one point, in the values' unit.
  public struct Posterior: Sendable, Hashable {
    public var mean: Double
    /// Of the function, without the noise.
    public var standardDeviation: Double
    public var expectedImprovement: Double
  }

  public let dimensions: [UnitDimension]
  public let seed: UInt32
  /// How many trials are spread evenly before the first that is modelled.
  public let startingPoints: Int

  public init(dimensions: [UnitDimension], seed: UInt32, startingPoints: Int = 5) {
    self.dimensions = dimensions
    self.seed = seed
    self.startingPoints = max(1, startingPoints)
  }

  /// The points to try next.
  ///
  /// Points of one batch, and those that are pending, take account of one another: each is believed
  /// to turn out as the model's mean there (kriging believer). No point is suggested twice.
  ///
  /// - Parameters:
  ///   - observed: finished trials, in their order.
  ///   - pending: trials under way.
  /// - Returns: `count` points; fewer only where the dimensions are all counted and everything has
  ///   been tried.
  public func suggest(count: Int, observed: [Observation], pending: [[Double]] = []) -> [[Double]] {
    var taken = TakenPoints(dimensions, observed.map(\.point) + pending)
    var model: SearchModel?
    var suggestions: [[Double]] = []
    while suggestions.count < count {
      let begun = observed.count + pending.count + suggestions.count
      var next: [Double]?
      if begun >= startingPoints, !taken.isFull {
        if model == nil {
          model = SearchModel(observed, dimensions: dimensions)
          for point in pending + suggestions { model?.believe(point) }
        }
        next = model.flatMap { model in
          // A stream of its own for each trial's number.
          var generator = MersenneTwister(seed: seed &+ 7_919 &* UInt32(truncatingIfNeeded: begun))
          return AcquisitionSearch(model: model, taken: taken).best(&generator)
        }
      }
      guard let point = next ?? spreadPoint(begun, taken) else { break }
      taken.insert(point)
      model?.believe(point)
      suggestions.append(point)
    }
    return suggestions
  }

  /// Trial `index` of those spread evenly; where it is taken, the next that is not.
  private func spreadPoint(_ index: Int, _ taken: TakenPoints) -> [Double]? {
    guard !taken.isFull else { return nil }
    var generator = MersenneTwister(seed: seed)
    let lattice = GoldenLattice(dimensions: dimensions.count, generator: &generator)
    for attempt in 0..<10_000 {
      let point = zip(dimensions, lattice[index + attempt]).map { $0.coordinate(drawing: $1) }
      if !taken.contains(point) { return point }
    }
    return taken.firstFree()
  }

  /// What is believed about `points` after the trials so far; nothing where none has a value.
  public func posterior(observed: [Observation], at points: [[Double]]) -> [Posterior] {
    SearchModel(observed, dimensions: dimensions)?.posterior(at: points) ?? []
  }
}
