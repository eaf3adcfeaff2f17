import Engine
import LongWork
import Timelines

/// What is wrong with a course of training, by its curves, by looks at the network and the data, and by
/// experiments that begin where it stands.
public struct Diagnosis: Sendable {
  public let curves: LearningCurves
  public let evidence: LearningCurves.Evidence
  public private(set) var verdict: LearningCurves.Verdict
  /// The metrics now.
  public let training: NetworkMetrics
  public let validation: NetworkMetrics?
  /// What keeps the network from learning, where it is looked for.
  public private(set) var blockage: Blockage?
  /// Whether nothing of the kind kept it at the start: training brought it about.
  public private(set) var isBlockedByTraining = false
  /// A regression without a network on the same examples, where it is looked for.
  public private(set) var kernel: KernelRegression?
  /// What a change of the rate, or less regularization, would bring, where it was tried.
  public private(set) var trials: Trials?
  /// The feature whose numbers are far from the scale that networks are made for.
  public private(set) var unscaled: Unscaled?
  /// A layer that steps of a rate that is too high have driven into saturation.
  public private(set) var saturation: Saturation?
  /// What the same course brings with more units, where the loss creeps.
  public private(set) var wider: WiderRun?
  /// The part of the targets that the output cannot say.
  public private(set) var unreachable: Double?
  public private(set) var leak: Leak?
  /// Whether early stopping ended the run.
  public let isStoppedEarly: Bool

  /// What a trial must take off the loss, beyond what no change brings, to put the blame on a rate.
  public static let telling = 0.1
  /// The same of penalty and dropout.
  static let freed = 0.05
  /// At this and more, steps that are too long do more harm than a plateau's.
  static let harmful = 0.3
  /// Ten times the rate that takes the loss down so many times as fast shows that the rate is too low.
  static let faster = 6.0
  /// A loss that falls by less than this, in the last quarter or in a trial, no longer falls much.
  static let slow = 0.05
  /// The part of the loss that a wider network may leave, at as many updates, to put the blame on the size.
  static let roomier = 0.7
  /// How much better than the network the regression must do to show that there is more to learn.
  public static let margin = 0.05

  /// Judges a course that has come to where its timeline stands.
  ///
  /// What a run has seen already is not worked out again.
  ///
  /// - Parameter isInterrupted: asked now and then; where it says true, what comes of this means nothing.
  public init(
    of timeline: Timeline, on network: Network, isInterrupted: () -> Bool = { false }
  ) {
    let theta = timeline.state.theta
    let known = timeline.metricsNow
    training = known.training ?? network.metrics(at: theta, on: network.training)
    validation = network.validation.map { dataset in
      known.validation ?? network.metrics(at: theta, on: dataset)
    }
    curves = LearningCurves(of: timeline, on: network, training: training, validation: validation)
    let judgement = curves.judgement
    (evidence, verdict) = (judgement.evidence, judgement.verdict)
    isStoppedEarly =
      timeline.experiment.stopping.map {
        timeline.epochEnded?.isRestored == true || timeline.state.stopping.wait >= $0.patience
      } ?? false
    if network.training.hasOneAnswer {
      verdict = .oneAnswer
    } else if verdict != .tooEarly {
      unscaled = Unscaled(in: network.training)
      if curves.isLearned(evidence) {
        judgeWhatIsLearned(network, timeline.experiment)
      } else if verdict != .overfitting {
        findCause(timeline, network, isInterrupted)
      }
    }
  }

  private mutating func judgeWhatIsLearned(_ network: Network, _ experiment: Experiment) {
    if verdict != .overfitting, curves.isRestless(evidence), network.dropout == nil {
      verdict = .rateTooHigh
      return
    }
    leak = Leak(in: network.training)
    if leak != nil, verdict != .overfitting { verdict = .mayLeak }
  }

  /// Why the training set is not learned: first what no learning rate could mend, then what experiments
  /// say, then whether there is more to learn at all.
  private mutating func findCause(
    _ timeline: Timeline, _ network: Network, _ isInterrupted: () -> Bool
  ) {
    let theta = timeline.state.theta
    let isAtGuess = curves.isAtGuess(evidence)
    if theta.inParts().allSatisfy({ $0.isFinite }) {
      blockage = network.blockage(at: theta)
      if blockage == nil, isAtGuess { blockage = network.vanishing(at: theta) }
      if let blockage, !blockage.isOfStart {
        isBlockedByTraining = network.blockage(at: timeline.startTheta) == nil
      }
    }
    unreachable = network.unreachableShare.flatMap { $0 > 0.1 ? $0 : nil }
    if blockage?.isOfStart == true {
      verdict = .stuck
    } else if unreachable != nil {
      verdict = .outOfReach
    } else if unscaled != nil, blockage == nil || curves.hasDiverged(evidence) {
      verdict = .unscaled
    } else if blockage != nil, evidence.last.isFinite {
      verdict = .stuck
    } else if curves.isLost(evidence) {
      verdict = .rateTooHigh
    } else if curves.hasLeapt(evidence),
      let found = Saturation(of: network, at: theta, from: timeline.startTheta)
    {
      saturation = found
      verdict = .rateTooHigh
    } else if let travel = curves.travel, travel < 0.01, evidence.fallen < 0.1 {
      verdict = .rateTooLow
    } else if verdict != .lateStart, verdict != .decayedTooEarly, !isInterrupted() {
      trials = Trials(
        of: timeline.experiment, from: timeline.state, on: network,
        initialRate: curves.rates.max() ?? 0, isInterrupted: isInterrupted)
      if isInterrupted() { return }
      if let trials, let found = verdict(by: trials) {
        verdict = found
      } else {
        judgeWhatIsLeft(KernelRegression(on: network, at: theta), network)
        if verdict == .notConverged { lookWhetherItCreeps(timeline, network, isInterrupted) }
      }
    }
  }

  /// What a trial with one change says: the change that brings the most; nil where none brings much.
  private func verdict(by trials: Trials) -> LearningCurves.Verdict? {
    let found: [(verdict: LearningCurves.Verdict, outcome: Trials.Outcome?, least: Double)] = [
      (.overregularized, trials.free, Self.freed),
      (.plateau, trials.slower, Self.telling),
      (.rateTooLow, trials.faster, Self.telling),
    ]
    let telling = found.compactMap { verdict, outcome, least in
      outcome.map { (verdict: verdict, gain: trials.gain(of: $0), least: least) }
    }.filter { $0.gain >= $0.least }
    guard let most = telling.max(by: { $0.gain < $1.gain }) else { return nil }
    switch most.verdict {
    case .plateau:
      let isHarmful = most.gain > Self.harmful || evidence.roughness > LearningCurves.Limits.rough
      return isHarmful ? .rateTooHigh : .plateau
    case .rateTooLow:
      if let initial = curves.rates.max(), initial > 1.5 * trials.rate { return .decayedTooEarly }
      let isSlow =
        evidence.lateFall < Self.slow && trials.fall(of: trials.same) < Self.slow
      let isMuchFaster = trials.speedOfTenfoldRate > Self.faster
      return curves.hasHardlyBegun(evidence) || curves.isBehind(evidence) || isSlow || isMuchFaster
        ? .rateTooLow : .notConverged
    default: return most.verdict
    }
  }

  /// Whether it is still on its way, or held up by too small a network, or by noise.
  private mutating func judgeWhatIsLeft(_ kernel: KernelRegression?, _ network: Network) {
    self.kernel = kernel
    let more = trials.map { $0.fall(of: $0.same) }
    let isFalling =
      evidence.isStillFalling && evidence.lateFall > Self.slow || (more ?? 0) > Self.slow
    let isFallingFast = evidence.lateFall > 2 * Self.slow || (more ?? 0) > 2 * Self.slow
    // Where experiments were made, they have told the curve's suspicions about the rate.
    let isOfRate = [.rateTooHigh, .rateTooLow, .plateau].contains(verdict)
    if isOfRate, trials == nil { return }
    let isBetter = kernel.map { $0.score > $0.networkScore + Self.margin }
    if curves.isAtGuess(evidence), !isFallingFast {
      // Without a hidden layer nothing can be stuck: the network is at the best it can do.
      verdict =
        network.architecture.layers.count == 1 && isBetter == true ? .underfitting : .stuck
    } else if isBetter == false, !isFallingFast {
      verdict = isFittingNoise(kernel) ? .overfitting : .mayBeNoise
    } else if isFalling {
      verdict = .notConverged
    } else {
      verdict = .underfitting
    }
  }

  /// A loss that falls a little all the time may come to nothing: where there is much more to learn and a
  /// wider network has learned it by now, the network is too small.
  private mutating func lookWhetherItCreeps(
    _ timeline: Timeline, _ network: Network, _ isInterrupted: () -> Bool
  ) {
    guard let kernel, kernel.score > kernel.networkScore + 4 * Self.margin,
      let trials, trials.fall(of: trials.same) < Self.slow
    else { return }
    wider = WiderRun(
      of: timeline.experiment, on: network, updates: Int(clamping: evidence.updates),
      isInterrupted: isInterrupted)
    if let wider, wider.loss < Self.roomier * evidence.last { verdict = .underfitting }
  }

  /// Whether the training set's score is far above the validation set's and above what a regression
  /// reaches on examples that it has not seen.
  private func isFittingNoise(_ kernel: KernelRegression?) -> Bool {
    guard let kernel, let gap = evidence.gap, curves.hasGap(evidence) else { return false }
    return gap > 3 * LearningCurves.Limits.gap
      && kernel.networkScore > kernel.score + 2 * Self.margin
  }
}
