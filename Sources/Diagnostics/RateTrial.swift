import Engine

/// The third step: whether a learning rate makes the loss fall within 100 updates.
public struct RateTrial: Hashable, Sendable {
  public static let updates = 100
  /// The rates that are tried besides the one in force.
  public static let ladder: [Double] = [1, 0.1, 0.01, 0.001, 1e-4]
  /// The loss must come below this part of the lesser of the first loss and what guessing costs.
  public static let fall = 0.9

  public let lr: Double
  public let first: Double
  public let last: Double
  public let divergedAt: Int?
  public let curves: LearningCurves
  private let guess: Double

  /// - Parameters:
  ///   - stride: updates between two looks at the loss.
  ///   - progress: told then how many updates are made.
  /// - Returns: nil where it was interrupted.
  public init?(
    of experiment: Experiment, on network: Network, every stride: Int,
    isInterrupted: () -> Bool = { false }, progress: (Int) -> Void = { _ in }
  ) {
    let start = network.initialParameters(seed: experiment.seed)
    guard
      let course = Course(
        of: experiment, updates: Self.updates, every: stride, isInterrupted: isInterrupted,
        progress: progress)
    else { return nil }
    lr = experiment.optimizer.settings.lr
    first = course.losses.first ?? .nan
    last = course.finalLoss
    divergedAt = course.divergedAt
    guess = network.constantLoss
    curves = LearningCurves(
      times: course.times.map(Double.init), training: course.losses, guess: guess,
      trainingScore: 0, travel: LearningCurves.travel(from: start, to: course.state.theta))
  }

  /// Whether the loss has fallen below anything that guessing can reach.
  public var falls: Bool {
    divergedAt == nil && last <= Self.fall * min(first, guess)
  }

  /// Why it does not fall, beside the same experiment at other rates.
  public func verdict(among others: [RateTrial]) -> LearningCurves.Verdict {
    // Where a smaller rate works, whatever a larger one does is too much of it.
    if others.contains(where: { $0.lr < lr && $0.falls }) { return .rateTooHigh }
    let verdict = curves.judgement.verdict
    switch verdict {
    case .rateTooHigh, .stuck, .lateStart: return verdict
    default: return .rateTooLow
    }
  }
}
