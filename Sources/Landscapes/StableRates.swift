/// The largest stable rates on a quadratic whose largest curvature is κmax.
public struct StableRates: Hashable, Sendable {
  /// λ, the momentum.
  public let lambda: Double
  /// 2/κmax.
  public let gd: Double
  /// 2 (1 + λ)/κmax.
  public let momentum: Double
  /// 2 (1 + λ)/((1 + 2λ) κmax).
  public let nesterov: Double

  public init(sharpness: Double, lambda: Double) {
    self.lambda = lambda
    gd = 2 / sharpness
    momentum = 2 * (1 + lambda) / sharpness
    nesterov = 2 * (1 + lambda) / ((1 + 2 * lambda) * sharpness)
  }

  /// A rule's, by its name; nil for a rule that has none.
  public subscript(rule: String) -> Double? {
    ["gd": gd, "momentum": momentum, "nesterov": nesterov][rule]
  }
}
