extension Misconception {
  /// Mistakes with m, v and v̂, which other rules have too.
  static let adamMoments: [Misconception] =
    common + [
      Misconception("m", "g", "that is the gradient; m keeps β₁ of the old moment."),
      Misconception("m", "(1 - beta1)*m_prev + beta1*g", "you exchanged β₁ and 1 − β₁."),
      Misconception("m", "beta1*m_prev + g", "the gradient's share is multiplied by 1 − β₁."),
      Misconception("m", "beta2*m_prev + (1 - beta2)*g", "you used β₂; the first moment has β₁."),
      Misconception("m", "beta1*m_prev + (1 - beta1)*g^2", "you squared g; that belongs to v."),
      Misconception("m", "beta1*m_prev - (1 - beta1)*g", "the gradient is added here."),
      Misconception("m", "m_hat", "that is m̂, after the bias correction."),
      Misconception("v", "beta2*v_prev + (1 - beta2)*g", "the second moment takes g squared."),
      Misconception("v", "(1 - beta2)*v_prev + beta2*g^2", "you exchanged β₂ and 1 − β₂."),
      Misconception("v", "beta2*v_prev + g^2", "the square's share is multiplied by 1 − β₂."),
      Misconception("v", "beta1*v_prev + (1 - beta1)*g^2", "you used β₁; v has β₂."),
      Misconception("v", "v_hat", "that is v̂, after the bias correction."),
      Misconception("v_hat", "v", "you left out the bias correction: divide by 1 − β₂ᵗ."),
      Misconception("v_hat", "v*(1 - beta2^t)", "you multiplied by (1 − β₂ᵗ) where Adam divides."),
      Misconception("v_hat", "v/(1 - beta2)", "β₂ goes to the power t in the correction."),
      Misconception("v_hat", "v/(1 - beta1^t)", "you corrected with β₁; v̂ takes β₂."),
      Misconception("v_hat", "v/(1 - beta2^(t - 1))", "you used the last step's t."),
      Misconception("v_hat", "v/(1 - beta2^(t + 1))", "you used the next step's t."),
      Misconception("v_hat", "sqrt(v/(1 - beta2^t))", "that is √v̂; the root comes later."),
    ]

  /// Mistakes with m̂ = m / (1 − β₁ᵗ).
  static let adamFirstCorrections: [Misconception] = [
    Misconception("m_hat", "m", "you left out the bias correction: divide by 1 − β₁ᵗ."),
    Misconception("m_hat", "m*(1 - beta1^t)", "you multiplied by (1 − β₁ᵗ) where Adam divides."),
    Misconception("m_hat", "m/(1 - beta1)", "β₁ goes to the power t in the correction."),
    Misconception("m_hat", "m/(1 - beta2^t)", "you corrected with β₂; m̂ takes β₁."),
    Misconception("m_hat", "m/beta1^t", "you divided by β₁ᵗ; divide by 1 − β₁ᵗ."),
    Misconception("m_hat", "m/(1 - beta1^(t - 1))", "you used the last step's t."),
    Misconception("m_hat", "m/(1 - beta1^(t + 1))", "you used the next step's t."),
  ]

  /// Mistakes in what is taken off θ with whatever m̂ is; the decay of AdamW is left out.
  private static let steps: [(formula: String, says: String)] = [
    ("-eta*m/(sqrt(v) + eps)", "you used m and v without bias corrections."),
    ("-eta*m_hat/(sqrt(v) + eps)", "you corrected m but not v; under the root stands v̂."),
    ("-eta*m/(sqrt(v_hat) + eps)", "you corrected v but not m; the numerator is m̂."),
    ("-eta*m_hat/v_hat", "you forgot the square root of v̂."),
    ("-eta*m_hat/sqrt(v_hat + eps)", "ε stands outside the root."),
    ("-eta*m_hat", "you did not divide by √v̂ + ε."),
    ("-eta*g/(sqrt(v_hat) + eps)", "the numerator is m̂, not g."),
  ]

  private static let multiplied = (
    formula: "-eta*m*(1 - beta1^t)/(sqrt(v*(1 - beta2^t)) + eps)",
    says: "you multiplied by the bias corrections where Adam divides."
  )

  private static let plain = Misconception("delta", "-eta*g", "that is plain gradient descent.")

  /// The same as mistakes in Δθ, plain gradient descent among them.
  static let adamSteps: [Misconception] =
    steps.map { Misconception("delta", $0.formula, $0.says) } + [plain]

  static let adam: [Misconception] =
    adamMoments + adamFirstCorrections
    + (adamSteps + [Misconception("delta", multiplied.formula, multiplied.says)]).carriedToTheta()

  static let adamw: [Misconception] =
    adamMoments + adamFirstCorrections
    + ((steps + [multiplied]).map {
      Misconception("delta", $0.formula + " - decay_move", $0.says)
    } + [
      plain,
      Misconception(
        "delta", "-eta*m_hat/(sqrt(v_hat) + eps)", "that is Adam; AdamW also shrinks θ."),
      Misconception(
        "delta", "-eta*m_hat/(sqrt(v_hat) + eps) - decay*theta_prev",
        "the decay is multiplied by η as well."),
      Misconception(
        "delta", "-eta*m_hat/(sqrt(v_hat) + eps) + decay_move",
        "the decay shrinks θ: it is taken off."),
    ]).carriedToTheta()
    + [
      Misconception("decay_move", "decay*theta_prev", "the decay is multiplied by η as well."),
      Misconception("decay_move", "eta*decay*theta", "the decay takes the old θ, not the new one."),
    ]
}
