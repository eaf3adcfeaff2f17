/// An activation of each number by itself, with its slope, written once for every reading: plain
/// numbers, numbers side by side, numbers with their formula.
///
/// To add one: in a file of its own write `value` and `slope`, say where it saturates and kinks, and
/// list it in `Activation.shapes`. Training, the gradient, `explain`, `gradcheck`, `units`, plots,
/// searches, help and `save` follow. Whole matrices go number by number, unless the activation
/// overrides `apply` and `multiplyBySlope` by kernels; a test holds them to the same bits.
public protocol ElementwiseActivation: ActivationShape {
  typealias Numbers = UnsafeMutablePointer<Double>
  /// f(z).
  static func value<Q: Quantity>(at z: Q, _ setting: Q) -> Q
  /// f'(z), with a = f(z) at hand.
  static func slope<Q: Quantity>(at z: Q, value a: Q, _ setting: Q) -> Q
  /// The same of one number, requirements so that they are compiled for each activation.
  static func number(at z: Double, _ setting: Double) -> Double
  static func slopeNumber(at z: Double, value a: Double, _ setting: Double) -> Double
  /// The largest |f'(z)|, where the slope is small far from 0 alone; nil where there is no such region.
  static func largestSlope(_ setting: Double) -> Double?
  /// Whether the slope jumps at 0.
  static func hasKink(_ setting: Double) -> Bool
  /// Whether it is a line on either side of 0, so that a thin linear network can hold it.
  static var isPiecewiseLinear: Bool { get }
  /// What `explain` says beside the value, and beside the slope; nil where the formula tells all.
  static func note(_ setting: Double) -> String?
  static func slopeNote(_ setting: Double) -> String?
  /// Known mistakes with f(z), of one number.
  static func mistakes(at z: Double, value a: Double, _ setting: Double) -> [Mistake]
  /// a = f(z) of `count` numbers; a and z are apart.
  static func apply(_ count: Int, _ z: Numbers, _ a: Numbers, _ setting: Double)
  /// d = d ∘ f'(z), with a = f(z) at hand.
  static func multiplyBySlope(
    _ count: Int, _ z: Numbers, _ a: Numbers, _ d: Numbers, _ setting: Double)
  /// out = the rate at which f'(z) changes where z changes at `zRate` and a = f(z) at `aRate`, of
  /// `count` numbers: f''(z) zRate.
  static func slopeRates(
    _ count: Int, _ z: Numbers, _ a: Numbers, _ zRate: Numbers, _ aRate: Numbers, _ out: Numbers,
    _ setting: Double)
}

extension ElementwiseActivation {
  public static func number(at z: Double, _ setting: Double) -> Double { value(at: z, setting) }
  public static func slopeNumber(at z: Double, value a: Double, _ setting: Double) -> Double {
    slope(at: z, value: a, setting)
  }
  public static func largestSlope(_ setting: Double) -> Double? { nil }
  public static func hasKink(_ setting: Double) -> Bool { false }
  public static var isPiecewiseLinear: Bool { false }
  public static func note(_ setting: Double) -> String? { nil }
  public static func slopeNote(_ setting: Double) -> String? { nil }
  public static func mistakes(at z: Double, value a: Double, _ setting: Double) -> [Mistake] { [] }

  public static func apply(_ count: Int, _ z: Numbers, _ a: Numbers, _ setting: Double) {
    for i in 0..<count { a[i] = value(at: z[i], setting) }
  }

  public static func multiplyBySlope(
    _ count: Int, _ z: Numbers, _ a: Numbers, _ d: Numbers, _ setting: Double
  ) {
    for i in 0..<count { d[i] = d[i] * slope(at: z[i], value: a[i], setting) }
  }

  public static func slopeRates(
    _ count: Int, _ z: Numbers, _ a: Numbers, _ zRate: Numbers, _ aRate: Numbers, _ out: Numbers,
    _ setting: Double
  ) {
    let setting = Dual(constant: setting)
    for i in 0..<count {
      out[i] =
        slope(at: Dual(z[i], rate: zRate[i]), value: Dual(a[i], rate: aRate[i]), setting).rate
    }
  }
}
