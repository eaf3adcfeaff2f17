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
    switch convention {
    case .lecture:
      let v = l.store(.movement, s.lambda * l.previous(.movement) - s.eta * l.gradient)
      l.move(by: v)
    case .pytorch:
      let v = l.store(.movement, s.lambda * l.previous(.movement) + l.gradient)
      l.move(by: -s.eta * v)
    }
  }

  static let hyperparameters: [Hyperparameter] = [
    .learningRate(0.01),
    Hyperparameter("lambda", 0.9, .fraction, "how much of the last movement is kept, λ"),
  ]

  static let misconceptions =
    Misconception.common + [
      Misconception("v", "lambda*v_prev + eta*g", "you added the gradient; it is subtracted."),
      Misconception("v", "-eta*g", "you left out λ times the last movement."),
      Misconception("v", "lambda*v_prev", "you left out the gradient's share, −η g."),
      Misconception("v", "v_prev - eta*g", "you kept all of the last movement; λ is missing."),
      Misconception("v", "lambda*v_prev - g", "you left out the learning rate."),
      Misconception(
        "v", "lambda*(v_prev - eta*g)", "you multiplied the gradient's share by λ as well."),
      Misconception(
        "v", "lambda*v_prev - (1 - lambda)*eta*g",
        "you took a weighted mean; the gradient's share is not multiplied by 1 − λ."),
      Misconception("v", "lambda*v_prev - eta*g_prev", "you used the last step's gradient."),
      Misconception(
        "v", "lambda*v_prev + g", "that is PyTorch's v, without η; the lecture's v is a movement."),
      Misconception("delta", "-eta*g", "that is plain gradient descent; the movement is missing."),
      Misconception("delta", "eta*v", "you multiplied by η twice; v has it inside."),
      Misconception(
        "delta", "v_prev", "that is the last movement; use the new one.", needsLast: true),
      Misconception("theta", "theta_prev - eta*g", "that is plain gradient descent's step."),
      Misconception("theta", "theta_prev - v", "you subtracted the movement; it is added."),
      Misconception(
        "theta", "theta_prev + v_prev", "you moved by the last movement.", needsLast: true),
    ]

  public static let declaration = RuleDeclaration(
    name: "momentum", summary: "the movement is λ of the last one minus η ∇L",
    source: "slide: Momentum", hyperparameters: hyperparameters, slots: [(.movement, "v")],
    misconceptions: misconceptions,
    makeRule: { Momentum(settings: $0, convention: $1) })
}

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
    convention == .lecture ? l.parameter + s.lambda * l.previous(.movement) : l.parameter
  }

  @inline(__always)
  public func step<L: Ledger>(_ l: inout L, _ s: StepScalars<L.Q>) {
    switch convention {
    case .lecture:
      let v = l.store(.movement, s.lambda * l.previous(.movement) - s.eta * l.gradient)
      l.move(by: v)
    case .pytorch:
      let v = l.store(.movement, s.lambda * l.previous(.movement) + l.gradient)
      l.move(by: -s.eta * (l.gradient + s.lambda * v))
    }
  }

  public static let declaration = RuleDeclaration(
    name: "nesterov", summary: "momentum with the gradient taken where the movement leads",
    source: "Nesterov (1983); Sutskever et al. (2013)",
    hyperparameters: Momentum.hyperparameters, slots: [(.movement, "v")],
    misconceptions: Momentum.misconceptions,
    makeRule: { Nesterov(settings: $0, convention: $1) })
}
