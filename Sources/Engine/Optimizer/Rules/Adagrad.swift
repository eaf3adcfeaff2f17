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

  static let eps = Hyperparameter.epsilon(0, 0, pytorch: 1e-10)
  static let sum = Slot(
    0, "sum_sq", symbol: "Σg²", "Adagrad: the sum of the squared gradients so far",
    short: "the squared gradients so far")
  static let sigma = Intermediate(
    "sigma", "Adagrad's denominator: the root of the mean of all squared gradients so far")
  static let rate = Intermediate(
    "eta_t", symbol: "ηᵗ", "Adagrad: the learning rate, decayed by √(t+1)")
  static let directMove = Intermediate(
    "delta_direct", symbol: "Δθ′",
    "Adagrad: the same movement in its other form, −η g/√(Σ g²)")
  /// η/√t, with t counted from 1.
  static let decayedRate = SharedNumber(0)

  public func prepare<P: SharedLedger>(_ p: inout P) {
    p.set(Self.decayedRate, p.eta / p.t.squareRoot())
  }

  @inline(__always)
  public func step<L: Ledger>(_ l: inout L, _ s: StepScalars<L.Q>) {
    let sum = l.store(Self.sum, l.previous(Self.sum) + l.gradient * l.gradient)
    let sigma = l.name(Self.sigma, (sum / s.t).squareRoot())
    switch convention {
    case .lecture:
      let rate = l.name(Self.rate, s[Self.decayedRate])
      if s.isZero(Self.eps) {
        l.name(Self.directMove, -s.eta.dividedOrZero(by: sum.squareRoot()) * l.gradient)
        l.move(by: -rate.dividedOrZero(by: sigma) * l.gradient)
      } else {
        l.move(by: -(rate / (sigma + s[Self.eps])) * l.gradient)
      }
    case .pytorch:
      if s.isZero(Self.eps) {
        l.move(by: -s.eta.dividedOrZero(by: sum.squareRoot()) * l.gradient)
      } else {
        l.move(by: -(s.eta / (sum.squareRoot() + s[Self.eps])) * l.gradient)
      }
    }
  }

  public static let declaration = RuleDeclaration(
    name: "adagrad", summary: "each parameter's η divided by the root mean square of its gradients",
    source: "slide: Adagrad; Duchi, Hazan and Singer (2011)",
    hyperparameters: [.learningRate(0.1), eps], slots: [sum],
    intermediates: [sigma, rate, directMove], shared: [decayedRate],
    misconceptions: Misconception.adagrad,
    makeRule: { Adagrad(settings: $0, convention: $1) })
}
