/// e^z_i / Σ e^z_j over the layer's units; the output layer only.
enum Softmax: ActivationShape {
  static let name = "softmax"
  static func range(_ setting: Double) -> ClosedRange<Double>? { 0...1 }
  static let canDie = false
}
