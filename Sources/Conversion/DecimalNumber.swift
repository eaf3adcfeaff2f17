/// A number in decimal notation, read from the bytes of a text: `12`, `-1.5`, `.5e-3`.
///
/// The value is the double nearest to the number written, a tie going to the even one, whatever the
/// locale. NaN, infinity, hexadecimal, underscores and groups of thousands are not in this notation.
public struct DecimalNumber: Sendable {
  /// Infinity where the number is beyond the largest double.
  public var value: Double
  /// Where the number ends: the first byte that does not belong to it.
  public var end: Int
  /// The byte of its decimal sign, 0 without one.
  public var sign: UInt8 = 0
  /// Whether it starts with a zero and another digit, as codes do: `007`.
  public var isPadded = false

  /// Reads the number that starts at `start`; nil where none does.
  ///
  /// - Parameters:
  ///   - bytes: with a byte at the end that belongs to no number, such as a newline.
  ///   - point, comma: which decimal signs are read.
  @inlinable
  @inline(__always)
  public init?(_ bytes: [UInt8], at start: Int, point: Bool = true, comma: Bool = false) {
    var i = start
    let isNegative = bytes[i] == UInt8(ascii: "-")
    if isNegative || bytes[i] == UInt8(ascii: "+") { i += 1 }
    let first = i
    var digits: UInt64 = 0
    var digit = bytes[i] &- UInt8(ascii: "0")
    isPadded = digit == 0 && bytes[i + 1] &- UInt8(ascii: "0") < 10
    while digit < 10 {
      digits = digits &* 10 &+ UInt64(digit)
      i += 1
      digit = bytes[i] &- UInt8(ascii: "0")
    }
    var count = i - first
    var exponent = 0
    let mark = bytes[i]
    if (mark == UInt8(ascii: ".") && point) || (mark == UInt8(ascii: ",") && comma) {
      sign = mark
      i += 1
      let fraction = i
      digit = bytes[i] &- UInt8(ascii: "0")
      while digit < 10 {
        digits = digits &* 10 &+ UInt64(digit)
        i += 1
        digit = bytes[i] &- UInt8(ascii: "0")
      }
      exponent = fraction - i
      count -= exponent
    }
    guard count > 0 else { return nil }
    if bytes[i] | 0x20 == UInt8(ascii: "e"), let (power, end) = Self.exponent(bytes, at: i + 1) {
      exponent += power
      i = end
    }
    end = i
    // 19 digits fit into 64 bits.
    guard count <= 19, let magnitude = Self.value(digits, timesTenTo: exponent) else {
      value = Self.libraryValue(bytes[start..<i])
      return
    }
    value = isNegative ? -magnitude : magnitude
  }

  /// The exponent that starts at `start`, and where it ends; nil without digits.
  @usableFromInline
  static func exponent(_ bytes: [UInt8], at start: Int) -> (power: Int, end: Int)? {
    var i = start
    let isNegative = bytes[i] == UInt8(ascii: "-")
    if isNegative || bytes[i] == UInt8(ascii: "+") { i += 1 }
    let first = i
    var power = 0
    while bytes[i] &- UInt8(ascii: "0") < 10 {
      // Far beyond any double already; more digits change nothing.
      if power < 100_000_000 { power = power * 10 + Int(bytes[i] &- UInt8(ascii: "0")) }
      i += 1
    }
    return i > first ? (isNegative ? -power : power, i) : nil
  }

  /// digits · 10^exponent to the nearest double; nil where exact arithmetic of 128 bits does not
  /// reach.
  @inlinable
  @inline(__always)
  static func value(_ digits: UInt64, timesTenTo exponent: Int) -> Double? {
    // Both factors are exact doubles, so the one operation rounds once (Clinger 1990).
    if digits <= 1 << 53, exponent >= -22, exponent <= 22 {
      return exponent < 0
        ? Double(digits) / powersOfTen[-exponent] : Double(digits) * powersOfTen[exponent]
    }
    return wideValue(digits, timesTenTo: exponent)
  }

  /// The same by exact integers: 10^n is 5^n · 2^n, and 5^27 still fits into 64 bits.
  @usableFromInline
  static func wideValue(_ digits: UInt64, timesTenTo exponent: Int) -> Double? {
    guard digits > 0, abs(exponent) < powersOfFive.count else { return digits == 0 ? 0 : nil }
    let power = powersOfFive[abs(exponent)]
    // `bits` holds the result's first 63 or 64 bits; what is cut off leaves a trace in the last of
    // them, far below the bit that rounding looks at.
    let bits: UInt64
    let binaryExponent: Int
    if exponent < 0 {
      let numerator = digits << digits.leadingZeroBitCount
      let divisor = power << power.leadingZeroBitCount
      let (quotient, remainder) = divisor.dividingFullWidth((numerator >> 1, numerator << 63))
      bits = quotient | (remainder == 0 ? 0 : 1)
      binaryExponent = exponent - 63 + power.leadingZeroBitCount - digits.leadingZeroBitCount
    } else {
      let (high, low) = digits.multipliedFullWidth(by: power)
      let shift = high.leadingZeroBitCount
      bits = high << shift | low >> (64 - shift) | (low << shift == 0 ? 0 : 1)
      binaryExponent = exponent + 64 - shift
    }
    return Double(sign: .plus, exponent: binaryExponent, significand: Double(bits))
  }

  /// The value by the library's parser, for more digits or larger exponents.
  @usableFromInline
  static func libraryValue(_ text: ArraySlice<UInt8>) -> Double {
    let plain = text.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }
    return Double(String(decoding: plain, as: UTF8.self)) ?? .nan
  }

  @usableFromInline
  static let powersOfTen: [Double] = (0...22).map { n in
    (0..<n).reduce(1) { power, _ in power * 10 }
  }

  private static let powersOfFive: [UInt64] = (0...27).map { n in
    (0..<n).reduce(1) { power, _ in power * 5 }
  }
}

extension DecimalNumber {
  /// The value of a text that is one number and nothing else; nil for any other.
  package static func value(of text: some StringProtocol, comma: Bool = false) -> Double? {
    let bytes = Array(text.utf8) + [UInt8(ascii: "\n")]
    guard let number = DecimalNumber(bytes, at: 0, point: !comma, comma: comma),
      number.end == bytes.count - 1
    else { return nil }
    return number.value
  }
}

/// A number in decimal notation; nil for anything else, NaN, infinity and hexadecimal included.
package func decimal(_ text: String) -> Double? {
  DecimalNumber.value(of: text)
}
