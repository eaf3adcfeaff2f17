import Console
import Engine
import HyperparameterSearch
import LongWork
import Session
import Wording

/// What a search takes of memory, estimated before its first trial.
extension Workspace {
  /// The threads that make a search's trials: as many as are asked for, or one for each core as far as
  /// they fit into memory. Each holds a course of its own; the data are shared.
  ///
  /// - Parameters:
  ///   - missing: how many trials are to be made; more threads than that have nothing to do.
  /// - Throws: `ShellError`, with what would take less, where the trials do not fit.
  func workerCount(
    for search: Search, asked: Int?, missing: Int
  ) throws(ShellError) -> Int {
    let budget = MemoryBudget.current
    let largest = search.largestTrial
    // Results, beside what is there before.
    let kept = trainingBytes.plus(search.resultBytes(of: largest))
    try engineError {
      try budget.check(
        kept, for: "the results of \(counted(search.definition.trials, "trial"))",
        less: "make fewer trials")
    }
    let wanted = min(asked ?? Self.processors, TrialRunner.mostWorkers, max(missing, 1))
    guard let largest, missing > 0 else { return wanted }
    let each = max(largest.courseBytes, 1)
    let fitting = (budget.allowed - kept) / each
    let workers = asked == nil ? min(wanted, max(fitting, 1)) : wanted
    let count = largest.objective.layout.count
    try engineError {
      try budget.check(
        kept.plus(workers.times(each)),
        for: (workers == 1 ? "a trial" : "\(workers) trials at a time, each")
          + " of up to \(counted(count, "parameter")) with \(largest.optimizer.name)",
        less: fitting > 0
          ? "workers=\(fitting) would fit"
          : "search smaller layers or smaller batches, or with gd, which keeps nothing besides θ")
    }
    return workers
  }
}

extension Search {
  /// The trial of the space that takes the most memory; nil where a formula is minimized, and where no
  /// settings go together.
  var largestTrial: Experiment? {
    guard let base = ground?.base else { return nil }
    let dimensions = definition.space.dimensions
    func experiment(_ values: [SearchValue]) -> Experiment? {
      try? Self.candidate(from: base, settings, values).experiment()
    }
    let start = dimensions.map { $0.value(at: 0) }
    let least = experiment(start)?.courseBytes
    // The ends of all that counts, with one another: some settings go together with others alone.
    var combinations = [start]
    for (k, dimension) in dimensions.enumerated() {
      let ends = dimension.ends
      let counts = ends.contains { end in
        var values = start
        values[k] = end
        return experiment(values)?.courseBytes != least
      }
      guard counts, combinations.count * ends.count <= Self.mostCombinations else { continue }
      combinations = combinations.flatMap { values in
        ends.map { end in
          var values = values
          values[k] = end
          return values
        }
      }
    }
    return combinations.compactMap(experiment).max { $0.courseBytes < $1.courseBytes }
  }

  private static var mostCombinations: Int { 2_000 }

  /// About how many bytes the results of all trials take: points as proposed and as kept, and curves.
  func resultBytes(of largest: Experiment?) -> Int {
    let looks = largest.map { largest in
      let (updates, stride) = Self.length(of: largest, definition.task)
      return updates / max(stride, 1) + 2
    }
    // A trial lies in the study and among those that are known; its lists lie there once.
    let list = 32
    let point = list + 8 * definition.space.dimensions.count
    let each = 2 * (MemoryLayout<Trial>.stride + point) + 2 * (list + 8 * (looks ?? 0))
    return definition.trials.times(each)
  }
}

extension SearchDimension {
  /// A choice's values, or both ends of any other space.
  var ends: [SearchValue] {
    if case .choice(let values) = scale { return values }
    return [value(at: 0), value(at: 1)]
  }
}
