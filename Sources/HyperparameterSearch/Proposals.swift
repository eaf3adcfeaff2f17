import BayesianOptimization
import LongWork
import Numerics

/// Which point each trial of a study tries.
///
/// It depends on the definition and on the trials before, never on the order in which they came
/// back: a Bayesian search that has `parallel` = q trials under way proposes trial i from the results
/// of trials 0 to i − q, the q − 1 between them being pending.
public struct Proposals: Sendable {
  private enum Source: Sendable {
    case grid(GridSearch)
    case drawn([[Double]])
    case modelled(BayesianSearch, parallel: Int)
  }

  public let definition: StudyDefinition
  private let source: Source

  /// The model's work grows with the third power of the trials.
  public static let mostModelledTrials = 500

  /// - Throws: `EngineError` for a search that is too large.
  public init(_ definition: StudyDefinition) throws(EngineError) {
    self.definition = definition
    switch definition.method {
    case .grid(let counts):
      source = .grid(try GridSearch(definition.space, counts: counts))
    case .random:
      source = .drawn(
        RandomSearch(definition.space, seed: definition.seed).points(definition.trials))
    case .bayes(let parallel, let start):
      guard definition.trials <= Self.mostModelledTrials else {
        throw EngineError("a Bayesian search makes at most \(Self.mostModelledTrials) trials")
      }
      source = .modelled(
        BayesianSearch(
          dimensions: definition.space.dimensions.map(\.unit), seed: definition.seed,
          startingPoints: start), parallel: parallel)
    }
  }

  /// The trials that the study has in all: fewer than were asked for where there are not so many
  /// points.
  public var count: Int {
    switch source {
    case .grid(let grid): min(grid.count, definition.trials)
    case .drawn(let points): points.count
    case .modelled(let search, _):
      search.dimensions.reduce(1) { product, dimension in
        guard product < definition.trials, let count = dimension.count else {
          return definition.trials
        }
        return min(product.times(count), definition.trials)
      }
    }
  }

  /// The point of trial `number`, from the trials before; nil where one that it needs is missing.
  ///
  /// - Parameter proposed: the points found before, which this one is added to.
  public func point(
    _ number: Int, after trials: [Int: Trial], proposed: inout [Int: [Double]]
  ) -> [Double]? {
    if let point = trials[number]?.point ?? proposed[number] { return point }
    let point: [Double]
    switch source {
    case .grid(let grid): return grid.point(number)
    case .drawn(let points): return points[number]
    case .modelled(let search, let parallel):
      let known = max(number - parallel + 1, 0)
      var observed: [BayesianSearch.Observation] = []
      for earlier in 0..<known {
        guard let trial = trials[earlier] else { return nil }
        observed.append(.init(point: trial.point, value: definition.cost(of: trial)))
      }
      var pending: [[Double]] = []
      for earlier in known..<number {
        guard let point = self.point(earlier, after: trials, proposed: &proposed) else {
          return nil
        }
        pending.append(point)
      }
      guard let next = search.suggest(count: 1, observed: observed, pending: pending).first else {
        return nil
      }
      if Interruption.hasGivenUp { return nil }
      point = zip(definition.space.dimensions, next).map { $0.settled($1) }
    }
    proposed[number] = point
    return point
  }

  /// What the model of a Bayesian search believes after the trials so far; nil for other methods, and
  /// where no trial has a value.
  public func posterior(after study: Study, at points: [[Double]]) -> [BayesianSearch.Posterior]? {
    guard case .modelled(let search, _) = source else { return nil }
    let posterior = search.posterior(observed: observations(of: study), at: points)
    return posterior.isEmpty ? nil : posterior
  }
}

extension Proposals {
  /// Where a Bayesian search would go next, with nothing under way; nil for other methods.
  public func next(after study: Study) -> [Double]? {
    guard case .modelled(let search, _) = source else { return nil }
    return search.suggest(count: 1, observed: observations(of: study)).first.map { point in
      zip(definition.space.dimensions, point).map { $0.settled($1) }
    }
  }

  private func observations(of study: Study) -> [BayesianSearch.Observation] {
    study.trials.map { .init(point: $0.point, value: definition.cost(of: $0)) }
  }
}

extension StudyDefinition {
  /// A trial's value as something to make small; nil where there is none.
  public func cost(of trial: Trial) -> Double? {
    trial.value.map { isGain ? -$0 : $0 }
  }
}
