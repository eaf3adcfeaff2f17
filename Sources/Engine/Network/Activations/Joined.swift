/// The largest of several linear pieces; a tie goes to the first.
enum Maxout: ActivationShape {
  static let name = "maxout"
  static let mostPieces = 64
  static let setting: ActivationSetting? = ActivationSetting(
    "pieces", nil, 2...Double(mostPieces))
  static let isReLULike = true
}

/// e^z_i / Σ e^z_j over the layer's units; the output layer only.
enum Softmax: ActivationShape {
  static let name = "softmax"
  static func range(_ setting: Double) -> ClosedRange<Double>? { 0...1 }
  static let canDie = false
}
