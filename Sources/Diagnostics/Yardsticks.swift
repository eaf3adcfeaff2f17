import CKernels
import Datasets
import Engine

/// What can be had without learning anything: what a network's loss and accuracy are held against.
extension Network {
  /// What the best answer costs that is the same for every x: the entropy of the classes' shares; with
  /// mse the targets' variance, and more where the output cannot reach their mean.
  public var constantLoss: Double {
    let means = Standardization(fitting: training.targets, columns: training.targetCount).means
    switch architecture.loss {
    case .crossEntropy: return means.reduce(0) { $0 - Self.entropyTerm($1) }
    case .bce:
      let sum = means.reduce(0) { $0 - Self.entropyTerm($1) - Self.entropyTerm(1 - $1) }
      return sum / Double(means.count)
    case .mse:
      let variance = training.targetSpread / Double(training.targets.count)
      let off = means.reduce(0) { sum, mean in
        let reach = outputRange.map { min(max(mean, $0.lowerBound), $0.upperBound) } ?? mean
        return sum + (mean - reach) * (mean - reach)
      }
      return variance + off / Double(means.count)
    }
  }

  /// p log p, 0 at 0.
  private static func entropyTerm(_ p: Double) -> Double { p > 0 ? p * dk_log(p) : 0 }

  /// What the output layer can say; nil where it can say everything.
  public var outputRange: ClosedRange<Double>? {
    architecture.layers.last.flatMap { $0.activation.shape.range($0.activation.setting) }
  }
}

extension Network {
  /// The part of the training set's target numbers that the output layer cannot say, because of its
  /// activation; nil where it can say all numbers.
  package var unreachableShare: Double? {
    guard let range = outputRange, !training.targets.isEmpty else { return nil }
    let outside = training.targets.count { !range.contains($0) }
    return Double(outside) / Double(training.targets.count)
  }
}

extension Dataset {
  /// The share of each class's examples, in the classes' order; empty for a regression.
  public var classShares: [Double] {
    let means = Standardization(fitting: targets, columns: targetCount).means
    switch task {
    case .regression: return []
    case .binary: return [1 - means[0], means[0]]
    case .classes: return means
    }
  }

  /// Whether there is nothing to learn: one class alone, or one number for every example.
  public var hasOneAnswer: Bool {
    task == .regression ? targetSpread == 0 : classShares.contains(1)
  }
}

extension NetworkMetrics {
  /// The mean, over the classes that occur, of the share of a class's examples that is predicted: 1/C
  /// for an answer that is always the same, however large a class is. Nil for a regression.
  public var balancedAccuracy: Double? {
    let shares = confusion.enumerated().compactMap { index, row -> Double? in
      let count = row.reduce(0, +)
      return count > 0 ? Double(row[index]) / Double(count) : nil
    }
    return shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
  }
}
