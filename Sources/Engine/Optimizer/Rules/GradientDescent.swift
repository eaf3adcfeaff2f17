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
    misconceptions: Misconception.gradientDescent,
    makeRule: { settings, _ in GradientDescent(settings: settings) })
}
