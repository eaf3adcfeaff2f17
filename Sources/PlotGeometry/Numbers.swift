import Conversion

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

extension Double {
  /// Beyond this size a difference of two numbers could overflow: such numbers are counted and
  /// named under the figure, not drawn.
  package static let drawableLimit = 1e305

  package var isDrawable: Bool { magnitude <= Self.drawableLimit }
}

/// A number in at most `digits` significant digits, without trailing zeros: `0.0125`, `1.5e9`.
/// The minus is the typographic one, U+2212; ASCII output turns it into a hyphen.
package func numberText(_ value: Double, digits: Int = 4) -> String {
  if value.isNaN { return "NaN" }
  if value.isInfinite { return value < 0 ? "−∞" : "∞" }
  if value == 0 { return "0" }
  var (mantissa, exponent) = decimalDigits(value.magnitude, count: max(1, min(digits, 17)))
  while mantissa.count > 1, mantissa.last == "0" { mantissa.removeLast() }
  let sign = value < 0 ? "−" : ""
  if exponent < -4 || exponent > 5 {
    let rest = mantissa.dropFirst()
    let power = exponent < 0 ? "e−\(-exponent)" : "e\(exponent)"
    return sign + mantissa.prefix(1) + (rest.isEmpty ? "" : "." + rest) + power
  }
  return sign + pointed(mantissa, exponent: exponent)
}

/// The decimal digits of a positive number, rounded, and the power of ten of the first.
private func decimalDigits(_ value: Double, count: Int) -> (String, Int) {
  var buffer = [CChar](repeating: 0, count: 40)
  let length = withVaList([Int32(count - 1), value]) {
    vsnprintf(&buffer, buffer.count, "%.*e", $0)
  }
  let text = buffer.prefix(max(0, Int(length))).map { Character(Unicode.Scalar(UInt8($0))) }
  let parts = String(text).split(separator: "e")
  guard parts.count == 2, let exponent = Int(parts[1]) else { return ("0", 0) }
  return (String(parts[0].filter { $0 != "." }), exponent)
}

/// Digits with the decimal point put where the power of ten of the first digit says.
private func pointed(_ digits: String, exponent: Int) -> String {
  if exponent < 0 {
    return "0." + String(repeating: "0", count: -exponent - 1) + digits
  }
  if digits.count <= exponent + 1 {
    return digits + String(repeating: "0", count: exponent + 1 - digits.count)
  }
  return digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
}

/// `k * 10^exponent` written out with exactly `decimals` decimals; exact, as `k` is an integer.
package func decimalText(_ k: Int, exponent: Int, decimals: Int) -> String {
  var digits = String(k.magnitude)
  if k != 0, exponent + decimals > 0 {
    digits += String(repeating: "0", count: exponent + decimals)
  }
  if digits.count <= decimals {
    digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits
  }
  let sign = k < 0 ? "−" : ""
  guard decimals > 0 else { return sign + digits }
  return sign + digits.dropLast(decimals) + "." + digits.suffix(decimals)
}

/// The power of ten at or below a positive number, or at or above it; of 0 the least there is.
package func decade(_ value: Double, _ rounding: FloatingPointRoundingRule) -> Int {
  Int(clamping: log10(value).rounded(rounding), from: -330, to: 310)
}

/// 10 to an integer power, exact up to 10^22.
package func powerOfTen(_ exponent: Int) -> Double {
  pow(10, Double(exponent))
}

/// Whole text of an integer in superscript digits.
package func superscript(_ n: Int) -> String {
  let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
  let text = String(n.magnitude).compactMap(\.wholeNumberValue).map { digits[$0] }
  return (n < 0 ? "⁻" : "") + String(text)
}
