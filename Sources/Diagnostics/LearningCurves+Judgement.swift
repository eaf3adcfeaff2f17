/// What the curves say about training.
extension LearningCurves {
  /// The thresholds of the judgement.
  public enum Limits {
    /// Nine in ten right, or nine tenths of the spread explained: the training set is learned.
    public static let learned = 0.9
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
  /// learned, and the shape of the curve where it is not.
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
    if isLearned(e) {
      if turned || hasGap(e) { return .overfitting }
      if validation.isEmpty || (validationCount ?? .max) < Limits.fewestExamples {
        return .unvalidated
      }
      return isStillFalling(validation) ? .notConverged : .good
    }
    // A wide gap that goes with a turned curve is overfitting however hard the examples are.
    // Where nothing is learned, or the loss leapt, it is none.
    if turned, (e.gap ?? 0) > 3 * Limits.gap, !isAtGuess(e), !hasLeapt(e) { return .overfitting }
    return verdictOnTraining(e)
  }

  /// Whether the training set is learned, its small classes too.
  public func isLearned(_ e: Evidence) -> Bool {
    guard let trainingScore else { return e.last <= 0.1 * guess }
    return trainingScore >= Limits.learned && (trainingBalance ?? 1) >= Limits.balanced
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
  func hasLeapt(_ e: Evidence) -> Bool { e.most > 3 * max(e.first, guess) }

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

  /// The training set is not learned: what the shape of its curve says.
  private func verdictOnTraining(_ e: Evidence) -> Verdict {
    if e.roughness > Limits.rough { return .rateTooHigh }
    let fall = e.first - e.last
    let level = max(e.first.magnitude, guess)
    if let travel, travel < 0.01 { return .rateTooLow }
    if fall < 0.02 * level { return e.last >= 0.9 * guess ? .stuck : .underfitting }
    // The mean of the targets, or the classes' shares, is learned at once; nothing else was.
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
}
