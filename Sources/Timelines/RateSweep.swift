import Engine
import Numerics

/// The small sweep of learning rates that lets each rule run at its best.
public enum RateSweep {
  /// 1, 2 and 5 in each decade from 10⁻⁴ to 10.
  public static let rates: [Double] = [
    1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10,
  ]

  /// The course of least loss at the end over all `rates`, those that diverge left out; of two that
  /// end alike the one of the smaller rate.
  ///
  /// - Parameter progress: told now and then how many updates are made, of those of all rates.
  /// - Returns: nil where it was interrupted or every rate diverges.
  /// - Throws: `EngineError` for a rule that has no learning rate to set.
  public static func best(
    of experiment: Experiment, updates: Int, every stride: Int = 1,
    isInterrupted: () -> Bool = { false }, progress: (Int) -> Void = { _ in }
  ) throws(EngineError) -> Course? {
    var best: Course?
    for (k, rate) in rates.enumerated() {
      var settings = experiment.optimizer.given
      settings["lr"] = rate
      var setup = experiment.setup
      setup.optimizer = try Optimizer(
        experiment.optimizer.declaration, convention: experiment.optimizer.convention,
        settings: settings)
      guard
        let course = Course(
          of: Experiment(experiment.objective, setup), updates: updates, every: stride,
          isInterrupted: isInterrupted,
          progress: { progress(k * updates + $0) })
      else { return nil }
      guard course.divergedAt == nil, !course.finalLoss.isNaN else { continue }
      if let found = best, found.finalLoss <= course.finalLoss { continue }
      best = course
    }
    return best
  }
}
