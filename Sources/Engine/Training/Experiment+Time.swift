extension Experiment {
  /// Updates in a whole epoch; 1 on a surface.
  public var updatesPerEpoch: Int { updates(over: exampleCount) }

  /// Updates left from `state` to the end of the epoch under way; a whole epoch's where one is about
  /// to begin.
  package func updatesToEpochEnd(from state: TrainingState) -> Int {
    updates(over: exampleCount - state.used(of: exampleCount))
  }

  /// Updates that go over so many examples, the last one with what is left.
  private func updates(over examples: Int) -> Int {
    let size = max(min(batchSize ?? exampleCount, exampleCount), 1)
    return max((examples + size - 1) / size, 1)
  }

  /// The t of the schedule before the next update after `state`.
  public func scheduleTime(of state: TrainingState) -> Int {
    schedule.unit == .epoch && objective.exampleCount > 0 ? state.completedEpochs : state.t
  }

  /// The learning rate of the next update after `state`.
  public func rate(after state: TrainingState) -> Double {
    schedule.rate(lr: optimizer.settings.lr, afterCompleting: scheduleTime(of: state))
  }

  /// After how many epochs the training set may be looked at again so that all looks together cost
  /// under a tenth of training: 1, 2, 5, 10, ...
  ///
  /// It goes by operations counted, not by a clock, so that it is the same on every machine.
  public var epochsBetweenTrainingLooks: Int {
    guard let network = objective.network else { return 1 }
    let examples = Double(exampleCount)
    let parameters = Double(network.layout.count)
    let units = network.architecture.layers.reduce(0.0) { $0 + Double($1.units) }
    // A pass takes a multiplication and addition for each weight, and some ten for an activation;
    // back it takes twice as many for the weights, and an update a handful for each of them.
    let look = examples * (parameters + 10 * units)
    let epoch =
      examples * (3 * parameters + 12 * units) + Double(updatesPerEpoch) * 6 * parameters
    return .roundStep(atLeast: 10 * look / epoch)
  }

  private var exampleCount: Int { objective.exampleCount }
}
