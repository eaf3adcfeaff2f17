import Engine

/// The same course with more units: whether these are what is missing where a loss creeps.
///
/// It begins at a start of its own, with the rule and the settings in force, and makes as many updates
/// as the course has. Training itself does not move.
public struct WiderRun: Hashable, Sendable {
  public let architecture: NetworkArchitecture
  public let updates: Int
  /// The training loss at its end.
  public let loss: Double

  /// How many times as many units each hidden layer has.
  private static let factor = 8
  /// A shorter course does not creep, it has only begun.
  static let fewestUpdates = 1_000
  /// Additions and multiplications that it may take.
  private static let work = 2e9
  /// Examples that it is judged on, at most.
  private static let examples = 1_000

  /// Makes it.
  ///
  /// - Returns: nil where there is no hidden layer, it would take too long, it ran away or was
  ///   interrupted.
  init?(
    of experiment: Experiment, on network: Network, updates: Int, isInterrupted: () -> Bool
  ) {
    let own = network.architecture
    let hidden = own.layers.dropLast().map { layer in
      NetworkArchitecture.Layer(units: layer.units * Self.factor, activation: layer.activation)
    }
    guard updates >= Self.fewestUpdates, !hidden.isEmpty,
      let architecture = try? NetworkArchitecture(
        inputs: own.inputs, layers: hidden + own.layers.suffix(1), loss: own.loss),
      let wide = try? network.rebuilt(
        architecture, initializer: network.initializer, dropout: network.dropout)
    else { return nil }
    let batch = min(experiment.batchSize ?? network.exampleCount, network.exampleCount)
    let operations = Double(wide.layout.count) * (6 * Double(batch) + 20) * Double(updates)
    guard operations <= Self.work else { return nil }
    var setup = experiment.setup
    setup.stopping = nil
    let run = Experiment(wide, setup)
    let trainer = Trainer(run)
    var state = run.start()
    for _ in 0..<updates {
      if isInterrupted() { return nil }
      guard trainer.run(&state, updates: 1) == .completed else { return nil }
    }
    let sample = wide.training.sample(of: Self.examples)
    loss = wide.metrics(at: state.theta, on: sample).loss
    (self.architecture, self.updates) = (architecture, updates)
  }
}
