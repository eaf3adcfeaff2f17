import CKernels
import Formula
import Wording

/// max(slope · z, z), derivative slope at 0.
enum LeakyReLU: ElementwiseActivation {
  static let name = "leaky_relu"
  static let aliases = ["lrelu"]
  static let setting: ActivationSetting? = ActivationSetting("slope", 0.1, 0...0.999)

  static func value<Q: Quantity>(at z: Q, _ setting: Q) -> Q {
    z.choosing(below: Q(constant: setting.first) * z, otherwise: z)
  }

  /// From the right the slope holds at 0 too, so −z decides.
  static func slope<Q: Quantity>(at z: Q, value a: Q, _ setting: Q) -> Q {
    (-z).choosing(below: Q(constant: 1), otherwise: Q(constant: setting.first))
  }

  static let isReLULike = true
  static let canDie = false
  static let isPiecewiseLinear = true
  static func hasKink(_ setting: Double) -> Bool { true }
  static func note(_ setting: Double) -> String? {
    "leaky_relu is \(NumberStyle.shortest.format(setting)) z for z < 0, z elsewhere"
  }
  static func slopeNote(_ setting: Double) -> String? {
    let slope = NumberStyle.shortest.format(setting)
    return "slope is leaky_relu's f'(z): 1 for z > 0, \(slope) elsewhere"
  }

  static func apply(_ count: Int, _ z: Numbers, _ a: Numbers, _ setting: Double) {
    dk_leaky_relu(count, setting, z, a)
  }
  static func multiplyBySlope(
    _ count: Int, _ z: Numbers, _ a: Numbers, _ d: Numbers, _ setting: Double
  ) {
    dk_leaky_relu_delta(count, setting, z, d)
  }
}
