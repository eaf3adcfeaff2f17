import Console
import Engine
import Formula
import HyperparameterSearch
import Numerics
import Wording

/// What a sweep or a search trains: a surface or a network, and all settings.
package struct Candidate: Sendable {
  package var setup: Setup
  package var objective: any Objective
  /// Whether the update rule was chosen for this candidate: settings that it has not are left out.
  package var hasChosenRule = false
  /// Whether the number of layers was.
  package var hasChosenDepth = false

  package init(setup: Setup, objective: any Objective) {
    self.setup = setup
    self.objective = objective
  }

  package func experiment() throws(ShellError) -> Experiment {
    if let network = objective.network {
      _ = try engineError { try network.replacingDropout(with: setup.dropout) }
    }
    return setup.experiment(on: objective)
  }
}

/// A setting that a sweep or a search varies: the one place that knows what a value of it does.
package struct TrialSetting: Sendable {
  package var name: String
  package var aliases: [String] = []
  /// What it is, in a few words.
  package var meaning: String
  /// The words it takes where it takes no numbers.
  package var words: [String]?
  /// Settings of a lower stage are applied first: a rule before its rate, layers before their units.
  package var stage = 1
  /// - Throws: `ShellError` with the range that a value must lie in.
  package var apply: @Sendable (inout Candidate, SearchValue) throws(ShellError) -> Void

  package func isNamed(_ key: String) -> Bool { name == key || aliases.contains(key) }
}

/// `batch takes a whole number above 0, not 1.5`.
private func refusal(_ name: String, _ range: String, _ value: SearchValue) -> ShellError {
  ShellError("\(name) takes \(range), not \(shortened(value.description))")
}

extension TrialSetting {
  /// A setting that takes numbers of a range.
  package static func number(
    _ name: String, aliases: [String] = [], _ meaning: String, _ range: NumberRange, stage: Int = 1,
    _ set: @escaping @Sendable (inout Candidate, Double) throws(ShellError) -> Void
  ) -> TrialSetting {
    TrialSetting(name: name, aliases: aliases, meaning: meaning, stage: stage) {
      candidate, value throws(ShellError) in
      guard let number = value.number, range.contains(number) else {
        throw refusal(name, range.phrase, value)
      }
      try set(&candidate, number)
    }
  }

  /// A setting that takes whole numbers.
  package static func whole(
    _ name: String, _ meaning: String, from least: Int, to most: Int = 1_000_000_000,
    words: [String] = [], stage: Int = 1,
    _ set: @escaping @Sendable (inout Candidate, Int) throws(ShellError) -> Void
  ) -> TrialSetting {
    TrialSetting(name: name, meaning: meaning, stage: stage) {
      candidate, value throws(ShellError) in
      guard let whole = value.number.flatMap(Int.init(exactly:)), whole >= least, whole <= most
      else { throw refusal(name, "a whole number, \(least) or more", value) }
      try set(&candidate, whole)
    }
  }

  /// A setting that takes words.
  package static func word(
    _ name: String, _ meaning: String, _ words: [String], stage: Int = 1,
    _ set: @escaping @Sendable (inout Candidate, String) throws(ShellError) -> Void
  ) -> TrialSetting {
    TrialSetting(name: name, meaning: meaning, words: words, stage: stage) {
      candidate, value throws(ShellError) in
      guard case .word(let word) = value else {
        throw refusal(name, "a name such as \(words.first ?? "")", value)
      }
      try set(&candidate, word)
    }
  }
}

extension Workspace {
  /// What can be varied on the present surface or network, the rule's own settings first.
  ///
  /// - Parameters:
  ///   - rules: the rules whose settings count; the present one where nil.
  ///   - horizon: how long a trial is, in the schedule's unit, for schedules that have a length.
  package func trialSettings(rules names: [String]? = nil, horizon: Int = 100) -> [TrialSetting] {
    let chosen = names.map { names in rules.filter { names.contains($0.name) } }
    var settings: [TrialSetting] = []
    for rule in chosen ?? [setup.optimizer.declaration] {
      for parameter in rule.hyperparameters
      where !settings.contains(where: { $0.name == parameter.name }) {
        settings.append(Self.setting(parameter))
      }
    }
    settings += sharedSettings(horizon: horizon).filter { new in
      !settings.contains { $0.name == new.name }
    }
    if let network = branch?.place.network { settings += Self.layerSettings(of: network) }
    return settings
  }

  private static func setting(_ parameter: Hyperparameter) -> TrialSetting {
    let name = parameter.name
    return TrialSetting(name: name, meaning: parameter.meaning) {
      candidate, value throws(ShellError) in
      let optimizer = candidate.setup.optimizer
      let isKnown = optimizer.declaration.hyperparameters.contains { $0.name == name }
      guard isKnown || !candidate.hasChosenRule else { return }
      guard let number = value.number else { throw refusal(name, "numbers", value) }
      var given = optimizer.given
      given[name] = number
      let settings = given
      candidate.setup.optimizer = try engineCall { () throws(EngineError) in
        try Optimizer(
          optimizer.declaration, convention: optimizer.convention, settings: settings)
      }
    }
  }

  private func sharedSettings(horizon: Int) -> [TrialSetting] {
    let rules = self.rules
    var settings: [TrialSetting] = [
      .word("optimizer", "the update rule", rules.map(\.name), stage: 0) {
        candidate, word throws(ShellError) in
        guard let rule = rules.first(where: { $0.name == word }) else {
          throw refusal("optimizer", "a rule: \(listed(rules.map(\.name)))", .word(word))
        }
        candidate.hasChosenRule = true
        let old = candidate.setup.optimizer
        guard rule.name != old.name else { return }
        // Every rule knows a rate, and the present one's is the one meant.
        let keepsRate = rule.hyperparameters.contains { $0.name == "lr" }
        let given = keepsRate ? ["lr": old.settings.lr] : [:]
        candidate.setup.optimizer = try engineCall { () throws(EngineError) in
          try Optimizer(rule, convention: old.convention, settings: given)
        }
      },
      .number("l1", aliases: ["penalty.l1"], "λ of the L1 penalty", .nonnegative) {
        $0.setup.penalty.l1 = $1
      },
      .number("l2", aliases: ["penalty.l2"], "λ of the L2 penalty", .nonnegative) {
        $0.setup.penalty.l2 = $1
      },
      .whole("seed", "the seed of weights, batches and masks", from: 0, to: Int(UInt32.max)) {
        $0.setup.seed = UInt32(clamping: $1)
      },
      .word("schedule", "the learning rate's schedule", LearningRateSchedule.names) {
        candidate, word throws(ShellError) in
        guard word != candidate.setup.schedule.name else { return }
        guard let schedule = LearningRateSchedule.named(word, horizon: horizon) else {
          throw refusal("schedule", listed(LearningRateSchedule.names), .word(word))
        }
        candidate.setup.schedule = schedule
      },
    ]
    guard branch?.place.network != nil else { return settings }
    settings += [
      .whole("batch", "examples in a minibatch", from: 1) { $0.setup.batchSize = $1 },
      .number("drop", aliases: ["dropout.drop"], "the share of hidden units dropped", .fraction) {
        candidate, drop throws(ShellError) in
        try candidate.setDropout(keep: 1 - drop, inputKeep: nil)
      },
      .number("input_drop", "the share of inputs dropped", .fraction) {
        candidate, drop throws(ShellError) in
        try candidate.setDropout(keep: nil, inputKeep: 1 - drop)
      },
    ]
    return settings
  }

  private static func layerSettings(of network: Network) -> [TrialSetting] {
    let hidden = network.architecture.layers.count - 1
    let activations = Activation.curves + ["\(Activation.maxout(pieces: 2))"]
    var settings: [TrialSetting] = [
      .word("init", "how weights are drawn", ["he", "xavier", "normal(0.1)", "zero"]) {
        candidate, word throws(ShellError) in
        let initializer = try engineError { try Initializer(parsing: word) }
        try candidate.rebuild(initializer: initializer)
      }
    ]
    guard hidden > 0 else { return settings }
    settings += [
      .whole("layers", "hidden layers, copies of the last one", from: 1, to: 100, stage: 0) {
        candidate, count throws(ShellError) in
        candidate.hasChosenDepth = true
        try candidate.rebuild { layers in
          while layers.count - 1 > count { layers.remove(at: layers.count - 2) }
          while layers.count - 1 < count { layers.insert(layers[layers.count - 2], at: 0) }
        }
      },
      .whole("units", "units in every hidden layer", from: 1, to: 1_000_000) {
        candidate, count throws(ShellError) in
        try candidate.rebuild { layers in
          for i in layers.indices.dropLast() { layers[i].units = count }
        }
      },
      .word("activation", "every hidden layer's activation", activations) {
        candidate, word throws(ShellError) in
        let activation = try engineError { try Activation(parsing: word) }
        try candidate.rebuild { layers in
          for i in layers.indices.dropLast() { layers[i].activation = activation }
        }
      },
    ]
    for layer in 1...hidden {
      settings += [
        .whole("units\(layer)", "units in layer \(layer)", from: 1, to: 1_000_000, stage: 2) {
          candidate, count throws(ShellError) in
          try candidate.change(layer: layer) { $0.units = count }
        },
        .word("activation\(layer)", "layer \(layer)'s activation", activations, stage: 2) {
          candidate, word throws(ShellError) in
          let activation = try engineError { try Activation(parsing: word) }
          try candidate.change(layer: layer) { $0.activation = activation }
        },
      ]
    }
    return settings
  }
}

extension Candidate {
  /// Applies a value to each setting, in the order of their stages.
  ///
  /// - Throws: `ShellError` for a value out of its range, or settings that do not go together.
  package mutating func apply(_ values: [(setting: TrialSetting, value: SearchValue)])
    throws(ShellError)
  {
    for stage in 0...2 {
      for (setting, value) in values where setting.stage == stage {
        try setting.apply(&self, value)
      }
    }
  }

  fileprivate mutating func setDropout(keep: Double?, inputKeep: Double?) throws(ShellError) {
    let old = setup.dropout
    let (keep, inputKeep) = (keep ?? old?.keep ?? 1, inputKeep ?? old?.inputKeep ?? 1)
    guard keep < 1 || inputKeep < 1 else {
      setup.dropout = nil
      return
    }
    setup.dropout = try engineError {
      try Dropout(
        keep: keep, inputKeep: inputKeep, style: old?.style ?? .vanilla,
        isPerBatch: old?.isPerBatch ?? false, layers: old?.layers)
    }
  }

  /// The network with other layers or another initializer; a surface stays as it is.
  fileprivate mutating func rebuild(
    initializer: Initializer? = nil,
    _ change: (inout [NetworkArchitecture.Layer]) -> Void = { _ in }
  ) throws(ShellError) {
    guard let network = objective.network else { return }
    var layers = network.architecture.layers
    change(&layers)
    let changed = layers
    objective = try engineError {
      try network.rebuilt(
        NetworkArchitecture(
          inputs: network.architecture.inputs, layers: changed, loss: network.architecture.loss),
        initializer: initializer ?? network.initializer, dropout: nil)
    }
  }

  fileprivate mutating func change(
    layer: Int, _ change: (inout NetworkArchitecture.Layer) -> Void
  ) throws(ShellError) {
    try rebuild { layers in
      guard layer < layers.count else { return }
      change(&layers[layer - 1])
    }
  }
}

extension LearningRateSchedule {
  /// A schedule by name that lasts as long as a trial.
  package static func named(_ name: String, horizon: Int) -> LearningRateSchedule? {
    shape(named: name).map { LearningRateSchedule(.declared($0, $0.values(fitting: horizon))) }
  }
}
