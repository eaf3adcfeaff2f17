import Arithmetic
import Formula
import LongWork

extension LearningCurves {
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

  /// How far θ has come from its start, as a part of the start's length.
  public static func travel(from start: [Double], to end: [Double]) -> Double {
    let way = Elementary.distance(start, end)
    let size = start.inParts().reduce(0) { $0 + $1 * $1 }.squareRoot()
    return size > 0 ? way / size : (way > 0 ? .infinity : 0)
  }

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
