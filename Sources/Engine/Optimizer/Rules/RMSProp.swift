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

  static let alpha = Hyperparameter(
    0, "alpha", 0.9, pytorch: 0.99, .fraction, "how much of the old mean square is kept, α",
    inFull: "RMSProp: how much of the old mean square is kept")
  static let eps = Hyperparameter.epsilon(1, 0, pytorch: 1e-8)
  static let sigma = Slot(
    0, "sigma",
    "RMSProp's denominator: the root of a mean of the squared gradients in which old ones fade")

  /// From the second update on nothing depends on t.
  public var horizon: Int { 2 }

  @inline(__always)
  public func step<L: Ledger>(_ l: inout L, _ s: StepScalars<L.Q>) {
    let sigma: L.Q
    if s.isFirst && convention == .lecture {
      sigma = l.store(Self.sigma, l.gradient.magnitude())
    } else {
      let previous = l.previous(Self.sigma)
      let meanSquare =
        s[Self.alpha] * (previous * previous) + (1 - s[Self.alpha]) * (l.gradient * l.gradient)
      sigma = l.store(Self.sigma, meanSquare.squareRoot())
    }
    if s.isZero(Self.eps) {
      l.move(by: -s.eta.dividedOrZero(by: sigma) * l.gradient)
    } else {
      l.move(by: -(s.eta / (sigma + s[Self.eps])) * l.gradient)
    }
  }

  public static let declaration = RuleDeclaration(
    name: "rmsprop", summary: "η divided by a root mean square that forgets old gradients",
    source: "slide: RMSProp; Tieleman and Hinton (2012)",
    hyperparameters: [.learningRate(0.01), alpha, eps], slots: [sigma], setByFirst: [sigma],
    misconceptions: Misconception.rmsprop,
    makeRule: { RMSProp(settings: $0, convention: $1) })
}
