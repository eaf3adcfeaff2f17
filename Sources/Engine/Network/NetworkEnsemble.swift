#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

import Datasets
import Numerics

/// Several networks that answer together: the mean of their outputs (slide "Ensemble").
public struct NetworkEnsemble: Sendable {
  /// A network and its parameters.
  public struct Member: Sendable {
    public let network: Network
    public let theta: [Double]

    public init(_ network: Network, at theta: [Double]) {
      (self.network, self.theta) = (network, theta)
    }
  }

  public let members: [Member]

  /// - Throws: `EngineError` where the networks do not answer the same question: other examples,
  ///   outputs or another loss.
  public init(_ members: [Member]) throws {
    guard let first = members.first?.network else {
      throw EngineError("an ensemble needs a network")
    }
    for other in members.dropFirst().map(\.network) {
      guard other.training.targets == first.training.targets,
        other.training.featureNames == first.training.featureNames,
        other.validation?.targets == first.validation?.targets
      else { throw EngineError("the networks of an ensemble are trained on the same data") }
      guard other.architecture.outputs == first.architecture.outputs,
        other.architecture.loss == first.architecture.loss
      else { throw EngineError("the networks of an ensemble have the same outputs and loss") }
    }
    self.members = members
  }

  /// The mean of the members' test-time outputs, examples × outputs.
  public func outputs(on dataset: Dataset) -> [Double] {
    var sum: [Double] = []
    for member in members {
      let own = NetworkEvaluator(member.network).outputs(at: member.theta, on: dataset)
      sum = sum.isEmpty ? own : zip(sum, own).map { $0 + $1 }
    }
    return sum.map { $0 / Double(members.count) }
  }

  /// How well the mean does.
  public func metrics(on dataset: Dataset) -> NetworkMetrics {
    guard let architecture = members.first?.network.architecture else {
      return NetworkMetrics(loss: .nan, accuracy: nil, rSquared: nil, confusion: [])
    }
    let mean = outputs(on: dataset)
    let width = architecture.outputs
    let classes = dataset.task.classNames.count
    var confusion = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    for i in 0..<dataset.count {
      guard let label = dataset.label(of: i) else { continue }
      let row = mean[(i * width)..<((i + 1) * width)]
      let said =
        width == 1
        ? (row.first ?? 0) >= 0.5 ? 1 : 0
        : row.indices.max { row[$0] < row[$1] }.map { $0 - row.startIndex } ?? 0
      confusion[label][said] += 1
    }
    let right = confusion.indices.reduce(0) { $0 + confusion[$1][$1] }
    let residual = zip(mean, dataset.targets).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let spread = classes == 0 ? dataset.targetSpread : 0
    return NetworkMetrics(
      loss: architecture.loss.mean(of: mean, targets: dataset.targets, width: width),
      accuracy: classes > 0 ? Double(right) / Double(dataset.count) : nil,
      rSquared: spread > 0 ? 1 - residual / spread : nil, confusion: confusion)
  }
}

extension Loss {
  /// The mean loss of outputs that are no single network's, so that there are no logits: from the
  /// outputs themselves.
  func mean(of outputs: [Double], targets: [Double], width: Int) -> Double {
    // An output of exactly 0 or 1 would cost an infinite amount where it is wrong.
    func logarithm(_ p: Double) -> Double { log(max(p, .leastNormalMagnitude)) }
    let terms = zip(outputs, targets).map { output, target in
      switch self {
      case .mse: (output - target) * (output - target)
      case .bce: -(target * logarithm(output) + (1 - target) * logarithm(1 - output))
      case .crossEntropy: target == 0 ? 0 : -target * logarithm(output)
      }
    }
    let count = self == .crossEntropy ? outputs.count / max(width, 1) : outputs.count
    return terms.reduce(0, +) / Double(max(count, 1))
  }
}
