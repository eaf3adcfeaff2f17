#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// How numbers are shown everywhere in the program.
///
/// `digits` significant digits as `%g` gives them, without trailing zeros: `−1.2`, `46.48`, `7744`,
/// `4.648e+04`. A power of ten with a one-digit factor is written short, `1e-8`. From 17 digits on
/// it is the shortest form that reads back as the same number.
public struct NumberStyle: Hashable, Sendable {
  /// Significant digits, from 1; 17 and more mean the shortest exact form.
  public var digits: Int
  /// `−` and `∞` instead of `-` and `Infinity`.
  public var unicode: Bool

  public init(digits: Int = 4, unicode: Bool = true) {
    self.digits = digits
    self.unicode = unicode
  }

  /// The shortest ASCII form that reads back as the same number.
  public static let shortest = NumberStyle(digits: 17, unicode: false)

  /// - Parameter signed: whether a positive number carries a `+`, as a movement Δθ does.
  public func format(_ x: Double, signed: Bool = false) -> String {
    guard !x.isNaN else { return "NaN" }
    // Rounded to a few digits, a zero's sign tells nothing.
    let isNegative = x.sign == .minus && (x != 0 || digits >= 17)
    let sign = isNegative ? (unicode ? "−" : "-") : (signed && x != 0 ? "+" : "")
    guard x.isFinite else { return sign + (unicode ? "∞" : "Infinity") }
    return sign + magnitude(x.magnitude)
  }

  private func magnitude(_ x: Double) -> String {
    let text = digits >= 17 ? "\(x)" : Self.rounded(x, Swift.max(1, digits))
    guard let e = text.firstIndex(of: "e") else {
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
    let factor = text[..<e]
    guard factor.count == 1 || factor.hasSuffix(".0") else { return String(text) }
    let exponent = Int(text[text.index(after: e)...]) ?? 0
    return "\(factor.prefix(1))e\(exponent)"
  }

  /// C's `%.{digits}g`, whose rounding is exact.
  private static func rounded(_ x: Double, _ digits: Int) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      let length = withVaList([CInt(digits), x]) {
        vsnprintf(buffer.baseAddress, buffer.count, "%.*g", $0)
      }
      let bytes = buffer.prefix(Swift.max(0, Int(length))).map { UInt8(bitPattern: $0) }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
