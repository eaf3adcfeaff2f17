/// RMSProp: σ^0 = |g^0|, σ^t = √( α (σ^(t−1))² + (1 − α)(g^t)² ), θ^(t+1) = θ^t − (η/σ^t) g^t.
///
/// The slide writes σ^0 = g^0, which for a negative gradient would move θ uphill; |g^0| is what holds.
/// Where σ is 0 θ does not move; with ε > 0 the denominator is σ + ε. `convention pytorch` starts
/// from σ = 0.
///
/// Source: slide "RMSProp"; Tieleman and Hinton (2012).
public struct RMSProp: UpdateRule {
  public let settings: Hyperparameters
  let convention: Convention

  /// From the second update on nothing depends on t.
  public var horizon: Int { 2 }

  @inline(__always)
  public func step<L: Ledger>(_ l: inout L, _ s: StepScalars<L.Q>) {
    let sigma: L.Q
    if s.isFirst && convention == .lecture {
      sigma = l.store(.rootMeanSquare, l.gradient.magnitude())
    } else {
      let previous = l.previous(.rootMeanSquare)
      let meanSquare =
        s.alpha * (previous * previous) + (1 - s.alpha) * (l.gradient * l.gradient)
      sigma = l.store(.rootMeanSquare, meanSquare.squareRoot())
    }
    if s.epsIsZero {
      l.move(by: -s.eta.dividedOrZero(by: sigma) * l.gradient)
    } else {
      l.move(by: -(s.eta / (sigma + s.eps)) * l.gradient)
    }
  }

  public static let declaration = RuleDeclaration(
    name: "rmsprop", summary: "η divided by a root mean square that forgets old gradients",
    source: "slide: RMSProp; Tieleman and Hinton (2012)",
    hyperparameters: [
      .learningRate(0.01),
      Hyperparameter(
        "alpha", 0.9, pytorch: 0.99, .fraction, "how much of the old mean square is kept, α"),
      Hyperparameter("eps", 0, pytorch: 1e-8, .nonNegative, "added to the denominator, ε"),
    ],
    slots: [(.rootMeanSquare, "sigma")],
    misconceptions: Misconception.common + [
      Misconception(
        "sigma", "alpha*sigma_prev^2 + (1 - alpha)*g^2", "you forgot the square root."),
      Misconception(
        "sigma", "sqrt((1 - alpha)*sigma_prev^2 + alpha*g^2)", "you exchanged α and 1 − α."),
      Misconception(
        "sigma", "alpha*sigma_prev + (1 - alpha)*abs(g)",
        "you averaged the magnitudes; average the squares, then take the root."),
      Misconception(
        "sigma", "sqrt(sigma_prev^2 + g^2)", "that is a sum; α and 1 − α make it a mean."),
      Misconception(
        "sigma", "sqrt(alpha*sigma_prev + (1 - alpha)*g^2)", "you did not square the last σ."),
      Misconception("sigma", "sigma_prev", "that is the last σ.", needsLast: true),
      Misconception("sigma", "abs(g)", "only the first σ is |g|; later ones average."),
      Misconception("sigma", "g", "σ is a magnitude: |g|, not g (the slide's slip)."),
      Misconception(
        "sigma", "sqrt(1 - alpha)*abs(g)", "you started the mean from 0; the first σ is |g|."),
      Misconception("delta", "-eta*g", "that is plain gradient descent; divide by σ."),
      Misconception("delta", "-eta*g/sigma^2", "you divided by σ²; divide by σ."),
      Misconception("delta", "-eta*g/sigma_prev", "you divided by the last σ; use the new one."),
      Misconception("delta", "-eta*sigma*g", "you multiplied by σ; divide by it."),
      Misconception("delta", "-eta*g/sqrt(sigma)", "you took the root twice."),
      Misconception("delta", "eta*g/sigma", "you went uphill; mind the minus."),
      Misconception("theta", "theta_prev - eta*g", "that is plain gradient descent's step."),
      Misconception("theta", "theta_prev - eta*g/sigma_prev", "you divided by the last σ."),
    ],
    makeRule: { RMSProp(settings: $0, convention: $1) })
}
