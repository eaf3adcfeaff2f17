/// What is wrong with a course of training, by its curves and by looks at the network and the data.
public struct Diagnosis: Sendable {
  public let curves: LearningCurves
  public let evidence: LearningCurves.Evidence
  public let verdict: LearningCurves.Verdict
  /// The metrics now.
  public let training: NetworkMetrics
  public let validation: NetworkMetrics?
  /// What keeps the network from learning, where it is looked for.
  public let blockage: Blockage?
  /// A regression without a network on the same examples, where it is looked for.
  public let kernel: KernelRegression?
  /// The share that some updates without penalty and dropout took off the loss, where it was tried.
  public let freedFall: Double?
  /// The feature whose numbers are far from the scale that networks are made for, with their size.
  public let unscaled: (feature: String, size: Double)?

  /// Inputs whose root mean square is within this are of a scale that networks are made for.
  static let scales = 0.02...30.0
  /// What a trial without penalty and dropout must take off the loss to put the blame on them.
  static let freed = 0.1
  /// Updates of that trial, and examples that it is judged on.
  public static let trialUpdates = 100
  static let trialExamples = 2_000
  /// How much better than the network the regression must do to show that there is more to learn.
  public static let margin = 0.05

  /// Judges a course that has come to where its timeline stands.
  public init(of timeline: Timeline, on network: Network) {
    let theta = timeline.state.theta
    let training = timeline.metricsNow.training ?? network.metrics(at: theta, on: network.training)
    let validation = network.validation.map {
      timeline.metricsNow.validation ?? network.metrics(at: theta, on: $0)
    }
    let curves = LearningCurves(
      of: timeline, on: network, training: training, validation: validation)
    let judgement = curves.judgement
    let evidence = judgement.evidence
    var (verdict, blockage) = (judgement.verdict, Blockage?.none)
    var (kernel, freedFall) = (KernelRegression?.none, Double?.none)
    var unscaled: (feature: String, size: Double)?
    if network.training.hasOneAnswer {
      verdict = .oneAnswer
    } else if verdict.isOfTraining, !curves.isLearnt(evidence) {
      unscaled = network.training.unscaledFeature
      blockage = theta.allSatisfy(\.isFinite) ? network.blockage(at: theta) : nil
      if unscaled != nil, blockage?.isOfStart != true, verdict.mayComeFromScale {
        verdict = .unscaled
      } else if blockage != nil {
        verdict = .stuck
      } else if verdict.isFlat || verdict == .notConverged {
        freedFall = timeline.experiment.fallWithoutRegularization(
          from: timeline.state, on: network)
        // As training goes, it would take so much off in as many updates.
        let trend = max(evidence.lateFall, 0) * 4 * Double(Self.trialUpdates) / evidence.updates
        if let freedFall, freedFall > Self.freed + 3 * trend {
          verdict = .overregularized
        } else if verdict.isFlat, !curves.hasGap(evidence) {
          kernel = KernelRegression(on: network, at: theta)
          let isBetter = kernel.map { $0.score > $0.networkScore + Self.margin } ?? true
          if !isBetter, verdict != .stuck { verdict = .mayBeNoise }
        }
      }
    }
    self.curves = curves
    self.evidence = evidence
    self.verdict = verdict
    self.training = training
    self.validation = validation
    self.blockage = blockage
    self.kernel = kernel
    self.freedFall = freedFall
    self.unscaled = unscaled
  }
}

extension LearningCurves.Verdict {
  /// Whether it says that training is at fault.
  fileprivate var isOfTraining: Bool {
    switch self {
    case .tooEarly, .overfitting, .unvalidated, .good, .oneAnswer: false
    default: true
    }
  }

  /// Whether inputs of another scale can be the reason.
  fileprivate var mayComeFromScale: Bool { self != .notConverged && self != .decayedTooEarly }

  /// Whether it is of a curve that no longer falls.
  fileprivate var isFlat: Bool {
    switch self {
    case .stuck, .plateau, .underfitting: true
    default: false
    }
  }
}

extension Dataset {
  /// The feature whose root mean square is the farthest beyond `Diagnosis.scales`, where one is; a
  /// feature that is 0 throughout is of no scale.
  var unscaledFeature: (feature: String, size: Double)? {
    let scaling = Standardization(fitting: featureValues, columns: featureCount)
    let sizes = zip(scaling.means, scaling.scales).map { mean, scale in
      // The scale of a constant column is 1 by convention.
      (mean * mean + (scale == 1 ? 0 : scale * scale)).squareRoot()
    }
    let range = Diagnosis.scales
    if let most = sizes.indices.max(by: { sizes[$0] < sizes[$1] }) {
      if sizes[most] > range.upperBound { return (featureNames[most], sizes[most]) }
      if sizes[most] < range.lowerBound, sizes[most] > 0 {
        return (featureNames[most], sizes[most])
      }
    }
    return nil
  }
}

extension Experiment {
  /// The share that some updates without penalty and dropout take off the training loss.
  ///
  /// - Returns: nil where there is neither.
  func fallWithoutRegularization(from state: TrainingState, on network: Network) -> Double? {
    guard !penalty.isNone || network.dropout != nil,
      let free = try? network.replacingDropout(with: nil)
    else { return nil }
    var setup = setup
    setup.penalty = .none
    setup.dropout = nil
    setup.stopping = nil
    let experiment = Experiment(free, setup)
    let sample = free.training.selecting(0..<min(Diagnosis.trialExamples, free.training.count))
    var state = state
    let before = network.metrics(at: state.theta, on: sample).loss
    _ = Trainer(experiment).run(&state, updates: Diagnosis.trialUpdates)
    let after = free.metrics(at: state.theta, on: sample).loss
    return before > 0 && after.isFinite ? 1 - after / before : nil
  }
}
