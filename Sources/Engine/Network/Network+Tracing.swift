import Conversion
import LongWork

extension Network {
  /// The loss and its gradient at θ: on a minibatch with its masks, or with `nil` on the whole
  /// training set without dropout. Neither has a penalty's share.
  public func lossAndGradient(
    at theta: [Double], batch: Minibatch?
  ) -> (loss: Double, gradient: [Double]) {
    makeEvaluator().gradient(at: theta, batch: batch)
  }

  /// The forward pass over a minibatch, every quantity kept.
  ///
  /// - Parameter batch: with masks as in training; without masks as in testing.
  public func trace(at theta: [Double], batch: Minibatch) -> ForwardTrace {
    let n = batch.examples.count
    let evaluator = NetworkEvaluator(self, capacity: max(n, 1))
    let masks = batch.masks.isEmpty ? nil : batch.masks
    let width = architecture.inputs
    batch.examples.withUnsafeBufferPointer {
      evaluator.gather(training, $0, from: 0, count: n)
    }
    let inputs = transposed(evaluator.x, rows: n, columns: width)
    evaluator.withPointer(to: theta) {
      evaluator.forward($0, n, masks: masks, from: 0, total: n)
    }
    let layers = evaluator.layers.enumerated().map { index, layer in
      let size = layer.units * n
      return ForwardTrace.Layer(
        number: index + 1, activation: layer.activation, units: layer.units, rows: layer.rows,
        z: numbers(layer.z, layer.rows * n), a: numbers(layer.a, size),
        output: numbers(layer.h, size),
        mask: layer.dropout.flatMap { masks?[$0.index] },
        winners: layer.activation.pieces > 1
          ? (0..<size).mapInParts { Int(clamping: layer.winners[$0]) } : nil)
    }
    return ForwardTrace(
      network: self, theta: theta, batch: batch, isTraining: masks != nil, inputs: inputs,
      maskedInputs: transposed(evaluator.x, rows: n, columns: width),
      targets: numbers(evaluator.y, architecture.outputs * n), layers: layers,
      loss: evaluator.outputLoss(n, scale: nil) / evaluator.lossDivisor(max(n, 1)))
  }

  /// The forward pass of any inputs, as in testing.
  ///
  /// - Parameter inputs: examples × inputs, row-major, scaled as the training set is.
  /// - Throws: `EngineError` where they are no whole rows, or too many for memory.
  public func trace(at theta: [Double], inputs: [Double]) throws -> ForwardTrace {
    let rows = rows(inputs)
    try checkTrace(of: rows.count)
    return try Network(architecture, training: rows, dropout: dropout)
      .trace(at: theta, batch: Minibatch(examples: Array(0..<rows.count)))
  }

  private func numbers(_ from: UnsafeMutablePointer<Double>, _ count: Int) -> [Double] {
    Array(inParts: count, copying: from)
  }

  private func transposed(
    _ from: UnsafeMutablePointer<Double>, rows: Int, columns: Int
  ) -> [Double] {
    (0..<(rows * columns)).mapInParts { from[$0 % rows * columns + $0 / rows] }
  }
}
