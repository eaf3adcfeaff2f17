extension Misconception {
  /// σ² of a mean that began from 0 rather than from the first gradient: a share α^t of g₁² less.
  private static let fromZero = "sqrt(sigma^2 - alpha^t*g_first^2)"
  /// And the other way round, for PyTorch's, which begins from 0.
  private static let fromFirst = "sqrt(sigma^2 + alpha^t*g_first^2)"

  static let rmsprop: [Misconception] =
    common
    + [
      Misconception(
        "sigma", "alpha*sigma_prev^2 + (1 - alpha)*g^2", "you forgot the square root.",
        needsLast: true),
      Misconception(
        "sigma", "sqrt((1 - alpha)*sigma_prev^2 + alpha*g^2)", "you exchanged α and 1 − α.",
        needsLast: true),
      Misconception(
        "sigma", "alpha*sigma_prev + (1 - alpha)*abs(g)",
        "you averaged the magnitudes; average the squares, then take the root.", needsLast: true),
      Misconception(
        "sigma", "sqrt(sigma_prev^2 + g^2)", "that is a sum; α and 1 − α make it a mean.",
        needsLast: true),
      Misconception(
        "sigma", "sqrt(alpha*sigma_prev + (1 - alpha)*g^2)", "you did not square the last σ.",
        needsLast: true),
      Misconception("sigma", "sigma_prev", "that is the last σ.", needsLast: true),
      Misconception(
        "sigma", "abs(g)", "only the first σ is |g|; later ones average.", needsLast: true),
      Misconception("sigma", "g", "σ is a magnitude: |g|, not g (the slide's slip)."),
      Misconception(
        "sigma", fromZero, "you started the mean from 0; the first σ is |g|.", in: .lecture),
      Misconception(
        "sigma", fromFirst, "you started from |g|; PyTorch starts the mean from 0.", in: .pytorch),
      Misconception("delta", "-eta*g", "that is plain gradient descent; divide by σ."),
      Misconception("delta", "-eta*g/sigma^2", "you divided by σ²; divide by σ."),
      Misconception(
        "delta", "-eta*g/(sigma_prev + eps)", "you divided by the last σ; use the new one.",
        needsLast: true),
      Misconception("delta", "-eta*sigma*g", "you multiplied by σ; divide by it."),
      Misconception("delta", "-eta*g/sqrt(sigma)", "you took the root twice."),
      Misconception(
        "delta", "-eta*g/(\(fromZero) + eps)",
        "you started σ's mean from 0; the first σ is |g|.", in: .lecture),
      Misconception(
        "delta", "-eta*g/(\(fromFirst) + eps)",
        "you started σ from |g|; PyTorch starts the mean from 0.", in: .pytorch),
    ].carriedToTheta()
}
