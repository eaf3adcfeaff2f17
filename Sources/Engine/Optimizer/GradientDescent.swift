/// Vanilla gradient descent, θ^(t+1) = θ^t − η ∇L(θ^t).
///
/// Source: slide "Review: Vanilla Gradient Descent".
public struct GradientDescent: UpdateRule {
  public let settings: Hyperparameters

  @inline(__always)
  public func step<L: Ledger>(_ l: inout L, _ s: StepScalars<L.Q>) {
    l.move(by: -s.eta * l.gradient)
  }

  public static let declaration = RuleDeclaration(
    name: "gd", summary: "vanilla gradient descent: θ moves by −η ∇L",
    source: "slide: Review: Vanilla Gradient Descent",
    hyperparameters: [.learningRate(0.01)],
    misconceptions: Misconception.common + [
      Misconception(
        "delta", "-eta*g_prev", "you used the last step's gradient; take it at the present θ."),
      Misconception(
        "delta", "-eta*grad", "you took the gradient at the new θ, not at the old one."),
      Misconception("delta", "-eta*sign(g)", "you used only the sign of the gradient."),
      Misconception("delta", "-g/eta", "you divided by the learning rate; multiply by it."),
      Misconception("theta", "theta_prev + eta*g", "you added the gradient; descent subtracts it."),
      Misconception("theta", "theta_prev - g/eta", "you divided by the learning rate."),
      Misconception(
        "theta", "theta_prev - eta*g_prev", "you used the gradient of the step before."),
      Misconception(
        "theta", "theta_prev*(1 - eta*g)", "you multiplied θ by the step; subtract it."),
    ],
    makeRule: { settings, _ in GradientDescent(settings: settings) })
}
