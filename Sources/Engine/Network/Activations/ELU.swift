import CKernels

/// z where z ≥ 0, else alpha (e^z − 1).
enum ELU: ElementwiseActivation {
  static let name = "elu"
  static let setting: ActivationSetting? = ActivationSetting("alpha", 1, 0...100)

  static func value<Q: Quantity>(at z: Q, _ alpha: Q) -> Q {
    z.choosing(below: alpha * z.exponentialMinusOne(), otherwise: z)
  }

  static func slope<Q: Quantity>(at z: Q, value a: Q, _ alpha: Q) -> Q {
    z.choosing(below: alpha * z.exponential(), otherwise: Q(constant: 1))
  }

  static func range(_ alpha: Double) -> ClosedRange<Double>? { -alpha ... .infinity }
  static let isReLULike = true
  static func largestSlope(_ alpha: Double) -> Double? { max(alpha, 1) }
  static func hasKink(_ alpha: Double) -> Bool { alpha != 1 }
  static func note(_ alpha: Double) -> String? { "elu is α (e^z − 1) for z < 0, z elsewhere" }
  static func slopeNote(_ alpha: Double) -> String? {
    "elu's f'(z) is α e^z for z < 0, 1 elsewhere"
  }

  static func mistakes(at z: Double, value a: Double, _ alpha: Double) -> [Mistake] {
    guard z < 0 else { return [] }
    return [
      Mistake(alpha * z.exponential(), "the 1 is missing: α (e^z − 1)."),
      Mistake(z.exponentialMinusOne(), "α is missing: α (e^z − 1)."),
    ]
  }

  static func apply(_ count: Int, _ z: Numbers, _ a: Numbers, _ alpha: Double) {
    dk_expm1_all(count, z, a)
    dk_elu_from_expm1(count, alpha, z, a)
  }
  static func multiplyBySlope(
    _ count: Int, _ z: Numbers, _ a: Numbers, _ d: Numbers, _ alpha: Double
  ) {
    dk_elu_delta(count, alpha, z, d)
  }
}
