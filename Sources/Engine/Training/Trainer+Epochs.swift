/// Looks at whole data sets at the end of an epoch.
extension Trainer {
  /// What is known of the epoch that the last update has ended.
  ///
  /// - Parameter looksAtTraining: whether the training set is looked at too.
  func mark(of state: TrainingState, looksAtTraining: Bool) -> EpochMark {
    EpochMark(
      epoch: state.epoch, t: state.t, batches: state.epochLoss.mean, eta: eta,
      training: looksAtTraining ? trainingFigures(at: state.theta) : nil,
      validation: validationMetrics(at: state.theta).map { .init($0) })
  }

  /// The training set's figures; nil on a surface.
  func trainingFigures(at theta: [Double]) -> EpochMark.Figures? {
    guard let evaluator = evaluator as? NetworkEvaluator else { return nil }
    let network = evaluator.network
    return network.withPointer(to: theta) {
      .init(evaluator.metrics(at: $0, on: network.training))
    }
  }

  /// The validation set's metrics at the parameters after the last update, worked out once.
  private func validationMetrics(at theta: [Double]) -> NetworkMetrics? {
    if let validationLook { return validationLook }
    guard let evaluator = evaluator as? NetworkEvaluator,
      let validation = evaluator.network.validation
    else { return nil }
    let look = evaluator.network.withPointer(to: theta) {
      evaluator.metrics(at: $0, on: validation)
    }
    validationLook = look
    return look
  }

  /// What early stopping watches, at the parameters after the last update.
  func monitored(_ name: String, at state: TrainingState) -> Double {
    if name.hasPrefix("val_"), let metrics = validationMetrics(at: state.theta) {
      switch name {
      case "val_loss": return metrics.loss
      case "val_accuracy": return metrics.accuracy ?? .nan
      default: return metrics.rSquared ?? .nan
      }
    }
    return state.theta.withUnsafeBufferPointer { theta in
      theta.baseAddress.map { evaluator.monitor(name, at: $0) } ?? .nan
    }
  }
}
