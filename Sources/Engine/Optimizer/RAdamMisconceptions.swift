extension Misconception {
  private static let limit = "(2/(1 - beta2) - 1)"

  static let radam: [Misconception] =
    adamMoments.filter { $0.quantity != "v_hat" && $0.formula != "v_hat" } + adamFirstCorrections
    + [
      Misconception("rho", limit, "that is ρ_∞; 2 t β₂ᵗ/(1 − β₂ᵗ) comes off."),
      Misconception(
        "rho", "\(limit) - t*beta2^t/(1 - beta2^t)", "the factor 2 before t β₂ᵗ is missing."),
      Misconception("rho", "\(limit) - 2*t*beta2^t", "2 t β₂ᵗ is divided by 1 − β₂ᵗ."),
      Misconception("rho", "\(limit) - 2*beta2^t/(1 - beta2^t)", "t is missing before β₂ᵗ."),
      Misconception("rect", "rect^2", "you forgot the square root."),
      Misconception("rect", "1/rect", "you have the fraction upside down."),
      Misconception(
        "rect", "sqrt((rho - 4)*(rho - 2)/((\(limit) - 4)*(\(limit) - 2)))",
        "ρ_∞ above and ρ_t below are missing."),
      Misconception("l", "1/(sqrt(v) + eps)", "the correction √(1 − β₂ᵗ) is missing."),
      Misconception("l", "(1 - beta2^t)/(sqrt(v) + eps)", "the correction goes under a root."),
      Misconception("l", "sqrt(1 - beta2^t)/(v + eps)", "you forgot the square root of v."),
    ]
    + [
      Misconception("delta", "-eta*g", "that is plain gradient descent."),
      Misconception("delta", "-eta*m", "you left out the bias correction: m̂ moves θ."),
      Misconception("delta", "-eta*m_hat*l", "the factor r is missing."),
      Misconception("delta", "-eta*m_hat*rect", "you did not divide by √v: l is missing."),
      Misconception("delta", "-eta*m*rect*l", "you left out m's bias correction."),
      Misconception(
        "delta", "-eta*m_hat*sqrt(1 - beta2^t)/(sqrt(v) + eps)",
        "that is Adam's step; RAdam's waits until ρ is above 5, and multiplies by r."),
      Misconception(
        "delta", "-eta*m_hat", "from ρ above 5 on RAdam divides by √v̂ as well."),
    ].carriedToTheta()
}
