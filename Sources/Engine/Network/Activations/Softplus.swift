/// log(1 + e^z), without overflow and without a threshold: a ReLU without its kink.
///
/// Source: Dugas et al. (2001).
enum Softplus: ElementwiseActivation {
  static let name = "softplus"

  static func value<Q: Quantity>(at z: Q, _ setting: Q) -> Q { z.softplus() }

  static func slope<Q: Quantity>(at z: Q, value a: Q, _ setting: Q) -> Q { z.logistic() }

  static func range(_ setting: Double) -> ClosedRange<Double>? { 0 ... .infinity }
  static let isReLULike = true
  static func largestSlope(_ setting: Double) -> Double? { 1 }
  static func slopeNote(_ setting: Double) -> String? { "softplus's f'(z) is a sigmoid of z" }

  static func mistakes(at z: Double, value a: Double, _ setting: Double) -> [Mistake] {
    [
      Mistake((1 + (-z).exponential()).logarithm(), "the sign of the exponent is wrong."),
      Mistake(z.exponential(), "that is e^z; softplus is log(1 + e^z)."),
      Mistake(z.larger(of: 0), "that is relu; softplus is log(1 + e^z)."),
    ]
  }
}
