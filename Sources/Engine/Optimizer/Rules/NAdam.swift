/// NAdam: Adam with Nesterov's look-ahead, whose share μ of the old moment grows with t.
/// μ_t = β₁ (1 − ½ · 0.96^(t ψ)), ψ being `momentum_decay`; m and v as in Adam,
/// m̂ = μ_(t+1) m_t / (1 − ∏_{i≤t+1} μ_i) + (1 − μ_t) g_t / (1 − ∏_{i≤t} μ_i), v̂ = v_t / (1 − β₂ᵗ),
/// θ_t = θ_(t−1) − η m̂ / (√v̂ + ε).
///
/// The product of all μ so far is one number for all parameters, remembered from one update to the
/// next. torch.optim.NAdam writes the same update in another order; it agrees to rounding, so both
/// conventions share this one.
///
/// Source: Dozat (2016), as in torch.optim.NAdam with decoupled_weight_decay=False.
public struct NAdam: UpdateRule {
  public let settings: Hyperparameters

  /// μ grows for hundreds of thousands of updates.
  public var horizon: Int { .max }

  static let momentumDecay = Hyperparameter(
    3, "momentum_decay", 0.004, .nonNegative, "how soon μ grows from β₁/2 to β₁",
    inFull: "NAdam: how soon its share μ grows from β₁/2 to β₁")

  static let mHat = Intermediate(
    "m_hat", "NAdam: the first moment one step ahead, with the gradient's own share",
    short: "the first moment, one step ahead")
  static let mu = SharedNumber(
    0, "mu", "NAdam: the share of the old moment in this update",
    short: "the share of the old moment now")
  static let nextMu = SharedNumber(
    1, "mu_next", symbol: "μ′", "NAdam: the share of the old moment in the next update",
    short: "and in the next update")
  static let product = SharedNumber(
    2, startsAt: 1, "mu_product", symbol: "Πμ", "NAdam: the product of all μ so far",
    short: "the product of all μ so far")
  /// What m and g are multiplied by in m̂, and 1 − β₂ᵗ.
  static let momentShare = SharedNumber(3)
  static let gradientShare = SharedNumber(4)
  static let correction = SharedNumber(5)

  public func prepare<P: SharedLedger>(_ p: inout P) {
    func share(_ t: P.Q) -> P.Q {
      let growth = P.Q(constant: 0.96).power(t * p[Self.momentumDecay])
      return p[Adam.beta1] * (1 - 0.5 * growth)
    }
    let (now, ahead) = (share(p.t), share(p.t + P.Q(constant: 1)))
    let mu = p.set(Self.mu, now)
    let next = p.set(Self.nextMu, ahead)
    let product = p.set(Self.product, p.previous(Self.product) * mu)
    p.set(Self.momentShare, next / (1 - product * next))
    p.set(Self.gradientShare, (1 - mu) / (1 - product))
    p.set(Self.correction, 1 - p[Adam.beta2].power(p.t))
  }

  @inline(__always)
  public func step<L: Ledger>(_ l: inout L, _ s: StepScalars<L.Q>) {
    let (m, v) = Adam.moments(&l, s)
    let mHat = l.name(Self.mHat, s[Self.momentShare] * m + s[Self.gradientShare] * l.gradient)
    let vHat = l.name(Adam.vHat, v.divided(byShared: s[Self.correction]))
    let denominator = vHat.squareRoot() + s[Adam.eps]
    l.move(by: -(s.eta * mHat).dividedOrZero(by: denominator))
  }

  public static let declaration = RuleDeclaration(
    name: "nadam", summary: "adam with Nesterov's look-ahead",
    source: "Dozat (2016); torch.optim.NAdam",
    hyperparameters: [.learningRate(0.002), Adam.beta1, Adam.beta2, Adam.eps, momentumDecay],
    slots: [Adam.m, Adam.v], intermediates: [mHat, Adam.vHat],
    shared: [mu, nextMu, product, momentShare, gradientShare, correction],
    misconceptions: Misconception.nadam, makeRule: { settings, _ in NAdam(settings: settings) })
}
