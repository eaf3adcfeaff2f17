import CKernels

/// 1 / (1 + e^(−z)), without overflow.
enum Sigmoid: ElementwiseActivation {
  static let name = "sigmoid"
  static let aliases = ["logistic"]

  static func value<Q: Quantity>(at z: Q, _ setting: Q) -> Q { z.logistic() }

  static func slope<Q: Quantity>(at z: Q, value a: Q, _ setting: Q) -> Q { a * (1 - a) }

  static func range(_ setting: Double) -> ClosedRange<Double>? { 0...1 }
  static func largestSlope(_ setting: Double) -> Double? { 0.25 }
  static func slopeNote(_ setting: Double) -> String? { "a (1 − a) is sigmoid's f'(z)" }

  static func mistakes(at z: Double, value a: Double, _ setting: Double) -> [Mistake] {
    [
      Mistake(1 - a, "the sign of the exponent is wrong: 1/(1 + e^(−z))."),
      Mistake(z.hyperbolicTangent(), "that is tanh; the unit is a sigmoid."),
    ]
  }

  static func apply(_ count: Int, _ z: Numbers, _ a: Numbers, _ setting: Double) {
    dk_sigmoid_all(count, z, a)
  }
  static func multiplyBySlope(
    _ count: Int, _ z: Numbers, _ a: Numbers, _ d: Numbers, _ setting: Double
  ) {
    dk_sigmoid_delta(count, a, d)
  }
}
