import Datasets

/// Looks at whole data sets at the end of an epoch.
extension Trainer {
  /// What is known of the epoch that the last update has ended.
  ///
  /// - Parameter looksAtTraining: whether the training set is looked at too.
  package func mark(of state: TrainingState, looksAtTraining: Bool) -> EpochMark {
    EpochMark(
      epoch: state.epoch, t: state.t, batches: state.epochLoss.mean, eta: eta,
      training: looksAtTraining ? trainingMetrics(at: state.theta).map { .init($0) } : nil,
      validation: validationMetrics(at: state.theta).map { .init($0) })
  }

  /// The training set's metrics at the parameters after the last update, worked out once.
  private func trainingMetrics(at theta: [Double]) -> NetworkMetrics? {
    if trainingLook == nil { trainingLook = metrics(at: theta) { $0.training } }
    return trainingLook
  }

  /// The validation set's.
  private func validationMetrics(at theta: [Double]) -> NetworkMetrics? {
    if validationLook == nil { validationLook = metrics(at: theta) { $0.validation } }
    return validationLook
  }

  /// The metrics of a part of the data; nil on a surface, and where there is no such part.
  package func metrics(at theta: [Double], of part: (Network) -> Dataset?) -> NetworkMetrics? {
    guard let evaluator = evaluator as? NetworkEvaluator, let dataset = part(evaluator.network)
    else { return nil }
    return evaluator.metrics(at: theta, on: dataset)
  }

  /// Whether metrics of the parameters after the last update are at hand.
  package var hasLooked: Bool { trainingLook != nil || validationLook != nil }

  /// What early stopping watches, at the parameters after the last update.
  func monitored(_ name: String, at state: TrainingState) -> Double {
    if name.hasPrefix("val_"), let metrics = validationMetrics(at: state.theta) {
      switch name {
      case "val_loss": return metrics.loss
      case "val_accuracy": return metrics.accuracy ?? .nan
      default: return metrics.rSquared ?? .nan
      }
    }
    return evaluator.monitor(name, at: state.theta)
  }
}
