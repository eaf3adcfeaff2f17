import Engine

extension Workload {
  static let search: [Workload] = [bayesRegret, bayesSuggestion]

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

  /// A suggestion after 60 observations in six dimensions, in milliseconds, the scales learned anew.
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
}
