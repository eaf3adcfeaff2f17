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
    slots: [
      (
        .sumOfSquares,
        RuleQuantity(
          "sum_sq", symbol: "Σg²", "Adagrad: the sum of the squared gradients so far",
          short: "the squared gradients so far")
      )
    ],
    intermediates: [
      (
        .sigma,
        RuleQuantity(
          "sigma",
          "Adagrad's denominator: the root of the mean of all squared gradients so far")
      ),
      (
        .decayedRate,
        RuleQuantity("eta_t", symbol: "ηᵗ", "Adagrad: the learning rate, decayed by √(t+1)")
      ),
      (
        .directMove,
        RuleQuantity(
          "delta_direct", symbol: "Δθ′",
          "Adagrad: the same movement in its other form, −η g/√(Σ g²)")
      ),
    ],
    misconceptions: Misconception.adagrad,
    makeRule: { Adagrad(settings: $0, convention: $1) })
}
