import BayesianOptimization
import DataFiles
import Datasets
import Engine
import HyperparameterSearch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

extension Workload {
  static let search: [Workload] = [bayesRegret, bayesSuggestion, searchDigits]

  /// The median over 20 seeds of Bayesian search's simple regret after 30 and after 60 evaluations,
  /// the first five of them uniform. `Tests/Scripts/bayes_peers.py` has its peers.
  private static let bayesRegret = Workload(name: "bayes-regret") {
    for function in SearchTestFunction.all {
      let runs = (0..<20).map { function.regrets(seed: $0, evaluations: 60) }
      for count in [30, 60] {
        let sorted = runs.map { $0[count - 1] }.sorted()
        let median = (sorted[9] + sorted[10]) / 2
        // In millionths, for figures are rounded to six decimals.
        Figure(
          bench: "bayes-regret-\(function.name)-\(count)", value: median * 1e6, unit: "1e-6"
        ).print()
      }
    }
  }

  /// A suggestion after 60 observations in six dimensions, in milliseconds, with newly learned scales.
  private static let bayesSuggestion = Workload(name: "bayes-suggest-60") {
    let function = SearchTestFunction.hartmann6
    let search = BayesianSearch(
      dimensions: [UnitDimension](repeating: .continuous, count: 6), seed: 0)
    var observed: [BayesianSearch.Observation] = []
    while observed.count < 60 {
      guard let point = search.suggest(count: 1, observed: observed).first else { return }
      observed.append(.init(point: point, value: function(point)))
    }
    let seconds = medianSeconds { _ = search.suggest(count: 1, observed: observed) }
    Figure(bench: "bayes-suggest-60", value: seconds * 1e3, unit: "ms").print()
  }

  /// 64 random trials of 64-32-10 on digits, 10 epochs each with batches of 32 and Adam, the loss on the
  /// validation part worked out after every epoch; in seconds, on all cores.
  private static let searchDigits = Workload(name: "search-digits") {
    let split = try Split(Dataset(shipped: "digits"), fractions: [0.8, 0.2], seed: 0)
    let network = try Network(
      NetworkArchitecture(parsing: "64-32:relu-10:softmax", task: split.training.task), data: split)
    let space = try SearchSpace([
      SearchDimension("lr", .log(1e-4, 1e-1)), SearchDimension("l2", .log(1e-5, 1e-2)),
    ])
    let definition = StudyDefinition(
      setUp: [], fingerprint: 0, space: space, method: .random, task: .epochs(10), seed: 0,
      monitor: "val_loss", isGain: false, trials: 64)
    let proposals = try Proposals(definition)
    let rule = try Optimizer(named: "adam").declaration
    let work: TrialRunner.Work = { number, point, isStopped in
      let values = space.values(at: point).compactMap(\.number)
      guard let optimizer = try? Optimizer(rule, settings: ["lr": values[0]]) else { return nil }
      let experiment = Experiment(
        objective: network, optimizer: optimizer, penalty: Penalty(l2: values[1]), batchSize: 32)
      let each = experiment.updatesPerEpoch
      return Course(
        of: experiment, updates: 10 * each, every: each, watching: "val_loss",
        isInterrupted: isStopped
      ).map {
        Trial(
          number: number, point: point, outcome: .value($0.finalLoss), times: $0.times,
          curve: $0.losses)
      }
    }
    let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    for workers in Set([1, cores]).sorted() {
      let runner = TrialRunner(proposals, workers: workers)
      var best = Double.nan
      let seconds = medianSeconds(runs: 3, by: CLOCK_MONOTONIC) {
        var study = Study(definition)
        _ = try? runner.run(
          &study, isInterrupted: { false }, record: { _ in }, progress: { _ in }, work)
        best = study.best?.value ?? .nan
      }
      Figure(bench: "search-digits", threads: workers, value: seconds, unit: "s").print()
      Figure(bench: "search-digits-best", threads: workers, value: best, unit: "val_loss").print()
    }
  }
}
