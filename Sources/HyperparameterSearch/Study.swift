/// A search's definition and the trials that have come back.
public struct Study: Hashable, Sendable {
  public var definition: StudyDefinition
  /// In the order of their numbers, each once.
  public private(set) var trials: [Trial] = []

  public init(_ definition: StudyDefinition) {
    self.definition = definition
  }

  /// Takes a trial up; one of the same number that is known already stays.
  public mutating func add(_ trial: Trial) {
    let place = trials.lastIndex { $0.number < trial.number }.map { $0 + 1 } ?? 0
    if place < trials.count, trials[place].number == trial.number { return }
    trials.insert(trial, at: place)
  }

  public var isComplete: Bool {
    trials.count { $0.number < definition.trials } >= definition.trials
  }

  /// The trial of the best value, of two alike the first one; nil where none has a value.
  public var best: Trial? {
    let best = trials.min { cost(of: $0) < cost(of: $1) }
    return best?.value == nil ? nil : best
  }

  /// The trials from the best to the worst, those without a value last, in the order of their
  /// numbers among equals.
  public var ranked: [Trial] {
    trials.sorted { a, b in
      let (x, y) = (cost(of: a), cost(of: b))
      return x == y ? a.number < b.number : x < y
    }
  }

  /// A trial's value as something to make small; +∞ where there is none.
  public func cost(of trial: Trial) -> Double { definition.cost(of: trial) ?? .infinity }

  /// The best value known after each trial, in the order of the numbers; nil before the first.
  public var bestSoFar: [Double?] {
    var best: Double?
    return trials.map { trial in
      if let value = trial.value, best.map({ definition.isGain ? value > $0 : value < $0 }) ?? true
      {
        best = value
      }
      return best
    }
  }
}

// MARK: - As text
