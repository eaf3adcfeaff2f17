/// A well-known mistake in working out a rule's quantity by hand: the formula it amounts to, in the
/// names of `UpdateNumbers`, and what to tell the student who made it.
///
/// Each rule's stand in a file of their own, `<Rule>Misconceptions.swift`.
public struct Misconception: Hashable, Sendable {
  /// The ASCII name of the quantity it is about, or `point`.
  public let quantity: String
  public let formula: String
  /// Continues "Not −215.6: ...".
  public let says: String
  /// Whether it speaks of the update before, of which there is none at the rule's first.
  package let needsLast: Bool
  /// The convention under which it is a mistake; nil for both.
  package let convention: Convention?

  /// What a misconception is about whose formula is the point at which the gradient was taken.
  package static let point = "the gradient's point"

  public init(
    _ quantity: String, _ formula: String, _ says: String, needsLast: Bool = false,
    in convention: Convention? = nil
  ) {
    self.quantity = quantity
    self.formula = formula
    self.says = says
    self.needsLast = needsLast
    self.convention = convention
  }

  /// Mistakes that can be made with any rule. Those with the gradient are `GradientMistakes`.
  static let common: [Misconception] = [
    Misconception("theta", "theta_prev - delta", "you went uphill: θ moves by +Δθ."),
    Misconception("theta", "delta", "that is Δθ alone; add it to the old θ."),
    Misconception("theta", "theta_prev", "that is θ before the update."),
    Misconception(
      "theta", "theta_prev - g", "you moved by the whole gradient; the learning rate is missing."),
    Misconception("delta", "-delta", "you have the sign the wrong way round: θ moves downhill."),
    Misconception("delta", "theta", "that is the new θ; Δθ is how far it moved."),
    Misconception("delta", "-g", "that is the whole gradient; the learning rate is missing."),
  ]
}

extension [Misconception] {
  /// With each mistake in Δθ the θ that it leads to.
  func carriedToTheta() -> [Misconception] {
    self
      + filter { $0.quantity == "delta" }.map {
        Misconception(
          "theta", "theta_prev + (\($0.formula))", $0.says, needsLast: $0.needsLast,
          in: $0.convention)
      }
  }
}
