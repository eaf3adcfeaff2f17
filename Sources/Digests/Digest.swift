/// A 64-bit Fowler–Noll–Vo hash (FNV-1a): tells versions of a text apart, and is no protection.
public struct Digest: Hashable, Sendable {
  public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  public init() {}

  public mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  /// The text's UTF-8, and a 0 that ends it.
  public mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
    add(UInt8(0))
  }

  public mutating func add(_ word: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) { add(UInt8(truncatingIfNeeded: word >> shift)) }
  }

  public mutating func add(_ numbers: [Double]) {
    add(UInt64(numbers.count))
    for number in numbers { add(number.bitPattern) }
  }

  /// A word in one step, for many of them: as sure as byte by byte, and eight times as fast.
  public mutating func addWord(_ word: UInt64) {
    value = (value ^ word) &* 0x100_0000_01B3
    // A product carries upwards alone; this brings the high bits down again.
    value ^= value >> 29
  }

  /// The numbers' bits word by word, and their count.
  public mutating func addWords(of numbers: [Double]) {
    add(UInt64(numbers.count))
    for number in numbers { addWord(number.bitPattern) }
  }

  /// 16 hexadecimal digits.
  public static func text(of value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
