extension Network {
  /// What it costs not to look at x: log C for a softmax over C classes, log 2 for each sigmoid of
  /// bce, and for mse, whatever the output is, the targets' variance, which saying their mean costs.
  public var guessLoss: Double {
    switch architecture.loss {
    case .crossEntropy: Double(architecture.outputs).logarithm()
    case .bce: 2.0.logarithm()
    case .mse: training.targetSpread / Double(training.targets.count)
    }
  }
}
