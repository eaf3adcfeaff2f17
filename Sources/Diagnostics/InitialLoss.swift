import Datasets
import Engine

/// The first step of choosing hyperparameters: the loss before any update.
///
/// A network whose outputs are small at the start costs about what guessing does: log C for a softmax
/// over C classes, log 2 for a sigmoid, the targets' variance for mse.
public struct InitialLoss: Hashable, Sendable {
  public enum Finding: String, Hashable, Sendable {
    case asExpected = "as expected"
    /// The outputs are large at the start: inputs or targets are not scaled, or the weights are wide.
    case tooLarge = "too large"
    /// Better than guessing before anything is learned.
    case tooSmall = "too small"
    case notFinite = "not finite"
    /// With the penalty it is not larger than without.
    case penaltyMissing = "penalty missing"
  }

  /// L at θ⁰ over the training set.
  public let loss: Double
  /// The penalty term at θ⁰, of `penaltyUsed`.
  public let penalty: Double
  public let penaltyUsed: Penalty
  /// What guessing costs: `Network.guessLoss`.
  public let expected: Double
  /// Whether the network says the same for every x at the start.
  public let isBlind: Bool
  /// The mean of a regression's targets in standard deviations.
  public let targetOffset: Double?

  /// The largest and the least loss that pass, as a part of what guessing costs.
  ///
  /// Outputs of standard deviation s cost about s²/2 more with a softmax and s² more with mse, and
  /// the default initializers give s up to about 1.5.
  public static func accepted(_ loss: Loss) -> ClosedRange<Double> {
    loss == .mse ? 0.7...4 : 0.7...2
  }

  private let accepted: ClosedRange<Double>

  /// Looks at the start of an experiment on a network.
  ///
  /// - Parameter comparison: the penalty to compare with where the experiment has none.
  public init(of experiment: Experiment, on network: Network, comparison: Penalty) {
    let theta = network.initialParameters(seed: experiment.seed)
    let evaluator = NetworkEvaluator(network)
    loss = evaluator.loss(at: theta)
    penaltyUsed = experiment.penalty.isNone ? comparison : experiment.penalty
    penalty = penaltyUsed.value(at: theta, layout: network.layout)
    expected = network.guessLoss
    accepted = Self.accepted(network.architecture.loss)
    let rows = network.training.selecting(0..<min(network.exampleCount, 256))
    let outputs = evaluator.outputs(at: theta, on: rows)
    let width = network.architecture.outputs
    isBlind = outputs.indices.allSatisfy { outputs[$0] == outputs[$0 % width] }
    targetOffset = network.training.task == .regression ? network.training.targetOffset : nil
  }

  public var finding: Finding {
    guard loss.isFinite, penalty.isFinite else { return .notFinite }
    if loss > accepted.upperBound * expected { return .tooLarge }
    if loss < accepted.lowerBound * expected { return .tooSmall }
    // Weights that are all 0 have no penalty, which is no fault of the penalty's.
    if penalty <= 0, !isBlind { return .penaltyMissing }
    return .asExpected
  }
}

extension Dataset {
  /// The largest |mean| of a target column in its standard deviations; nil where all are the same.
  fileprivate var targetOffset: Double? {
    let scaling = Standardization(fitting: targets, columns: targetCount)
    return zip(scaling.means, scaling.scales).map { ($0 / $1).magnitude }.max()
  }
}
