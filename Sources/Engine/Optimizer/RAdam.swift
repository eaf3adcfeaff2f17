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

extension Misconception {
  private static let limit = "(2/(1 - beta2) - 1)"

  fileprivate static let radam: [Misconception] =
    adamMoments.filter { $0.quantity != "v_hat" && $0.formula != "v_hat" } + adamFirstCorrections
    + [
      Misconception("rho", limit, "that is ρ_∞; 2 t β₂ᵗ/(1 − β₂ᵗ) comes off."),
      Misconception(
        "rho", "\(limit) - t*beta2^t/(1 - beta2^t)", "the factor 2 before t β₂ᵗ is missing."),
      Misconception("rho", "\(limit) - 2*t*beta2^t", "2 t β₂ᵗ is divided by 1 − β₂ᵗ."),
      Misconception("rho", "\(limit) - 2*beta2^t/(1 - beta2^t)", "t is missing before β₂ᵗ."),
      Misconception("rect", "rect^2", "you forgot the square root."),
      Misconception("rect", "1/rect", "you have the fraction upside down."),
      Misconception(
        "rect", "sqrt((rho - 4)*(rho - 2)/((\(limit) - 4)*(\(limit) - 2)))",
        "ρ_∞ above and ρ_t below are missing."),
      Misconception("l", "1/(sqrt(v) + eps)", "the correction √(1 − β₂ᵗ) is missing."),
      Misconception("l", "(1 - beta2^t)/(sqrt(v) + eps)", "the correction goes under a root."),
      Misconception("l", "sqrt(1 - beta2^t)/(v + eps)", "you forgot the square root of v."),
    ]
    + [
      Misconception("delta", "-eta*g", "that is plain gradient descent."),
      Misconception("delta", "-eta*m", "you left out the bias correction: m̂ moves θ."),
      Misconception("delta", "-eta*m_hat*l", "the factor r is missing."),
      Misconception("delta", "-eta*m_hat*rect", "you did not divide by √v: l is missing."),
      Misconception("delta", "-eta*m*rect*l", "you left out m's bias correction."),
      Misconception(
        "delta", "-eta*m_hat*sqrt(1 - beta2^t)/(sqrt(v) + eps)",
        "that is Adam's step; RAdam's waits until ρ is above 5, and multiplies by r."),
      Misconception(
        "delta", "-eta*m_hat", "from ρ above 5 on RAdam divides by √v̂ as well."),
    ].carriedToTheta()
}
