import LongWork

/// The learning curves of one course of training as plain numbers, to be judged.
///
/// Losses are those of whole sets, without dropout and without penalty, so that their roughness is
/// that of the path and not of the batches.
public struct LearningCurves: Hashable, Sendable {
  /// The training set's loss from the start on.
  public var training: Curve
  /// The validation set's; empty without one.
  public var validation: Curve
  /// The learning rate at each of the training curve's moments; empty where it is constant.
  public var rates: [Double]
  /// How much the training curve jumps about because its moments are means over some batches only.
  public var samplingNoise = 0.0
  /// What it costs not to look at x: `Network.constantLoss`.
  public var guess: Double
  /// Accuracy or R² on the training set at the end; nil where only losses are known.
  public var trainingScore: Double?
  public var validationScore: Double?
  /// Balanced accuracy on the training set at the end; nil for a regression, and where it is not known.
  public var trainingBalance: Double?
  public var validationBalance: Double?
  /// Examples of the validation set, and of its smallest class.
  public var validationCount: Int?
  public var validationRare: Int?
  /// How far θ has come, ‖θ − θ⁰‖ / ‖θ⁰‖; nil where it is not known.
  public var travel: Double?

  public init(
    training: Curve, validation: Curve = Curve(), rates: [Double] = [], guess: Double,
    trainingScore: Double? = nil, validationScore: Double? = nil, travel: Double? = nil
  ) {
    precondition(rates.isEmpty || rates.count == training.times.count, "as many as moments")
    self.training = training
    self.validation = validation
    self.rates = rates
    self.guess = guess
    self.trainingScore = trainingScore
    self.validationScore = validationScore
    self.travel = travel
  }

  /// Curves that were read at the same moments.
  public init(
    times: [Double], training: [Double], validation: [Double] = [], rates: [Double] = [],
    guess: Double, trainingScore: Double? = nil, validationScore: Double? = nil,
    travel: Double? = nil
  ) {
    precondition(times.count == training.count, "a loss for each moment")
    precondition(validation.isEmpty || validation.count == times.count, "as many as moments")
    self.init(
      training: Curve(Array(zip(times, training))),
      validation: Curve(validation.isEmpty ? [] : Array(zip(times, validation))), rates: rates,
      guess: guess, trainingScore: trainingScore, validationScore: validationScore, travel: travel)
  }

  /// What curves can say about training.
  public enum Verdict: String, CaseIterable, Hashable, Sendable {
    case tooEarly = "too early to say"
    case rateTooHigh = "rate too high"
    case rateTooLow = "rate too low"
    /// No better than guessing, though θ has moved.
    case stuck = "stuck at guessing"
    /// A flat stretch at the start, then a fall: the initialization is the prime suspect.
    case lateStart = "flat, then falling"
    case notConverged = "not yet converged"
    /// The steps are too long to settle: time to let the rate decay.
    case plateau = "plateau"
    /// The loss was falling when the rate dropped, and stopped falling.
    case decayedTooEarly = "decayed too early"
    case underfitting = "underfitting"
    /// Flat, without a gap, and nothing found that could still be learnt.
    case mayBeNoise = "may be noise"
    /// Flat, and falling once penalty or dropout are left out.
    case overregularized = "regularized too strongly"
    /// Inputs far from the scale that rates and initial weights are made for.
    case unscaled = "inputs not standardized"
    /// Targets that the output's activation cannot give.
    case outOfReach = "targets out of reach"
    /// One class, or one number, for every example.
    case oneAnswer = "nothing to learn"
    case overfitting = "overfitting"
    /// The training set is learnt, and there is no validation set to say more.
    case unvalidated = "no validation"
    case good = "good"
    /// Learnt, and one feature gives the target away.
    case mayLeak = "may leak the target"
  }

  /// A verdict with the numbers it rests on.
  public struct Judgement: Hashable, Sendable {
    public var verdict: Verdict
    public var evidence: Evidence
  }

  /// What a judgement looks at. A share is of the whole fall from the first loss to the last.
  public struct Evidence: Hashable, Sendable {
    public var updates = 0.0
    public var first = Double.nan
    /// The mean over the last tenth of the time.
    public var last = Double.nan
    public var least = Double.nan
    public var most = Double.nan
    /// What is gone of the first loss, as a part of it.
    public var fallen = Double.nan
    /// The share of the fall in the first third of the time, and in the last quarter.
    public var earlyShare = Double.nan
    public var lateShare = Double.nan
    /// What the last quarter of the time took off, as a part of the loss before it: the mean over a
    /// tenth of the time about that moment.
    public var lateFall = Double.nan
    /// Whether that is more than `Limits.falling`, and more than the curve jumps about.
    public var isStillFalling = false
    /// The standard deviation of the jumps in the second half, as a part of all that was gained.
    public var roughness = Double.nan
    /// The same of the training curve alone; `roughness` is the validation curve's where that is more.
    public var trainingRoughness = Double.nan
    /// The validation set's least loss, when it was, and the last one.
    public var validationLeast: Double?
    public var validationLeastTime: Double?
    public var validationLast: Double?
    /// The training set's score less the validation set's.
    public var gap: Double?
    /// When the rate first dropped to less than 0.6 of what it was.
    public var dropTime: Double?
  }
}

extension LearningCurves {
  /// How far θ has come from its start, as a part of the start's length.
  public static func travel(from start: [Double], to end: [Double]) -> Double {
    let way = zip(start, end).inParts().reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
      .squareRoot()
    let size = start.inParts().reduce(0) { $0 + $1 * $1 }.squareRoot()
    return size > 0 ? way / size : (way > 0 ? .infinity : 0)
  }

  /// The thresholds of the judgement.
  public enum Limits {
    /// Nine in ten right, or nine tenths of the spread explained: the training set is learnt.
    public static let learnt = 0.9
    /// And the mean over the classes no less than this, however small some are.
    public static let balanced = 0.85
    /// A validation score that lags by more is a gap.
    public static let gap = 0.05
    /// A validation loss above its least by more than this part of it has turned.
    public static let turn = 0.1
    /// Jumps of more than this part of all that was gained: the rate is too high.
    public static let rough = 0.1
    /// A loss of at least this part of what guessing costs is no better than guessing.
    public static let guessing = 0.97
    /// Jumps of at least this part: the steps keep the loss from settling.
    public static let restless = 0.005
    /// A last quarter that takes more than this off the loss: it is still falling.
    public static let falling = 0.03
    /// Nothing gained is no roughness: what was gained counts as this part of the loss at least.
    public static let gained = 0.2
    /// Fewer validation examples show no gap but a wide one.
    public static let fewestExamples = 20
    /// Fewer updates or moments say nothing.
    public static let fewestUpdates = 10.0
    public static let fewestMoments = 5
  }

  /// Judges the curves as the lecture does: the training set first, overfitting only where that is
  /// learnt, and the shape of the curve where it is not.
  public var judgement: Judgement {
    let evidence = evidence
    return Judgement(verdict: verdict(by: evidence), evidence: evidence)
  }

  private func verdict(by e: Evidence) -> Verdict {
    if hasDiverged(e) { return .rateTooHigh }
    guard e.updates >= Limits.fewestUpdates, training.times.count >= Limits.fewestMoments else {
      return .tooEarly
    }
    let turned = hasTurned(e)
    if isLearnt(e) {
      if turned || hasGap(e) { return .overfitting }
      if validation.isEmpty || (validationCount ?? .max) < Limits.fewestExamples {
        return .unvalidated
      }
      return isStillFalling(validation) ? .notConverged : .good
    }
    // A wide gap that goes with a turned curve is overfitting however hard the examples are.
    // Where nothing is learnt, or the loss leapt, it is none.
    if turned, (e.gap ?? 0) > 3 * Limits.gap, !isAtGuess(e), !hasLeapt(e) { return .overfitting }
    return verdictOnTraining(e)
  }

  /// Whether the training set is learnt, its small classes too.
  public func isLearnt(_ e: Evidence) -> Bool {
    guard let trainingScore else { return e.last <= 0.1 * guess }
    return trainingScore >= Limits.learnt && (trainingBalance ?? 1) >= Limits.balanced
  }

  /// Whether the validation set lags by more than its few examples make likely.
  func hasGap(_ e: Evidence) -> Bool {
    if let gap = e.gap, gap > max(Limits.gap, 3 * gapError) { return true }
    guard let a = trainingBalance, let b = validationBalance, (validationRare ?? 0) >= 10 else {
      return false
    }
    return a - b > 3 * Limits.gap
  }

  /// Whether it lags by what may be a gap and may be chance.
  public func mayHaveGap(_ e: Evidence) -> Bool {
    (e.gap ?? 0) > max(Limits.gap, gapError) && !hasGap(e)
  }

  /// Whether the last tenth of the time has come to nothing while the end is good by luck.
  func isRestless(_ e: Evidence) -> Bool {
    e.trainingRoughness > Limits.rough && e.last > 0.5 * guess
  }

  /// Whether little of the way is gone.
  public func hasHardlyBegun(_ e: Evidence) -> Bool { e.last > 0.75 * min(e.first, 4 * guess) }

  /// After so many updates any rate that is worth it has come to the best answer that is the same for
  /// every x.
  func isBehind(_ e: Evidence) -> Bool { e.last > 1.02 * guess && e.updates >= 100 }

  /// Whether the loss has run away: it is not finite, far above what it was, or leapt far above and has
  /// not come back to more than guessing.
  public func isLost(_ e: Evidence) -> Bool {
    let level = max(e.first, guess)
    guard e.last.isFinite, training.values.allSatisfy(\.isFinite) else { return true }
    return e.last > 2 * level || hasLeapt(e) && isAtGuess(e)
  }

  /// Whether the loss was far above both its first value and what guessing costs.
  private func hasLeapt(_ e: Evidence) -> Bool { e.most > 3 * max(e.first, guess) }

  /// No better than the best answer that is the same for every x.
  func isAtGuess(_ e: Evidence) -> Bool { e.last >= Limits.guessing * guess }

  /// The standard error of the validation score, where all is well and it is about the training set's:
  /// that of a share of so many examples, or of R², 2 R (1 − R²) / √n. (Olkin and Finn, Correlations
  /// Redux, 1995.)
  private var gapError: Double {
    guard let count = validationCount, count > 0, let score = validationScore else { return 0 }
    let n = Double(count)
    let share = min(max(score, 0), 1 - 0.5 / n)
    if trainingBalance == nil { return 2 * share.squareRoot() * (1 - share) / n.squareRoot() }
    return (share * (1 - share) / n).squareRoot()
  }

  /// The training set is not learnt: what the shape of its curve says.
  private func verdictOnTraining(_ e: Evidence) -> Verdict {
    if e.roughness > Limits.rough { return .rateTooHigh }
    let fall = e.first - e.last
    let level = max(e.first.magnitude, guess)
    if let travel, travel < 0.01 { return .rateTooLow }
    if fall < 0.02 * level { return e.last >= 0.9 * guess ? .stuck : .underfitting }
    // The mean of the targets, or the classes' shares, is learnt at once; nothing else was.
    if isAtGuess(e), e.lateFall < 0.01, e.lateShare < 0.1 { return .stuck }
    if e.earlyShare < 0.05, e.lateShare > 0.05, fall > 0.1 * e.first,
      fall > 5 * (training.noise + samplingNoise)
    {
      return .lateStart
    }
    if hasDecayedTooEarly(e) { return .decayedTooEarly }
    if e.isStillFalling || (e.lateShare > 0.15 && e.roughness < Limits.restless) {
      // Close to a straight line, with most of the way still to go.
      let isStraight = e.lateShare > 0.15 && hasHardlyBegun(e)
      return isStraight || isBehind(e) ? .rateTooLow : .notConverged
    }
    return e.roughness >= Limits.restless ? .plateau : .underfitting
  }

  func hasDiverged(_ e: Evidence) -> Bool {
    guard training.values.allSatisfy(\.isFinite), e.last.isFinite else { return true }
    return e.last > 1.05 * e.first && e.last > 1.05 * guess
  }

  /// Whether the validation loss has left its least value for good, by more than it jumps about,
  /// while the training loss went on falling.
  private func hasTurned(_ e: Evidence) -> Bool {
    guard let least = e.validationLeast, let last = e.validationLast,
      let time = e.validationLeastTime, let firstLoss = validation.values.first
    else { return false }
    guard last.isFinite else { return true }
    let rise = last - least
    let before = training.value(at: training.fraction(of: time))
    return rise > Limits.turn * least && rise > 0.05 * (firstLoss - least).magnitude
      && rise > 3 * validation.noise && e.last < before
  }

  private func isStillFalling(_ curve: Curve) -> Bool {
    guard let first = curve.values.first else { return false }
    let last = curve.mean(from: 0.9)
    let late = curve.value(at: 0.75) - last
    return late > 0.05 * (first - last) && late > 2 * curve.noise
  }

  private func hasDecayedTooEarly(_ e: Evidence) -> Bool {
    guard let drop = e.dropTime else { return false }
    let at = training.fraction(of: drop)
    let window = min(at, 1 - at) / 2
    guard window > 0 else { return false }
    let before = (training.value(at: at - window) - training.value(at: at)) / window
    let after = (training.value(at: at) - training.value(at: 1)) / (1 - at)
    // Before the drop the loss was on its way: the window took a twentieth off it at least.
    return before * window > 0.05 * training.value(at: at) && after < 0.2 * before
  }

  // MARK: Evidence

  /// The numbers that the judgement goes by.
  public var evidence: Evidence {
    var e = Evidence()
    guard let first = training.values.first, let begin = training.times.first,
      let end = training.times.last
    else { return e }
    e.updates = end - begin
    e.first = first
    e.last = training.mean(from: 0.9)
    e.least = training.values.filter(\.isFinite).min() ?? .nan
    e.most = training.values.filter(\.isFinite).max() ?? .nan
    let fall = first - e.last
    e.fallen = first == 0 ? 0 : fall / first
    e.earlyShare = fall == 0 ? 0 : (first - training.mean(from: 0.25, to: 0.42)) / fall
    let before = training.mean(from: 0.7, to: 0.8)
    let late = before - e.last
    e.lateShare = fall == 0 ? 0 : late / fall
    e.lateFall = before == 0 ? 0 : late / before.magnitude
    let noise = max(training.noise * training.noise - samplingNoise * samplingNoise, 0).squareRoot()
    e.trainingRoughness = roughness(of: training, noise)
    e.roughness = e.trainingRoughness
    if (validationCount ?? .max) >= Limits.fewestExamples, !validation.isEmpty {
      e.roughness = max(e.roughness, roughness(of: validation, validation.noise))
    }
    e.isStillFalling = late > 1.5 * training.noise && e.lateFall > Limits.falling
    if let least = validation.values.filter(\.isFinite).min() {
      e.validationLeast = least
      e.validationLeastTime = validation.values.firstIndex(of: least).map { validation.times[$0] }
      e.validationLast = validation.mean(from: 0.9)
    }
    if let a = trainingScore, let b = validationScore { e.gap = a - b }
    e.dropTime = zip(rates, rates.dropFirst()).enumerated()
      .first { $0.element.1 < 0.6 * $0.element.0 }.map { training.times[$0.offset] }
    return e
  }

  /// How much a curve jumps about, as a part of all that was gained on it.
  private func roughness(of curve: Curve, _ noise: Double) -> Double {
    let level = max(curve.values.first ?? 0, guess)
    let least = curve.values.filter(\.isFinite).min() ?? level
    let gained = max(level - least, Limits.gained * level)
    return gained > 0 ? noise / gained : 0
  }
}

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
