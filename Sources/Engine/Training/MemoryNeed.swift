import LongWork

/// What training and looking at it will take, estimated before anything begins.
extension Experiment {
  /// About how many bytes training takes: the state, the one before it and the one that a long update
  /// is made into, gradients of training and of its record, one minibatch's masks, and evaluators
  /// for training, for conditions and for looking.
  ///
  /// - Parameter footprint: a state's bytes.
  public func trainingBytes(footprint: Int) -> Int {
    let vector = 8.times(objective.layout.count)
    let batch = min(batchSize ?? objective.exampleCount, objective.exampleCount)
    // The last update's masks stay with its record.
    let masks = objective.dropoutLayers.reduce(0) { sum, layer in
      sum.plus(2.times(layer.units.times(layer.columns(of: batch))))
    }
    let evaluator = objective.network.map(NetworkEvaluator.bytes(for:)) ?? 0
    return 3.times(footprint).plus(4.times(vector)).plus(masks).plus(3.times(evaluator))
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
