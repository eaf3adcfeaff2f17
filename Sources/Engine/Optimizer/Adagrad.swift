/// Adagrad: σ^t = √( (1/(t+1)) Σ_{i≤t} (g^i)² ), η^t = η/√(t+1), θ^(t+1) = θ^t − (η^t/σ^t) g^t, which
/// equals θ^t − η g^t / √(Σ (g^i)²). Both forms are worked out; the first one moves θ.
///
/// Where σ is 0 (the coordinate's gradients have all been 0) θ does not move. With ε > 0 the
/// denominator is σ + ε (lecture) or √(Σ g²) + ε (`convention pytorch`).
///
/// Source: slide "Adagrad"; Duchi, Hazan and Singer (2011).
public struct Adagrad: UpdateRule {
  public let settings: Hyperparameters
  let convention: Convention

  public var horizon: Int { .max }

  public func prepare<S: Quantity>(_ s: inout StepScalars<S>) {
    s.decayedRate = s.eta / s.t.squareRoot()
  }

  @inline(__always)
  public func step<L: Ledger>(_ l: inout L, _ s: StepScalars<L.Q>) {
    let sum = l.store(.sumOfSquares, l.previous(.sumOfSquares) + l.gradient * l.gradient)
    let sigma = l.name(.sigma, (sum / s.t).squareRoot())
    switch convention {
    case .lecture:
      let rate = l.name(.decayedRate, s.decayedRate)
      if s.epsIsZero {
        l.name(.directMove, -s.eta.dividedOrZero(by: sum.squareRoot()) * l.gradient)
        l.move(by: -rate.dividedOrZero(by: sigma) * l.gradient)
      } else {
        l.move(by: -(rate / (sigma + s.eps)) * l.gradient)
      }
    case .pytorch:
      if s.epsIsZero {
        l.move(by: -s.eta.dividedOrZero(by: sum.squareRoot()) * l.gradient)
      } else {
        l.move(by: -(s.eta / (sum.squareRoot() + s.eps)) * l.gradient)
      }
    }
  }

  public static let declaration = RuleDeclaration(
    name: "adagrad", summary: "each parameter's η divided by the root mean square of its gradients",
    source: "slide: Adagrad; Duchi, Hazan and Singer (2011)",
    hyperparameters: [
      .learningRate(0.1),
      Hyperparameter("eps", 0, pytorch: 1e-10, .nonNegative, "added to the denominator, ε"),
    ],
    slots: [(.sumOfSquares, "sum_sq")],
    intermediates: [
      (.sigma, "sigma"), (.decayedRate, "eta_t"), (.directMove, "delta_direct"),
    ],
    misconceptions: Misconception.common + [
      Misconception(
        "sigma", "sqrt(sum_sq)", "you took the root of the sum; σ is the root of the mean."),
      Misconception("sigma", "sum_sq/t", "you forgot the square root."),
      Misconception("sigma", "sum_sq", "that is the sum of squares, without mean and root."),
      Misconception("sigma", "abs(g)", "that is this step's gradient alone; σ averages over all."),
      Misconception(
        "sigma", "sqrt(sum_sq/(t + 1))", "you divided by one too many; count the gradients so far."),
      Misconception(
        "sigma", "sqrt(sum_sq_prev/t)", "you left out this step's own gradient."),
      Misconception("sigma", "sqrt(sum_sq)/t", "divide by their number before taking the root."),
      Misconception("eta_t", "eta", "η decays: divide by √(t+1)."),
      Misconception("eta_t", "eta/t", "you divided by the count; divide by its square root."),
      Misconception("eta_t", "eta/sqrt(t + 1)", "you counted one update too many."),
      Misconception("delta", "-eta*g", "that is plain gradient descent; divide by √(Σ g²)."),
      Misconception(
        "delta", "-eta/sigma*g", "you divided by σ but forgot that η decays by √(t+1)."),
      Misconception(
        "delta", "-eta*g/sum_sq", "you divided by the sum of squares, not by its root."),
      Misconception("delta", "-eta_t*g", "you decayed η but did not divide by σ."),
      Misconception("delta", "eta_t/sigma*g", "you went uphill; mind the minus."),
      Misconception(
        "delta", "-eta_t/sqrt(sum_sq)*g",
        "you divided by √(t+1) twice: once in η^t and once in the sum that should be a mean."),
      Misconception("theta", "theta_prev - eta*g", "that is plain gradient descent's step."),
      Misconception("theta", "theta_prev - eta/sigma*g", "you forgot that η decays by √(t+1)."),
    ],
    makeRule: { Adagrad(settings: $0, convention: $1) })
}
