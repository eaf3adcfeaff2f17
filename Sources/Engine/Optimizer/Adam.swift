import CKernels
import Conversion

/// Adam: m_t = β₁ m_(t−1) + (1 − β₁) g_t, v_t = β₂ v_(t−1) + (1 − β₂) g_t²,
/// m̂ = m_t / (1 − β₁ᵗ), v̂ = v_t / (1 − β₂ᵗ), θ_t = θ_(t−1) − η m̂ / (√v̂ + ε).
///
/// AdamW (`isDecoupled`): θ also loses η λ_wd θ_(t−1). PyTorch writes the same update in another
/// order; it agrees to rounding, so both conventions share this one.
///
/// Source: slide "Adam", Algorithm 1; Kingma and Ba (2015); Loshchilov and Hutter (2019).
public struct Adam: UpdateRule {
  public let settings: Hyperparameters
  let isDecoupled: Bool
  public let horizon: Int

  init(settings: Hyperparameters, isDecoupled: Bool) {
    self.settings = settings
    self.isDecoupled = isDecoupled
    // β^t < 2^-60 leaves 1 − β^t at exactly 1 from there on.
    let slowest = max(settings.beta1, settings.beta2)
    let steps = slowest > 0 ? (-60 * dk_log(2) / dk_log(slowest)).rounded(.up) : 1
    horizon = Int(clamping: steps, to: 1_000_000_000_000_000) + 1
  }

  public func prepare<S: Quantity>(_ s: inout StepScalars<S>) {
    s.correction1 = 1 - s.beta1.power(s.t)
    s.correction2 = 1 - s.beta2.power(s.t)
  }

  @inline(__always)
  public func step<L: Ledger>(_ l: inout L, _ s: StepScalars<L.Q>) {
    let g = l.gradient
    let m = l.store(.firstMoment, s.beta1 * l.previous(.firstMoment) + (1 - s.beta1) * g)
    let v = l.store(.secondMoment, s.beta2 * l.previous(.secondMoment) + (1 - s.beta2) * (g * g))
    let mHat = l.name(
      .correctedFirstMoment, m.divided(by: s.correction1, isOne: s.correction1IsOne))
    let vHat = l.name(
      .correctedSecondMoment, v.divided(by: s.correction2, isOne: s.correction2IsOne))
    let denominator = vHat.squareRoot() + s.eps
    let stepLength =
      s.epsIsZero ? (s.eta * mHat).dividedOrZero(by: denominator) : s.eta * mHat / denominator
    if isDecoupled {
      let shrink = l.name(.decayMove, s.eta * s.decay * l.parameter)
      l.move(by: -stepLength - shrink)
    } else {
      l.move(by: -stepLength)
    }
  }

  static let hyperparameters: [Hyperparameter] = [
    .learningRate(0.001),
    Hyperparameter("beta1", 0.9, .fraction, "how much of the first moment is kept, β₁"),
    Hyperparameter("beta2", 0.999, .fraction, "how much of the second moment is kept, β₂"),
    Hyperparameter("eps", 1e-8, .nonNegative, "added to the denominator, ε"),
  ]

  static let slots: [(Slot, RuleQuantity)] = [
    (
      .firstMoment,
      RuleQuantity(
        "m", "Adam: the first moment, the fading mean of the gradients",
        short: "the first moment: a fading mean of g")
    ),
    (
      .secondMoment,
      RuleQuantity("v", "Adam: the second moment, the fading mean of the squared gradients")
    ),
  ]
  static let intermediates: [(Intermediate, RuleQuantity)] = [
    (
      .correctedFirstMoment,
      RuleQuantity(
        "m_hat", "the first moment, corrected for its start at 0",
        short: "the first moment, corrected for its start at 0")
    ),
    (
      .correctedSecondMoment,
      RuleQuantity(
        "v_hat", "the second moment, corrected for its start at 0",
        short: "the second moment, corrected likewise")
    ),
  ]
  private static let decayMove = RuleQuantity(
    "decay_move", symbol: "decay", "AdamW: what the decay takes off θ, η λ θ",
    short: "what the decay takes off θ")

  public static let declaration = RuleDeclaration(
    name: "adam", summary: "momentum over RMSProp, both corrected for their start at 0",
    source: "slide: Adam, Algorithm 1; Kingma and Ba (2015)",
    hyperparameters: hyperparameters, slots: slots, intermediates: intermediates,
    misconceptions: Misconception.adam,
    makeRule: { settings, _ in Adam(settings: settings, isDecoupled: false) })

  public static let decoupledDeclaration = RuleDeclaration(
    name: "adamw", summary: "adam with the weights' decay kept out of the moments",
    source: "Loshchilov and Hutter (2019)",
    hyperparameters: hyperparameters + [
      Hyperparameter("decay", 0.01, .nonNegative, "share of θ lost each update is η times this")
    ],
    slots: slots, intermediates: intermediates + [(.decayMove, decayMove)],
    misconceptions: Misconception.adamw,
    makeRule: { settings, _ in Adam(settings: settings, isDecoupled: true) })
}
