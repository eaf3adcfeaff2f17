extension Misconception {
  static let adagrad: [Misconception] =
    common
    + [
      Misconception(
        "sigma", "sqrt(sum_sq)", "you took the root of the sum; σ is the root of the mean."),
      Misconception("sigma", "sum_sq/t", "you forgot the square root."),
      Misconception("sigma", "sum_sq", "that is the sum of squares, without mean and root."),
      Misconception(
        "sigma", "abs(g)", "that is this step's gradient alone; σ averages over all.",
        needsLast: true),
      Misconception(
        "sigma", "sum_abs/t",
        "you took the mean of the magnitudes |g|; σ is the root of the mean of the squares."),
      Misconception(
        "sigma", "sqrt(sum_sq/(t + 1))", "you divided by one too many; count the gradients so far."),
      Misconception(
        "sigma", "sqrt(sum_sq_prev/t)", "you left out this step's own gradient.", needsLast: true),
      Misconception("sigma", "sqrt(sum_sq)/t", "divide by their number before taking the root."),
      Misconception("sum_sq", "sum_sq_prev", "you left out this step's own gradient."),
      Misconception("sum_sq", "g^2", "that is this step's square alone; add the earlier ones."),
      Misconception("sum_sq", "sum_abs", "you added the magnitudes |g|; add their squares."),
      Misconception("sum_sq", "sum_sq_prev + g", "you did not square the gradient."),
      Misconception("eta_t", "eta", "η decays: divide by √(t+1)."),
      Misconception("eta_t", "eta/t", "you divided by the count; divide by its square root."),
      Misconception("eta_t", "eta/sqrt(t + 1)", "you counted one update too many."),
      Misconception("delta", "-eta*g", "that is plain gradient descent; divide by √(Σ g²)."),
      Misconception(
        "delta", "-eta/sigma*g", "you divided by σ but forgot that η decays by √(t+1)."),
      Misconception(
        "delta", "-eta*g/sum_sq", "you divided by the sum of squares, not by its root."),
      Misconception("delta", "-eta_t*g", "you decayed η but did not divide by σ."),
      Misconception(
        "delta", "-eta_t/sqrt(sum_sq)*g",
        "you divided by √(t+1) twice: once in η^t and once in the sum that should be a mean."),
      Misconception(
        "delta", "-eta_t*t/sum_abs*g",
        "you took the mean of the magnitudes |g| for σ; it is the root of the mean of the squares."),
    ].carriedToTheta()
}
