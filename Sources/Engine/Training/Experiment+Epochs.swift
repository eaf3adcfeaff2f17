extension Experiment {
  /// Updates left from `state` to the end of the epoch under way; a whole epoch's where one is about
  /// to begin.
  public func updatesToEpochEnd(from state: TrainingState) -> Int {
    let examples = objective.exampleCount
    guard state.epoch > 0, state.position < examples else { return updatesPerEpoch }
    let size = max(batchSize ?? examples, 1)
    return (examples - state.position + size - 1) / size
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
