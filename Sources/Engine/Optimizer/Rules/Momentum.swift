/// Gradient descent with momentum. v is a movement, with η inside:
/// v^0 = 0, v^(t+1) = λ v^t − η ∇L(θ^t), θ^(t+1) = θ^t + v^(t+1).
///
/// `convention pytorch`: v ← λ v + g, θ ← θ − η v, with η outside; the same path at a constant η,
/// another one under a schedule.
///
/// Source: slide "Momentum".
public struct Momentum: UpdateRule {
  public let settings: Hyperparameters
  let convention: Convention

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
      l.move(by: -s.eta * v)
    }
  }

  static let lambda = Hyperparameter(
    0, "lambda", 0.9, .fraction, "how much of the last movement is kept, λ",
    inFull: "momentum: how much of the last movement is kept")
  static let v = Slot(
    0, "v", "momentum: the movement, which has η inside (PyTorch's v sums gradients, η outside)")

  static let hyperparameters: [Hyperparameter] = [
    .learningRate(0.01),
    lambda,
  ]

  public static let declaration = RuleDeclaration(
    name: "momentum", summary: "the movement is λ of the last one minus η ∇L",
    source: "slide: Momentum", hyperparameters: hyperparameters, slots: [v],
    misconceptions: Misconception.momentum,
    makeRule: { Momentum(settings: $0, convention: $1) })
}
