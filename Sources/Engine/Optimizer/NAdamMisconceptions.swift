extension Misconception {
  static let nadam: [Misconception] =
    adamMoments
    + [
      Misconception("mu", "beta1", "that is β₁, which μ only grows towards."),
      Misconception("mu", "mu_next", "that is the next update's μ: you counted t one too high."),
      Misconception(
        "mu", "beta1*(1 - 0.96^(t*momentum_decay))", "the ½ before 0.96 is missing."),
      Misconception("mu", "beta1*(1 - 0.5*0.96^t)", "momentum_decay is missing in the exponent."),
      Misconception("mu_next", "mu", "that is this update's μ; take t + 1."),
      Misconception(
        "mu_product", "mu", "that is this μ alone; multiply it by those before.", needsLast: true),
      Misconception("mu_product", "mu_product_prev", "this update's own μ is missing."),
      Misconception("mu_product", "mu_product*mu_next", "the next update's μ is not yet in it."),
      Misconception("mu_product", "beta1^t", "that is Adam's β₁ᵗ; NAdam multiplies the μ."),
      Misconception("m_hat", "m", "that is m; NAdam's m̂ looks one step ahead."),
      Misconception(
        "m_hat", "m/(1 - beta1^t)", "that is Adam's m̂; NAdam's looks one step ahead."),
      Misconception(
        "m_hat", "mu_next*m/(1 - mu_product*mu_next)", "the gradient's own share is missing."),
      Misconception(
        "m_hat", "(mu*m + (1 - mu)*g)/(1 - mu_product)", "m takes the next μ, not this one."),
      Misconception(
        "m_hat", "(mu_next*m + (1 - mu)*g)/(1 - mu_product)",
        "m's share is divided by 1 minus the product that has the next μ in it."),
      Misconception("m_hat", "mu_next*m + (1 - mu)*g", "you left out both corrections."),
    ]
    + (adamSteps + [
      Misconception(
        "delta", "-eta*m/(1 - beta1^t)/(sqrt(v_hat) + eps)",
        "that is Adam's step; NAdam's m̂ looks one step ahead.")
    ]).carriedToTheta()
}
