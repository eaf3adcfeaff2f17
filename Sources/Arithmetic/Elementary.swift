import CKernels
import Conversion
import LongWork

/// The language's operators and functions on single numbers.
///
/// Evaluation, compiled programs and constant folding all come here, so that they agree to the last
/// bit; the elementary functions are CKernels', so that machines agree too.
public enum Elementary {
  /// Powers are joined into one, as x²·x³ into x⁵, up to this exponent.
  package static let largestWholeExponent = 64

  /// `x^y`, at most 0.6 units in the last place off, for whole exponents too.
  public static func power(_ x: Double, _ y: Double) -> Double { dk_pow(x, y) }

  /// low (high / low)^share, also where the ratio is beyond all numbers.
  public static func geometric(_ low: Double, _ high: Double, _ share: Double) -> Double {
    let ratio = high / low
    return ratio.isFinite
      ? low * power(ratio, share) : power(low, 1 - share) * power(high, share)
  }

  /// The exponent where it is a whole number of moderate size.
  package static func wholeExponent(_ y: Double) -> Int? {
    guard let exponent = Int(exactly: y), exponent.magnitude <= largestWholeExponent else {
      return nil
    }
    return exponent
  }

  /// √(Σ vᵢ²), the squares added from the first element to the last.
  ///
  /// Where the squares leave the range of numbers, the elements are scaled by a power of two, which
  /// rounds nothing. `Function.writtenOut` has the same steps as a formula.
  public static func norm(_ elements: some Collection<Double>) -> Double {
    func root(_ scale: Double) -> Double {
      var sum: Double?
      for x in elements.inParts() {
        let scaled = x * scale
        sum = sum.map { $0 + scaled * scaled } ?? scaled * scaled
      }
      return (sum ?? 0).squareRoot()
    }
    let plain = root(1)
    if plain > largestPlainNorm { return root(normShrink) * normGrow }
    if plain < smallestPlainNorm { return root(normGrow) * normShrink }
    return plain
  }

  /// ‖b − a‖, over as many elements as the shorter one has.
  public static func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).inParts().reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }.squareRoot()
  }

  /// Outside of these bounds a square may overflow, or underflow beside another.
  package static let largestPlainNorm = 0x1p500
  package static let smallestPlainNorm = 0x1p-460
  package static let normShrink = 0x1p-600
  package static let normGrow = 0x1p600

  /// One operator on two numbers; conditions give 1 or 0, and whatever is not 0 counts as true.
  package static func apply(_ op: BinaryOperator, _ a: Double, _ b: Double) -> Double {
    switch op {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    case .power: power(a, b)
    case .less: a < b ? 1 : 0
    case .lessOrEqual: a <= b ? 1 : 0
    case .greater: a > b ? 1 : 0
    case .greaterOrEqual: a >= b ? 1 : 0
    case .equal: a == b ? 1 : 0
    case .notEqual: a != b ? 1 : 0
    case .and: a != 0 && b != 0 ? 1 : 0
    case .or: a != 0 || b != 0 ? 1 : 0
    }
  }

  package static func apply(_ op: UnaryOperator, _ x: Double) -> Double {
    switch op {
    case .negate: -x
    case .not: x == 0 ? 1 : 0
    }
  }

  /// A function of one number. A reduction treats it as a vector of one component.
  package static func apply(_ function: Function, _ x: Double) -> Double {
    switch function {
    case .sqrt: x.squareRoot()
    case .exp: dk_exp(x)
    case .expm1: dk_expm1(x)
    case .log: dk_log(x)
    case .log1p: dk_log1p(x)
    case .log2: log2(x)
    case .log10: log10(x)
    case .sin: dk_sin(x)
    case .cos: dk_cos(x)
    case .tan: dk_tan(x)
    case .asin: dk_asin(x)
    case .acos: dk_acos(x)
    case .atan: dk_atan(x)
    case .sinh: dk_sinh(x)
    case .cosh: dk_cosh(x)
    case .tanh: dk_tanh(x)
    case .abs, .norm: x.magnitude
    case .sign: x > 0 ? 1 : x < 0 ? -1 : x
    case .floor: x.rounded(.down)
    case .ceil: x.rounded(.up)
    case .round: x.rounded(.toNearestOrAwayFromZero)
    case .sigmoid: sigmoid(x)
    case .relu: x > 0 || x != x ? x : 0
    case .softplus: softplus(x)
    case .erf: dk_erf(x)
    case .min, .max, .sum, .mean: x
    case .argmax, .argmin: 0
    case .size: 1
    // Never called with one number: their arity is higher.
    case .atan2, .dot, .choose: .nan
    }
  }

  /// A function of two numbers: those whose arity allows it.
  package static func apply(_ function: Function, _ a: Double, _ b: Double) -> Double {
    switch function {
    case .min: smaller(a, b)
    case .max: larger(a, b)
    case .atan2: dk_atan2(a, b)
    case .dot: a * b
    default: .nan
    }
  }

  /// 1/(1 + e⁻ˣ), without overflow on either side.
  public static func sigmoid(_ x: Double) -> Double {
    if x >= 0 { return 1 / (1 + dk_exp(-x)) }
    let power = dk_exp(x)
    return power / (1 + power)
  }

  /// log(1 + eˣ), without overflow.
  public static func softplus(_ x: Double) -> Double {
    larger(x, 0) + dk_log1p(dk_exp(-x.magnitude))
  }

  /// The larger number; the first of equals; NaN where either is.
  package static func larger(_ a: Double, _ b: Double) -> Double { a >= b || a != a ? a : b }

  /// The smaller number; the first of equals; NaN where either is.
  package static func smaller(_ a: Double, _ b: Double) -> Double { a <= b || a != a ? a : b }

  /// Exact at the powers of 2.
  private static func log2(_ x: Double) -> Double {
    if x > 0, x.isFinite, x.significand == 1 { return Double(x.exponent) }
    return dk_log(x) / 0.693147180559945309417
  }

  /// Exact at the powers of 10 that are numbers, 1e-22 to 1e22.
  public static func log10(_ x: Double) -> Double {
    let logarithm = dk_log(x) / 2.30258509299404568402
    let nearest = logarithm.rounded()
    // 10^n is exact here, and its reciprocal the nearest number to 10^-n.
    let size = nearest.magnitude
    guard size <= 22 else { return logarithm }
    let exact = nearest < 0 ? 1 / power(10, size) : power(10, size)
    return exact == x ? nearest : logarithm
  }
}
