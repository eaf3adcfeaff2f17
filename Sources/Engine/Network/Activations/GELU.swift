/// z Φ(z) = z/2 (1 + erf(z/√2)), exactly: z times the share of normal numbers that are below z.
///
/// Source: Hendrycks and Gimpel (2016), as torch.nn.GELU without approximation.
enum GELU: ElementwiseActivation {
  static let name = "gelu"

  static func value<Q: Quantity>(at z: Q, _ setting: Q) -> Q {
    let two = Q(constant: 2)
    return z / two * (1 + (z / two.squareRoot()).errorFunction())
  }

  static func slope<Q: Quantity>(at z: Q, value a: Q, _ setting: Q) -> Q {
    let two = Q(constant: 2)
    let below = (1 + (z / two.squareRoot()).errorFunction()) / two
    let density = (-(z * z) / two).exponential() / (two * Q(.pi, named: "pi")).squareRoot()
    return below + z * density
  }

  /// Least at z = −0.7518.
  static func range(_ setting: Double) -> ClosedRange<Double>? { -0.16997121 ... .infinity }
  static let isReLULike = true
  /// At z = √2, by a search.
  static func largestSlope(_ setting: Double) -> Double? { 1.1289 }
  static func note(_ setting: Double) -> String? {
    "(1 + erf(z/√2))/2 is the share of normal numbers below z"
  }
  static func slopeNote(_ setting: Double) -> String? {
    "gelu's f'(z) is Φ(z) + z φ(z), the normal distribution's share below z and its density"
  }

  static func mistakes(at z: Double, value a: Double, _ setting: Double) -> [Mistake] {
    let below = (z / 2.squareRoot()).errorFunction()
    return [
      Mistake(z * below, "the 1 is missing: z/2 (1 + erf(z/√2))."),
      Mistake(z * (1 + below), "the ½ is missing: z/2 (1 + erf(z/√2))."),
      Mistake(z / 2 * (1 + z.errorFunction()), "z goes through erf divided by √2."),
      Mistake((1 + below) / 2, "that is Φ(z); gelu multiplies it by z."),
      Mistake(z * (1.702 * z).logistic(), "that is the approximation z σ(1.702 z)."),
    ]
  }
}
