/// The definition of each activation and of its slope, one beside the other, for any reading: plain
/// numbers, numbers side by side, numbers with their formula.
///
/// The kernels that train (`Elementwise`) are held to the same bits by a test.
extension Activation {
  /// f(z) of the activations that work on each number by itself; z itself for maxout and softmax,
  /// which join several.
  ///
  /// - Parameter make: makes a constant of the activation from its value and its name.
  func value<Q: Quantity>(at z: Q, make: (Double, String) -> Q) -> Q {
    switch self {
    case .linear, .maxout, .softmax: z
    case .sigmoid: z.logistic()
    case .tanh: z.hyperbolicTangent()
    case .relu: z.larger(of: Q(constant: 0))
    case .leakyReLU(let slope): z.choosing(below: Q(constant: slope) * z, otherwise: z)
    case .elu(let alpha):
      z.choosing(below: make(alpha, "alpha") * z.exponentialMinusOne(), otherwise: z)
    }
  }

  /// f'(z), with a = f(z) at hand; 1 for maxout and softmax, whose slopes are not of one z alone.
  func slope<Q: Quantity>(at z: Q, value a: Q, make: (Double, String) -> Q) -> Q {
    let one = Q(constant: 1)
    switch self {
    case .linear, .maxout, .softmax: return one
    case .sigmoid: return a * (1 - a)
    case .tanh: return 1 - a * a
    // From the right the slope holds at 0 too, so −z decides.
    case .relu: return (-z).choosing(below: one, otherwise: Q(constant: 0))
    case .leakyReLU(let slope): return (-z).choosing(below: one, otherwise: Q(constant: slope))
    case .elu(let alpha):
      return z.choosing(below: make(alpha, "alpha") * z.exponential(), otherwise: one)
    }
  }

  /// f(z) of one number.
  public func value(at z: Double) -> Double { value(at: z) { value, _ in value } }

  /// f'(z) of one number, with a = f(z) at hand.
  public func slope(at z: Double, value a: Double) -> Double {
    slope(at: z, value: a) { value, _ in value }
  }

  /// The largest slope there is; nil where the slope is never small for z far from 0 alone.
  var largestSlope: Double? {
    switch self {
    case .sigmoid: 0.25
    case .tanh: 1
    case .elu(let alpha): max(alpha, 1)
    case .relu, .leakyReLU, .maxout, .linear, .softmax: nil
    }
  }
}
