/// Nesterov's momentum: as `Momentum`, with the gradient taken at the look-ahead point θ^t + λ v^t.
///
/// `convention pytorch`: v ← λ v + g, θ ← θ − η (g + λ v) with the gradient at θ, whose θ is the
/// lecture's look-ahead point.
///
/// Source: Nesterov (1983); Sutskever et al. (2013).
public struct Nesterov: UpdateRule {
  public let settings: Hyperparameters
  let convention: Convention

  public var looksAhead: Bool { convention == .lecture }

  public func evaluationPoint<L: Ledger>(_ l: L, _ s: StepScalars<L.Q>) -> L.Q {
    convention == .lecture ? l.parameter + s[Momentum.lambda] * l.previous(Momentum.v) : l.parameter
  }

  @inline(__always)
  public func step<L: Ledger>(_ l: inout L, _ s: StepScalars<L.Q>) {
    // Read before the branches: in both of them, eight lanes would be loaded one by one.
    let gradient = l.gradient
    switch convention {
    case .lecture:
      let v = l.store(Momentum.v, s[Momentum.lambda] * l.previous(Momentum.v) - s.eta * gradient)
      l.move(by: v)
    case .pytorch:
      let v = l.store(Momentum.v, s[Momentum.lambda] * l.previous(Momentum.v) + gradient)
      l.move(by: -s.eta * (gradient + s[Momentum.lambda] * v))
    }
  }

  public static let declaration = RuleDeclaration(
    name: "nesterov", summary: "momentum with the gradient taken where the movement leads",
    source: "Nesterov (1983); Sutskever et al. (2013)",
    hyperparameters: Momentum.hyperparameters, slots: [Momentum.v],
    misconceptions: Misconception.nesterov,
    makeRule: { Nesterov(settings: $0, convention: $1) })
}
