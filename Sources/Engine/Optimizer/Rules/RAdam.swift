/// RAdam: Adam whose first steps are plain momentum, until the second moment is worth dividing by.
/// ρ_∞ = 2/(1 − β₂) − 1, ρ_t = ρ_∞ − 2 t β₂ᵗ/(1 − β₂ᵗ): of how many gradients v is the mean, about.
/// m, v and m̂ as in Adam. Where ρ_t > 5: l = √(1 − β₂ᵗ)/(√v + ε),
/// r = √( (ρ_t − 4)(ρ_t − 2) ρ_∞ / ((ρ_∞ − 4)(ρ_∞ − 2) ρ_t) ), θ_t = θ_(t−1) − η m̂ r l.
/// Before, θ_t = θ_(t−1) − η m̂.
///
/// The order of operations differs from torch.optim.RAdam's, with which it agrees to rounding, so both
/// conventions share this one.
///
/// Source: Liu et al. (2020), Algorithm 2, as in torch.optim.RAdam.
public struct RAdam: UpdateRule {
  public let settings: Hyperparameters

  /// ρ_t changes as long as t β₂ᵗ is not 0.
  public var horizon: Int { .max }

  static let stepSize = Intermediate(
    "l", "RAdam: what m̂ is multiplied by besides η, the corrected 1/√v",
    short: "one over the root of the corrected v")
  static let rho = SharedNumber(
    0, "rho", "RAdam: of how many gradients v is the mean, about; from 5 on it is divided by",
    short: "of how many gradients v is the mean")
  static let rectification = SharedNumber(
    1, "rect", symbol: "r", "RAdam: how far the step is trusted, from 0 to 1",
    short: "how far the step is trusted")
  /// 1 − β₁ᵗ, and the root of 1 − β₂ᵗ.
  static let correction1 = SharedNumber(2)
  static let root = SharedNumber(3)

  public func prepare<P: SharedLedger>(_ p: inout P) {
    let power = p[Adam.beta2].power(p.t)
    let limit = 2 / (1 - p[Adam.beta2]) - P.Q(constant: 1)
    let rho = p.set(Self.rho, limit - 2 * p.t * power / (1 - power))
    p.set(Self.correction1, 1 - p[Adam.beta1].power(p.t))
    p.set(Self.root, (1 - power).squareRoot())
    guard rho.first > 5 else { return }
    let (two, four) = (P.Q(constant: 2), P.Q(constant: 4))
    let above = (rho - four) * (rho - two) * limit
    p.set(Self.rectification, (above / ((limit - four) * (limit - two) * rho)).squareRoot())
  }

  @inline(__always)
  public func step<L: Ledger>(_ l: inout L, _ s: StepScalars<L.Q>) {
    let (m, v) = Adam.moments(&l, s)
    let mHat = l.name(Adam.mHat, m.divided(byShared: s[Self.correction1]))
    if s[Self.rho].first > 5 {
      let size = l.name(
        Self.stepSize, s[Self.root].dividedOrZero(by: v.squareRoot() + s[Adam.eps]))
      l.move(by: -s.eta * mHat * s[Self.rectification] * size)
    } else {
      l.move(by: -s.eta * mHat)
    }
  }

  public static let declaration = RuleDeclaration(
    name: "radam", summary: "adam whose first steps wait until v is known well enough",
    source: "Liu et al. (2020); torch.optim.RAdam",
    hyperparameters: [.learningRate(0.001), Adam.beta1, Adam.beta2, Adam.eps],
    slots: [Adam.m, Adam.v], intermediates: [Adam.mHat, stepSize],
    shared: [rho, rectification, correction1, root],
    misconceptions: Misconception.radam, makeRule: { settings, _ in RAdam(settings: settings) })
}
