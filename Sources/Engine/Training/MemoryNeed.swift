import LongWork

/// What training and looking at it will take, estimated before anything begins.
extension Experiment {
  /// The bytes of a state: θ, what the rule keeps, and the examples' order, which the first update draws.
  public var stateBytes: Int {
    8.times(objective.layout.count.times(1 + optimizer.declaration.slots.count))
      .plus(8.times(objective.exampleCount))
  }

  /// About how many bytes training takes: the state, the one before it and the one that a long update
  /// is made into, gradients of training and of its record, one minibatch's masks, and evaluators
  /// for training, for conditions and for looking.
  public var trainingBytes: Int {
    // The last update's masks stay with its record.
    3.times(stateBytes).plus(4.times(vectorBytes)).plus(2.times(maskBytes))
      .plus(3.times(evaluatorBytes))
  }

  /// About how many bytes a `Course` takes: the same without a record and without conditions.
  public var courseBytes: Int {
    3.times(stateBytes).plus(2.times(vectorBytes)).plus(maskBytes).plus(2.times(evaluatorBytes))
  }

  private var vectorBytes: Int { 8.times(objective.layout.count) }

  private var evaluatorBytes: Int { objective.network.map(NetworkEvaluator.bytes(for:)) ?? 0 }

  /// One minibatch's masks, a byte an entry.
  private var maskBytes: Int {
    let batch = min(batchSize ?? objective.exampleCount, objective.exampleCount)
    return objective.dropoutLayers.reduce(0) { $0.plus($1.units.times($1.columns(of: batch))) }
  }
}

extension Network {
  /// Looks whether all quantities of a pass of `examples` examples fit into memory.
  ///
  /// - Throws: `MemoryError` where they do not.
  public func checkTrace(of examples: Int) throws(MemoryError) {
    // The quantities themselves, one of them as a value to reckon with, and one worked out of it.
    let widest = architecture.layers.map(\.rows).max() ?? 0
    let numbers = (architecture.numbersPerExample + 2 * widest).times(examples)
    try MemoryBudget.current.check(
      8.times(numbers),
      for: "every layer's quantities for \(examples) examples",
      less: "take a smaller batch, or smaller layers")
  }
}
