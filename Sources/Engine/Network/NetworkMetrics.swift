import Datasets
import LongWork
import Numerics

/// How well a network does on a data set, without dropout and penalty.
public struct NetworkMetrics: Hashable, Sendable {
  /// The mean loss.
  public let loss: Double
  /// The share of examples whose class is predicted; nil for regression.
  public let accuracy: Double?
  /// R² = 1 − Σ (ŷ − y)² / Σ (y − ȳ)², sums over all outputs and examples; nil for classes, and
  /// where all targets are the same.
  public let rSquared: Double?
  /// Examples by class (rows) and prediction (columns); empty for regression.
  public let confusion: [[Int]]

  /// Accuracy, or R² of a regression; NaN where all its targets are the same.
  public var score: Double { accuracy ?? rSquared ?? .nan }
}

extension NetworkMetrics {
  /// What there is of the training, the validation and the test set, but for the training set's loss.
  package static let quantities: [QuantityDeclaration] = [
    .init(
      "val_loss", .number, "the mean loss over the validation set at θ now, without dropout",
      of: .validation),
    .init(
      "test_loss", .number, "the mean loss over the test set at θ now, without dropout", of: .test),
    .init(
      "accuracy", .number, "the share of the training set whose class is predicted", for: .classes),
    .init(
      "val_accuracy", .number, "the same share of the validation set", of: .validation,
      for: .classes),
    .init("test_accuracy", .number, "the same share of the test set", of: .test, for: .classes),
    .init(
      "r2", .number, "the share of the target's spread that the network explains", for: .numbers,
      symbol: "R²"),
    .init(
      "val_r2", .number, "the same on the validation set", of: .validation, for: .numbers,
      symbol: "R² (validation)"),
    .init(
      "test_r2", .number, "the same on the test set", of: .test, for: .numbers,
      symbol: "R² (test)"),
    .init(
      "confusion", .confusion, "the training set's examples by class and by prediction",
      for: .classes),
    .init(
      "val_confusion", .confusion, "the same of the validation set", of: .validation, for: .classes),
    .init("test_confusion", .confusion, "the same of the test set", of: .test, for: .classes),
  ]
}

extension NetworkEvaluator {
  /// The metrics at θ on a data set that fits the network.
  public func metrics(at theta: [Double], on dataset: Dataset) -> NetworkMetrics {
    let outputs = network.architecture.outputs
    let classes = dataset.task.classNames.count
    var confusion = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    var loss = 0.0
    var residual = 0.0
    forEachChunk(of: dataset, at: theta) { start, n, output in
      loss += outputLoss(n, scale: nil)
      for j in 0..<n {
        switch dataset.task {
        case .regression:
          for k in 0..<outputs {
            let difference = output.a[k * n + j] - y[k * n + j]
            residual += difference * difference
          }
        case .binary:
          confusion[y[j] >= 0.5 ? 1 : 0][output.a[j] >= 0.5 ? 1 : 0] += 1
        case .classes:
          var best = 0
          for k in 1..<outputs where output.a[k * n + j] > output.a[best * n + j] { best = k }
          if let label = dataset.label(of: start + j) { confusion[label][best] += 1 }
        }
      }
    }
    let right = confusion.indices.reduce(0) { $0 + confusion[$1][$1] }
    let spread = classes == 0 ? dataset.targetSpread : 0
    return NetworkMetrics(
      loss: loss / lossDivisor(dataset.count),
      accuracy: classes > 0 ? Double(right) / Double(dataset.count) : nil,
      rSquared: spread > 0 ? 1 - residual / spread : nil, confusion: confusion)
  }

  /// The test-time outputs at θ for every example of a data set, examples × outputs.
  package func outputs(at theta: [Double], on dataset: Dataset) -> [Double] {
    let width = network.architecture.outputs
    var values = [Double](repeating: 0, count: dataset.count * width)
    forEachChunk(of: dataset, at: theta) { start, n, output in
      for j in 0..<n {
        for k in 0..<width { values[(start + j) * width + k] = output.a[k * n + j] }
      }
    }
    return values
  }

  /// Runs a data set through the network, testing, and hands over each chunk's first example, its
  /// size and the output layer.
  func forEachChunk(
    of dataset: Dataset, at theta: [Double],
    _ body: (_ start: Int, _ n: Int, _ output: LayerMemory) -> Void
  ) {
    guard let output = layers.last else { return }
    withPointer(to: theta) { theta in
      for start in stride(from: 0, to: dataset.count, by: capacity) {
        if start > 0, Interruption.givesUp() { return }
        let n = min(capacity, dataset.count - start)
        gather(dataset, nil, from: start, count: n)
        forward(theta, n, masks: nil, from: start, total: dataset.count)
        body(start, n, output)
      }
    }
  }

  // MARK: What early stopping and conditions watch

  /// `loss`, `accuracy` or `r2`, of the validation set with `val_` and of the test set with `test_`
  /// before.
  public var monitors: [String] {
    let names = network.training.task == .regression ? ["loss", "r2"] : ["loss", "accuracy"]
    return names + (network.validation == nil ? [] : names.map { "val_" + $0 })
      + (network.test == nil ? [] : names.map { "test_" + $0 })
  }

  public func monitor(_ name: String, at theta: [Double]) -> Double {
    let parts = name.split(separator: "_", maxSplits: 1)
    let dataset: Dataset? =
      switch (parts.count, parts.first) {
      case (1, _): network.training
      case (2, "val"?): network.validation
      case (2, "test"?): network.test
      default: nil
      }
    guard let dataset, let quantity = parts.last else { return .nan }
    switch quantity {
    case "loss": return withPointer(to: theta) { loss(at: $0, on: dataset) }
    case "accuracy": return metrics(at: theta, on: dataset).accuracy ?? .nan
    case "r2": return metrics(at: theta, on: dataset).rSquared ?? .nan
    default: return .nan
    }
  }
}

extension Dataset {
  /// Σ (y − ȳ)² over all targets and examples.
  package var targetSpread: Double {
    let scaling = Standardization(fitting: targets, columns: targetCount)
    return targets.enumerated().reduce(0) { sum, next in
      let difference = next.element - scaling.means[next.offset % targetCount]
      return sum + difference * difference
    }
  }
}

extension Network {
  /// The metrics at θ on a data set that fits the network: `training`, `validation` or `test`.
  public func metrics(at theta: [Double], on dataset: Dataset) -> NetworkMetrics {
    NetworkEvaluator(self).metrics(at: theta, on: dataset)
  }

  /// The network's test-time outputs, examples × outputs, for inputs in rows.
  ///
  /// - Parameter inputs: examples × inputs, row-major, scaled as the training set is.
  /// - Throws: `EngineError` when they are no whole rows.
  public func outputs(at theta: [Double], for inputs: [Double]) throws -> [Double] {
    let width = architecture.inputs
    guard !inputs.isEmpty, inputs.count % width == 0 else {
      throw EngineError(
        "the network has \(width) input\(width == 1 ? "" : "s"), and \(inputs.count) numbers are "
          + "no rows of \(width)")
    }
    return NetworkEvaluator(self).outputs(at: theta, on: rows(inputs))
  }

  /// Inputs in rows as a data set whose targets are 0.
  func rows(_ inputs: [Double]) -> Dataset {
    let count = inputs.count / architecture.inputs
    return Dataset(
      name: "inputs", task: training.task, featureNames: training.featureNames,
      targetNames: training.targetNames, count: count, features: .values(inputs),
      targets: [Double](repeating: 0, count: count * architecture.outputs))
  }
}
