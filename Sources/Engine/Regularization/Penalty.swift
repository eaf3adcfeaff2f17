import LongWork

/// A penalty on the weights, added to any objective.
///
/// L2: L' = L + (λ/2)‖θ‖², gradient + λ w. L1: L' = L + λ‖θ‖₁, gradient + λ sgn(w), sgn(0) = 0. Biases
/// are left out unless asked for. Source: slides "Regularization"; NOTATION's errata.
public struct Penalty: Hashable, Sendable {
  public var l1 = 0.0
  public var l2 = 0.0
  /// Whether biases are penalized as well.
  public var includesBiases = false

  public init(l1: Double = 0, l2: Double = 0, includesBiases: Bool = false) {
    self.l1 = l1
    self.l2 = l2
    self.includesBiases = includesBiases
  }

  public static let none = Penalty()
  public var isNone: Bool { l1 == 0 && l2 == 0 }

  /// The ranges of θ it acts on.
  public func ranges(of layout: ParameterLayout) -> [Range<Int>] {
    layout.entries.filter { includesBiases || !$0.isBias }.map(\.range)
  }

  /// The gradient with the penalty's share: ∂L/∂w + λ₂ w + λ₁ sgn(w).
  package func gradient<Q: Quantity>(_ gradient: Q, at w: Q, make: (Double, String) -> Q) -> Q {
    var sum = gradient
    if l2 != 0 { sum = sum + make(l2, "l2") * w }
    if l1 != 0 { sum = sum + make(l1, "l1") * w.signum() }
    return sum
  }

  /// Adds the penalty's share to a gradient in memory.
  func addGradient(
    to gradient: UnsafeMutablePointer<Double>, at theta: UnsafePointer<Double>,
    ranges: [Range<Int>]
  ) {
    for range in ranges {
      Parts.forEach(of: range) { part in
        for i in part {
          gradient[i] = self.gradient(gradient[i], at: theta[i]) { value, _ in value }
        }
      }
    }
  }

  /// The penalty term at θ: (λ₂/2) Σ w² + λ₁ Σ |w|.
  public func value(at theta: [Double], layout: ParameterLayout) -> Double {
    var squares = 0.0
    var magnitudes = 0.0
    for range in ranges(of: layout) {
      for w in theta[range].inParts() {
        squares += w * w
        magnitudes += w.magnitude
      }
    }
    return (l2 == 0 ? 0 : 0.5 * l2 * squares) + (l1 == 0 ? 0 : l1 * magnitudes)
  }
}
