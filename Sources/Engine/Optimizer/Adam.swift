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

  static let misconceptions =
    Misconception.common + [
      Misconception("m", "g", "that is the gradient; m keeps β₁ of the old moment."),
      Misconception("m", "(1 - beta1)*m_prev + beta1*g", "you exchanged β₁ and 1 − β₁."),
      Misconception("m", "beta1*m_prev + g", "the gradient's share is multiplied by 1 − β₁."),
      Misconception("m", "beta2*m_prev + (1 - beta2)*g", "you used β₂; the first moment has β₁."),
      Misconception("m", "beta1*m_prev + (1 - beta1)*g^2", "you squared g; that belongs to v."),
      Misconception("m", "beta1*m_prev + (1 - beta1)*g_prev", "you used the last step's gradient."),
      Misconception("m", "beta1*m_prev - (1 - beta1)*g", "the gradient is added here."),
      Misconception("m", "m_hat", "that is m̂, after the bias correction."),
      Misconception("v", "beta2*v_prev + (1 - beta2)*g", "the second moment takes g squared."),
      Misconception("v", "(1 - beta2)*v_prev + beta2*g^2", "you exchanged β₂ and 1 − β₂."),
      Misconception("v", "beta2*v_prev + g^2", "the square's share is multiplied by 1 − β₂."),
      Misconception("v", "beta1*v_prev + (1 - beta1)*g^2", "you used β₁; v has β₂."),
      Misconception("v", "v_hat", "that is v̂, after the bias correction."),
      Misconception("m_hat", "m", "you left out the bias correction: divide by 1 − β₁ᵗ."),
      Misconception(
        "m_hat", "m*(1 - beta1^t)", "you multiplied by (1 − β₁ᵗ) where Adam divides."),
      Misconception("m_hat", "m/(1 - beta1)", "β₁ goes to the power t in the correction."),
      Misconception("m_hat", "m/(1 - beta2^t)", "you corrected with β₂; m̂ takes β₁."),
      Misconception("m_hat", "m/beta1^t", "you divided by β₁ᵗ; divide by 1 − β₁ᵗ."),
      Misconception("m_hat", "m/(1 - beta1^(t - 1))", "you used the last step's t."),
      Misconception("m_hat", "m/(1 - beta1^(t + 1))", "you used the next step's t."),
      Misconception("v_hat", "v", "you left out the bias correction: divide by 1 − β₂ᵗ."),
      Misconception(
        "v_hat", "v*(1 - beta2^t)", "you multiplied by (1 − β₂ᵗ) where Adam divides."),
      Misconception("v_hat", "v/(1 - beta2)", "β₂ goes to the power t in the correction."),
      Misconception("v_hat", "v/(1 - beta1^t)", "you corrected with β₁; v̂ takes β₂."),
      Misconception("v_hat", "v/(1 - beta2^(t - 1))", "you used the last step's t."),
      Misconception("v_hat", "sqrt(v/(1 - beta2^t))", "that is √v̂; the root comes later."),
      Misconception("delta", "-eta*m/(sqrt(v) + eps)", "you used m and v without bias correction."),
      Misconception("delta", "-eta*m_hat/v_hat", "you forgot the square root of v̂."),
      Misconception("delta", "-eta*m_hat/sqrt(v_hat + eps)", "ε stands outside the root."),
      Misconception("delta", "-eta*g", "that is plain gradient descent."),
      Misconception("delta", "-eta*m_hat", "you did not divide by √v̂ + ε."),
      Misconception("delta", "-eta*g/(sqrt(v_hat) + eps)", "the numerator is m̂, not g."),
      Misconception("delta", "eta*m_hat/(sqrt(v_hat) + eps)", "you went uphill; mind the minus."),
      Misconception(
        "delta", "-eta*m*(1 - beta1^t)/(sqrt(v*(1 - beta2^t)) + eps)",
        "you multiplied by the bias corrections where Adam divides."),
      Misconception(
        "theta", "theta_prev - eta*m/(sqrt(v) + eps)", "you left out the bias corrections."),
      Misconception(
        "theta", "theta_prev - eta*m_hat/sqrt(v_hat + eps)", "ε stands outside the root."),
      Misconception("theta", "theta_prev - eta*g", "that is plain gradient descent's step."),
    ]

  static let slots: [(Slot, String)] = [(.firstMoment, "m"), (.secondMoment, "v")]
  static let intermediates: [(Intermediate, String)] = [
    (.correctedFirstMoment, "m_hat"), (.correctedSecondMoment, "v_hat"),
  ]

  public static let declaration = RuleDeclaration(
    name: "adam", summary: "momentum over RMSProp, both corrected for their start at 0",
    source: "slide: Adam, Algorithm 1; Kingma and Ba (2015)",
    hyperparameters: hyperparameters, slots: slots, intermediates: intermediates,
    misconceptions: misconceptions,
    makeRule: { settings, _ in Adam(settings: settings, isDecoupled: false) })

  public static let decoupledDeclaration = RuleDeclaration(
    name: "adamw", summary: "adam with the weights' decay kept out of the moments",
    source: "Loshchilov and Hutter (2019)",
    hyperparameters: hyperparameters + [
      Hyperparameter("decay", 0.01, .nonNegative, "share of θ lost each update is η times this")
    ],
    slots: slots, intermediates: intermediates + [(.decayMove, "decay_move")],
    misconceptions: misconceptions + [
      Misconception(
        "delta", "-eta*m_hat/(sqrt(v_hat) + eps)", "that is Adam; AdamW also shrinks θ."),
      Misconception(
        "delta", "-eta*m_hat/(sqrt(v_hat) + eps) - decay*theta_prev",
        "the decay is multiplied by η as well."),
    ],
    makeRule: { settings, _ in Adam(settings: settings, isDecoupled: true) })
}
