import CKernels
import Conversion

/// The language's operators and functions on single numbers.
///
/// Evaluation, compiled programs and constant folding all come here, so that they agree to the last
/// bit; the elementary functions are CKernels', so that machines agree too.
public enum Elementary {
  /// Whole exponents up to this size are repeated multiplications.
  static let largestWholeExponent = 64

  /// `x^y`. A whole exponent with |y| ≤ 64 multiplies: the base for the leading binary digit, then
  /// for each further one a square, and a factor where it is 1 (x³ = (x·x)·x, x⁴ = (x·x)·(x·x)); a
  /// negative one is 1 over that. Any other exponent is `dk_pow`.
  public static func power(_ x: Double, _ y: Double) -> Double {
    guard let exponent = wholeExponent(y) else { return dk_pow(x, y) }
    return power(x, exponent)
  }

  /// The exponent where `power` multiplies.
  static func wholeExponent(_ y: Double) -> Int? {
    guard let exponent = Int(exactly: y), exponent.magnitude <= largestWholeExponent else {
      return nil
    }
    return exponent
  }

  static func power(_ x: Double, _ exponent: Int) -> Double {
    let size = exponent.magnitude
    guard size > 0 else { return 1 }
    var result = x
    var bit = size.bitWidth - size.leadingZeroBitCount - 2
    while bit >= 0 {
      result *= result
      if size & (1 << bit) != 0 { result *= x }
      bit -= 1
    }
    return exponent < 0 ? 1 / result : result
  }

  /// One operator on two numbers; conditions give 1 or 0, and whatever is not 0 counts as true.
  static func apply(_ op: BinaryOperator, _ a: Double, _ b: Double) -> Double {
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

  static func apply(_ op: UnaryOperator, _ x: Double) -> Double {
    switch op {
    case .negate: -x
    case .not: x == 0 ? 1 : 0
    }
  }

  /// A function of one number. A reduction treats it as a vector of one component.
  static func apply(_ function: Function, _ x: Double) -> Double {
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
    case .softplus: larger(x, 0) + dk_log1p(dk_exp(-x.magnitude))
    case .min, .max, .sum, .mean: x
    case .argmax, .argmin: 0
    case .size: 1
    // Never called with one number: their arity is higher.
    case .atan2, .dot, .choose: .nan
    }
  }

  /// A function of two numbers: those whose arity allows it.
  static func apply(_ function: Function, _ a: Double, _ b: Double) -> Double {
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

  /// The larger number; the first of equals; NaN where either is.
  static func larger(_ a: Double, _ b: Double) -> Double { a >= b || a != a ? a : b }

  /// The smaller number; the first of equals; NaN where either is.
  static func smaller(_ a: Double, _ b: Double) -> Double { a <= b || a != a ? a : b }

  /// Exact at the powers of 2.
  private static func log2(_ x: Double) -> Double {
    if x > 0, x.isFinite, x.significand == 1 { return Double(x.exponent) }
    return dk_log(x) / 0.693147180559945309417
  }

  /// Exact at the powers of 10 that are numbers, 1e-22 to 1e22.
  public static func log10(_ x: Double) -> Double {
    let logarithm = dk_log(x) / 2.30258509299404568402
    let nearest = logarithm.rounded()
    if nearest.magnitude <= 22, power(10, Int(clamping: nearest)) == x { return nearest }
    return logarithm
  }
}
