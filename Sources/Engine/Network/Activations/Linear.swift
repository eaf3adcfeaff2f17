/// z itself.
enum Linear: ElementwiseActivation {
  static let name = "linear"
  static let aliases = ["identity"]

  static func value<Q: Quantity>(at z: Q, _ setting: Q) -> Q { z }

  static func slope<Q: Quantity>(at z: Q, value a: Q, _ setting: Q) -> Q { Q(constant: 1) }

  static let canDie = false
  static let isPiecewiseLinear = true

  static func apply(_ count: Int, _ z: Numbers, _ a: Numbers, _ setting: Double) {
    a.update(from: z, count: count)
  }
  static func multiplyBySlope(
    _ count: Int, _ z: Numbers, _ a: Numbers, _ d: Numbers, _ setting: Double
  ) {}
}
