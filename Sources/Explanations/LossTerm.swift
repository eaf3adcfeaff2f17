import Arithmetic
import Engine
import Formula

/// What one output of one example adds to the sum that a loss is the mean of.
struct LossTerm {
  let loss: Loss
  /// The output a, its pre-activation z and its target.
  let output: Double
  let logit: Double
  let target: Double

  /// Whether it is 0 whatever the output is.
  var isEmpty: Bool { loss == .crossEntropy && target == 0 }

  /// Nearer to 0 or 1 than this, log a and log(1 − a) are told from z instead, as training does.
  private static let nearness = 1e-3

  private var isSaturated: Bool { min(output, 1 - output) < Self.nearness }

  /// The term as a formula.
  ///
  /// - Parameters: make each name only where the formula has it.
  func worked(
    output a: () -> Worked, logit z: () -> Worked, target y: () -> Worked, logSum: () -> Worked
  ) -> Worked {
    switch (loss, target) {
    case (.mse, _):
      let error = a() - y()
      return error * error
    case (.bce, 1): return isSaturated ? (-z()).softplusByName() : -a().logarithm()
    case (.bce, 0): return isSaturated ? z().softplusByName() : -(1 - a()).logarithm()
    case (.bce, _):
      let logit = z()
      return logit.softplusByName() - y() * logit
    case (.crossEntropy, 1): return output > 0 ? -a().logarithm() : logSum() - z()
    case (.crossEntropy, _):
      let surprise = output > 0 ? -a().logarithm() : logSum() - z()
      return y() * surprise
    }
  }
}

extension Worked {
  /// log(1 + e^x), without overflow.
  fileprivate func softplusByName() -> Worked {
    Worked(Elementary.softplus(value), .call(.softplus, [expression]))
  }
}
