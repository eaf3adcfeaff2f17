import CKernels
import Datasets
import Engine
import Numerics

/// What some updates more bring as things are, and what with one setting changed: an experiment tells
/// what curves cannot.
///
/// Each trial begins where training stands, with the rule's memory, and is judged by the training loss
/// on the same examples. Training itself does not move.
public struct Trials: Sendable {
  /// The one thing that a trial does otherwise.
  public enum Change: Hashable, Sendable {
    case none
    /// Another learning rate.
    case rate(Double)
    /// No penalty, no dropout, no weight decay.
    case free
  }

  /// What came of one.
  public struct Outcome: Hashable, Sendable {
    public let change: Change
    /// The mean loss over its last two fifths; infinite where it ran away.
    public let loss: Double
  }

  /// Updates of each trial.
  public let updates: Int
  /// The learning rate in force.
  public let rate: Double
  /// The loss before them, on the same examples.
  public let before: Double
  /// What the settings in force bring.
  public let same: Outcome
  public let others: [Outcome]

  private static let mostUpdates = 200
  private static let fewestUpdates = 20
  /// Examples that they are judged on, at most.
  private static let examples = 1_000
  /// Additions and multiplications that a trial may take, so that it is a matter of tenths of a second
  /// on any network; it goes by operations, not by a clock, to be the same on every machine.
  private static let work = 2e9

  /// Makes them.
  ///
  /// - Parameters:
  ///   - initialRate: the rate before a schedule took it down; 0 where none did.
  ///   - isInterrupted: asked between updates; true gives up.
  /// - Returns: nil where too few updates would take too long, or they were interrupted.
  package init?(
    of experiment: Experiment, from state: TrainingState, on network: Network,
    initialRate: Double, isInterrupted: () -> Bool
  ) {
    let batch = Double(min(experiment.batchSize ?? network.exampleCount, network.exampleCount))
    let parameters = Double(network.layout.count)
    let updates = Int(
      clamping: Self.work / (parameters * (6 * batch + 20)), from: 0, to: Self.mostUpdates)
    guard updates >= Self.fewestUpdates else { return nil }
    let sample = network.training.sample(of: Self.examples)
    let before = network.metrics(at: state.theta, on: sample).loss
    let now = experiment.rate(after: state)
    let own = now > 0 ? now : experiment.optimizer.settings.lr
    func outcome(_ change: Change) -> Outcome? {
      guard let changed = experiment.making(change, rate: own),
        let loss = changed.loss(
          after: updates, from: change == .free ? network.withoutMasks(state) : state, on: sample,
          isInterrupted)
      else { return nil }
      return Outcome(change: change, loss: loss)
    }
    guard let same = outcome(.none) else { return nil }
    var rates = [own / 10, own * 10, own * 100]
    if initialRate > 1.5 * own { rates.append(initialRate) }
    var others: [Outcome] = []
    for change in rates.map(Change.rate) + [.free] {
      if isInterrupted() { return nil }
      if let outcome = outcome(change) { others.append(outcome) }
    }
    if isInterrupted() { return nil }
    (self.updates, self.rate, self.before) = (updates, own, before)
    (self.same, self.others) = (same, others)
  }

  /// The part of the loss before that a trial takes off.
  public func fall(of outcome: Outcome) -> Double { before > 0 ? 1 - outcome.loss / before : 0 }

  /// The part that a change takes off beyond what is there now and what no change brings.
  public func gain(of outcome: Outcome) -> Double {
    let base = min(before, same.loss)
    return base > 0 ? 1 - outcome.loss / base : 0
  }

  /// The best outcome of a kind of change.
  func best(_ isOfKind: (Change) -> Bool) -> Outcome? {
    others.filter { isOfKind($0.change) }.min { $0.loss < $1.loss }
  }

  /// The best at a smaller rate.
  public var slower: Outcome? {
    best { if case .rate(let rate) = $0 { rate < self.rate } else { false } }
  }
  /// The first step up must bring something before a longer one counts: by a long one a loss may leap
  /// anywhere.
  public var faster: Outcome? {
    guard let next = larger.first, next.loss < min(before, same.loss) else { return nil }
    return larger.min { $0.loss < $1.loss }
  }

  private var larger: [Outcome] {
    others.filter { if case .rate(let rate) = $0.change { rate > self.rate } else { false } }
  }

  /// How many times as fast as things are ten times the rate takes the loss down, by the logarithms of
  /// both.
  var speedOfTenfoldRate: Double {
    guard let next = larger.first, before > 0, same.loss > 0, next.loss > 0 else { return 1 }
    return dk_log(before / next.loss) / max(dk_log(before / same.loss), 1e-3)
  }

  public var free: Outcome? { best { $0 == .free } }
}

extension Network {
  /// A state to go on from without dropout: where masks are vanilla, what comes after a dropped layer is
  /// used to the part of its units that is kept, so its weights are multiplied by that part.
  fileprivate func withoutMasks(_ state: TrainingState) -> TrainingState {
    var state = state
    for layer in dropoutLayers where !layer.isInverted {
      guard let number = Int(layer.name.dropFirst("mask".count)),
        let weights = layout.entry(named: "W\(number + 1)")?.range
      else { continue }
      for k in weights { state.theta[k] *= layer.keep }
    }
    return state
  }
}

extension Experiment {
  /// The same experiment with one thing changed, at a constant rate and without early stopping; nil
  /// where there is nothing of the kind to change.
  fileprivate func making(_ change: Trials.Change, rate: Double) -> Experiment? {
    var (setup, objective) = (setup, objective)
    setup.stopping = nil
    setup.schedule = .constant
    var settings: [String: Double] = [:]
    let names = optimizer.declaration.hyperparameters.map(\.name)
    if names.contains("lr") { settings["lr"] = rate }
    switch change {
    case .none: break
    case .rate(let other):
      guard names.contains("lr") else { return nil }
      settings["lr"] = other
    case .free:
      let hasDecay = (optimizer.settings["decay"] ?? 0) != 0
      let network = objective.network
      guard !penalty.isNone || network?.dropout != nil || hasDecay else { return nil }
      if hasDecay { settings["decay"] = 0 }
      setup.penalty = .none
      setup.dropout = nil
      if let free = try? network?.replacingDropout(with: nil) { objective = free }
    }
    guard let changed = try? optimizer.replacing(settings) else { return nil }
    setup.optimizer = changed
    return Experiment(objective, setup)
  }

  /// The mean training loss over the last two fifths of some updates, on some examples; infinite where
  /// it runs away.
  ///
  /// - Returns: nil where it was interrupted.
  fileprivate func loss(
    after updates: Int, from state: TrainingState, on sample: Dataset, _ isInterrupted: () -> Bool
  ) -> Double? {
    guard let network = objective.network else { return nil }
    let trainer = Trainer(self)
    var state = state
    let looks = [updates * 3 / 5, updates * 4 / 5, updates]
    var sum = 0.0
    for update in 1...updates {
      if isInterrupted() { return nil }
      guard trainer.run(&state, updates: 1) == .completed else { return .infinity }
      if looks.contains(update) { sum += network.metrics(at: state.theta, on: sample).loss }
    }
    return sum.isNaN ? .infinity : sum / Double(looks.count)
  }
}

extension Dataset {
  /// The data set itself, or so many of its examples drawn by a seed of their own.
  func sample(of count: Int) -> Dataset {
    guard self.count > count else { return self }
    var generator = MersenneTwister(seed: 0)
    return selecting(generator.permutation(self.count).prefix(count))
  }
}
