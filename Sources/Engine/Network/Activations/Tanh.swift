import CKernels

/// tanh z.
enum Tanh: ElementwiseActivation {
  static let name = "tanh"

  static func value<Q: Quantity>(at z: Q, _ setting: Q) -> Q { z.hyperbolicTangent() }

  static func slope<Q: Quantity>(at z: Q, value a: Q, _ setting: Q) -> Q { 1 - a * a }

  static func range(_ setting: Double) -> ClosedRange<Double>? { -1...1 }
  static func largestSlope(_ setting: Double) -> Double? { 1 }
  static func slopeNote(_ setting: Double) -> String? { "1 − a² is tanh's f'(z)" }

  static func mistakes(at z: Double, value a: Double, _ setting: Double) -> [Mistake] {
    [Mistake(z.logistic(), "that is a sigmoid; the unit is a tanh.")]
  }

  static func apply(_ count: Int, _ z: Numbers, _ a: Numbers, _ setting: Double) {
    dk_tanh_all(count, z, a)
  }
  static func multiplyBySlope(
    _ count: Int, _ z: Numbers, _ a: Numbers, _ d: Numbers, _ setting: Double
  ) {
    dk_tanh_delta(count, a, d)
  }
}
