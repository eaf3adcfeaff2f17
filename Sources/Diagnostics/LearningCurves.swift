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
    /// Flat, without a gap, and nothing found that could still be learned.
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
    /// The training set is learned, and there is no validation set to say more.
    case unvalidated = "no validation"
    case good = "good"
    /// Learned, and one feature gives the target away.
    case mayLeak = "may leak the target"
  }

  /// A verdict with the numbers it rests on.
  public struct Judgement: Hashable, Sendable {
    public var verdict: Verdict
    public var evidence: Evidence
  }
}
