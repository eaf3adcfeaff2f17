/// The learning curves of one course of training as plain numbers, to be judged.
///
/// Losses are those of whole sets, without dropout and without penalty, so that their roughness is
/// that of the path and not of the batches.
public struct LearningCurves: Hashable, Sendable {
  /// The moments looked at, in updates, rising; the first is the start.
  public var times: [Double]
  /// The training set's loss at each of `times`.
  public var training: [Double]
  /// The validation set's; empty without one.
  public var validation: [Double]
  /// The learning rate at each of `times`; empty where it is constant.
  public var rates: [Double]
  /// What it costs not to look at x: `Network.guessLoss`.
  public var guess: Double
  /// Accuracy or R² on the training set at the end; nil where only losses are known.
  public var trainingScore: Double?
  public var validationScore: Double?
  /// How far θ has come, ‖θ − θ⁰‖ / ‖θ⁰‖; nil where it is not known.
  public var travel: Double?

  public init(
    times: [Double], training: [Double], validation: [Double] = [], rates: [Double] = [],
    guess: Double, trainingScore: Double? = nil, validationScore: Double? = nil,
    travel: Double? = nil
  ) {
    precondition(times.count == training.count, "a loss for each moment")
    precondition(validation.isEmpty || validation.count == times.count, "as many as moments")
    precondition(rates.isEmpty || rates.count == times.count, "as many as moments")
    self.times = times
    self.training = training
    self.validation = validation
    self.rates = rates
    self.guess = guess
    self.trainingScore = trainingScore
    self.validationScore = validationScore
    self.travel = travel
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
    case overfitting = "overfitting"
    /// The training set is learnt, and there is no validation set to say more.
    case unvalidated = "no validation"
    case good = "good"
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
    let way = zip(start, end).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }.squareRoot()
    let size = start.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return size > 0 ? way / size : (way > 0 ? .infinity : 0)
  }

  /// The thresholds of the judgement.
  public enum Limits {
    /// Nine in ten right, or nine tenths of the spread explained: the training set is learnt.
    public static let learnt = 0.9
    /// A validation score that lags by more is a gap.
    public static let gap = 0.05
    /// A validation loss above its least by more than this part of it has turned.
    public static let turn = 0.1
    /// Jumps of more than this part of all that was gained: the rate is too high.
    public static let rough = 0.1
    /// Jumps of at least this part: the steps keep the loss from settling.
    public static let restless = 0.005
    /// A last quarter that takes more than this off the loss: it is still falling.
    public static let falling = 0.03
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
    guard e.updates >= Limits.fewestUpdates, times.count >= Limits.fewestMoments else {
      return .tooEarly
    }
    let isLearnt = trainingScore.map { $0 >= Limits.learnt } ?? (e.last <= 0.1 * guess)
    let turned = hasTurned(e)
    if isLearnt {
      if turned || (e.gap ?? 0) > Limits.gap { return .overfitting }
      if validation.isEmpty { return .unvalidated }
      return isStillFalling(validation, e) ? .notConverged : .good
    }
    // A wide gap that goes with a turned curve is overfitting however hard the examples are.
    if turned, (e.gap ?? 0) > 3 * Limits.gap { return .overfitting }
    return verdictOnTraining(e)
  }

  /// The training set is not learnt: what the shape of its curve says.
  private func verdictOnTraining(_ e: Evidence) -> Verdict {
    if e.roughness > Limits.rough { return .rateTooHigh }
    let fall = e.first - e.last
    let level = Swift.max(e.first.magnitude, guess)
    if let travel, travel < 0.01 { return .rateTooLow }
    if fall < 0.02 * level { return e.last >= 0.9 * guess ? .stuck : .underfitting }
    // The mean of the targets, or the classes' shares, is learnt at once; nothing else was.
    if e.last >= 0.97 * guess, e.lateFall < 0.01, e.lateShare < 0.1 { return .stuck }
    if e.earlyShare < 0.05, e.lateShare > 0.05, fall > 0.1 * e.first { return .lateStart }
    if hasDecayedTooEarly(e) { return .decayedTooEarly }
    if e.isStillFalling || (e.lateShare > 0.15 && e.roughness < Limits.restless) {
      // Close to a straight line, with most of the way still to go.
      let isStraight = e.lateShare > 0.15
      return isStraight && e.last > 0.75 * Swift.min(e.first, 4 * guess)
        ? .rateTooLow : .notConverged
    }
    return e.roughness >= Limits.restless ? .plateau : .underfitting
  }

  private func hasDiverged(_ e: Evidence) -> Bool {
    guard training.allSatisfy(\.isFinite), e.last.isFinite else { return true }
    return e.last > 1.05 * e.first && e.last > 1.05 * guess
  }

  /// Whether the validation loss has left its least value for good, by more than it jumps about,
  /// while the training loss went on falling.
  private func hasTurned(_ e: Evidence) -> Bool {
    guard let least = e.validationLeast, let last = e.validationLast,
      let time = e.validationLeastTime, let firstLoss = validation.first
    else { return false }
    guard last.isFinite else { return true }
    let rise = last - least
    let noise = Self.noise(of: secondHalf(validation))
    let before = value(of: training, at: fraction(of: time))
    return rise > Limits.turn * least && rise > 0.05 * (firstLoss - least).magnitude
      && rise > 3 * noise && e.last < before
  }

  private func isStillFalling(_ losses: [Double], _ e: Evidence) -> Bool {
    guard let first = losses.first else { return false }
    let late = value(of: losses, at: 0.75) - mean(of: losses, from: 0.9)
    let noise = Self.noise(of: secondHalf(losses))
    return late > 0.05 * (first - mean(of: losses, from: 0.9)) && late > 2 * noise
  }

  private func hasDecayedTooEarly(_ e: Evidence) -> Bool {
    guard let drop = e.dropTime else { return false }
    let at = fraction(of: drop)
    let window = Swift.min(at, 1 - at) / 2
    guard window > 0 else { return false }
    let before = (value(of: training, at: at - window) - value(of: training, at: at)) / window
    let after = (value(of: training, at: at) - value(of: training, at: 1)) / (1 - at)
    // Before the drop the loss was on its way: the window took a twentieth off it at least.
    return before * window > 0.05 * value(of: training, at: at) && after < 0.2 * before
  }

  // MARK: Evidence

  /// The numbers that the judgement goes by.
  public var evidence: Evidence {
    var e = Evidence()
    guard let first = training.first, let begin = times.first, let end = times.last else {
      return e
    }
    e.updates = end - begin
    e.first = first
    e.last = mean(of: training, from: 0.9)
    e.least = training.filter(\.isFinite).min() ?? .nan
    let fall = first - e.last
    e.fallen = first == 0 ? 0 : fall / first
    e.earlyShare = fall == 0 ? 0 : (first - value(of: training, at: 1.0 / 3)) / fall
    let before = mean(of: training, from: 0.7, to: 0.8)
    let late = before - e.last
    e.lateShare = fall == 0 ? 0 : late / fall
    e.lateFall = before == 0 ? 0 : late / before.magnitude
    let gained = Swift.max(first, guess) - e.least
    let noise = Self.noise(of: secondHalf(training))
    e.roughness = gained > 0 ? noise / gained : 0
    e.isStillFalling = late > noise && e.lateFall > Limits.falling
    if let least = validation.filter(\.isFinite).min() {
      e.validationLeast = least
      e.validationLeastTime = validation.firstIndex(of: least).map { times[$0] }
      e.validationLast = mean(of: validation, from: 0.9)
    }
    if let a = trainingScore, let b = validationScore { e.gap = a - b }
    e.dropTime = zip(rates, rates.dropFirst()).enumerated()
      .first { $0.element.1 < 0.6 * $0.element.0 }.map { times[$0.offset] }
    return e
  }

  private func fraction(of time: Double) -> Double {
    guard let begin = times.first, let end = times.last, end > begin else { return 1 }
    return (time - begin) / (end - begin)
  }

  /// A curve at a fraction of the time, between two moments in a straight line.
  private func value(of losses: [Double], at fraction: Double) -> Double {
    guard let begin = times.first, let end = times.last, let last = losses.last else { return .nan }
    let time = begin + fraction * (end - begin)
    guard let after = times.firstIndex(where: { $0 >= time }) else { return last }
    guard after > 0, times[after] > times[after - 1] else { return losses[after] }
    let share = (time - times[after - 1]) / (times[after] - times[after - 1])
    return losses[after - 1] + share * (losses[after] - losses[after - 1])
  }

  /// The mean over the moments from one fraction of the time to another; the curve in their middle
  /// where there is no such moment.
  private func mean(of losses: [Double], from low: Double, to high: Double = 1) -> Double {
    let part = zip(times, losses).filter { (low...high).contains(fraction(of: $0.0)) }.map(\.1)
    guard !part.isEmpty else { return value(of: losses, at: (low + high) / 2) }
    return part.reduce(0, +) / Double(part.count)
  }

  private func secondHalf(_ losses: [Double]) -> ArraySlice<Double> {
    losses[(losses.count / 2)...]
  }

  /// The standard deviation of independent errors about a smooth curve: second differences have six
  /// times their variance, and a smooth curve hardly any.
  private static func noise(of values: ArraySlice<Double>) -> Double {
    let values = Array(values)
    guard values.count >= 3 else { return 0 }
    let sum = (1..<(values.count - 1)).reduce(0.0) { sum, i in
      let bend = values[i - 1] - 2 * values[i] + values[i + 1]
      return sum + bend * bend
    }
    return (sum / (6 * Double(values.count - 2))).squareRoot()
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
