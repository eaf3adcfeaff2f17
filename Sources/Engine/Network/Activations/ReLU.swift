import CKernels

/// max(0, z), derivative 0 at 0.
enum ReLU: ElementwiseActivation {
  static let name = "relu"

  static func value<Q: Quantity>(at z: Q, _ setting: Q) -> Q { z.larger(of: Q(constant: 0)) }

  /// From the right the slope holds at 0 too, so −z decides.
  static func slope<Q: Quantity>(at z: Q, value a: Q, _ setting: Q) -> Q {
    (-z).choosing(below: Q(constant: 1), otherwise: Q(constant: 0))
  }

  static func range(_ setting: Double) -> ClosedRange<Double>? { 0 ... .infinity }
  static let isReLULike = true
  static let isPiecewiseLinear = true
  static func hasKink(_ setting: Double) -> Bool { true }
  static func slopeNote(_ setting: Double) -> String? {
    "slope is relu's f'(z): 1 for z > 0, 0 elsewhere"
  }

  static func apply(_ count: Int, _ z: Numbers, _ a: Numbers, _ setting: Double) {
    dk_relu(count, z, a)
  }
  static func multiplyBySlope(
    _ count: Int, _ z: Numbers, _ a: Numbers, _ d: Numbers, _ setting: Double
  ) {
    dk_relu_delta(count, z, d)
  }
}
