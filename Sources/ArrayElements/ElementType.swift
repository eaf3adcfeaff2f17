import LongWork

/// What a file's numbers are; all of them are read, float64 is written.
public enum ElementType: String, CaseIterable, Sendable {
  case float64, float32, float16, bfloat16
  case int64, int32, int16, int8
  case uint64, uint32, uint16, uint8, boolean

  /// Bytes of one number.
  package var size: Int {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .int8, .uint8, .boolean: 1
    }
  }

  /// Whether the numbers count something or name classes.
  public var isWhole: Bool {
    switch self {
    case .float64, .float32, .float16, .bfloat16: false
    default: true
    }
  }

  /// As NumPy writes it after the letter for the byte order: `f8`; nil where it has no such type.
  package static func numpy(_ code: some StringProtocol) -> ElementType? {
    let codes: [String: ElementType] = [
      "f8": .float64, "f4": .float32, "f2": .float16, "i8": .int64, "i4": .int32, "i2": .int16,
      "i1": .int8, "u8": .uint64, "u4": .uint32, "u2": .uint16, "u1": .uint8, "b1": .boolean,
    ]
    return codes[String(code)]
  }

  /// As safetensors writes it.
  package static func safetensors(_ code: String) -> ElementType? {
    let codes: [String: ElementType] = [
      "F64": .float64, "F32": .float32, "F16": .float16, "BF16": .bfloat16, "I64": .int64,
      "I32": .int32, "I16": .int16, "I8": .int8, "U64": .uint64, "U32": .uint32, "U16": .uint16,
      "U8": .uint8, "BOOL": .boolean,
    ]
    return codes[code]
  }

  // MARK: Bytes to numbers

  /// The numbers that bytes hold.
  ///
  /// - Throws: `ArrayError` for a whole number that no double equals, and for a truth value that is
  ///   neither 0 nor 1.
  package func numbers(
    in bytes: ArraySlice<UInt8>, isBigEndian: Bool, of name: String
  ) throws(ArrayError) -> [Double] {
    switch self {
    case .float64:
      return words(bytes, isBigEndian, UInt64.self) { Double(bitPattern: $0) }
    case .float32:
      return words(bytes, isBigEndian, UInt32.self) { Double(Float(bitPattern: $0)) }
    case .bfloat16:
      return words(bytes, isBigEndian, UInt16.self) {
        Double(Float(bitPattern: UInt32(truncatingIfNeeded: $0) << 16))
      }
    case .float16: return words(bytes, isBigEndian, UInt16.self, Self.half)
    case .int64:
      return try whole(
        words(bytes, isBigEndian, UInt64.self) { Int64(bitPattern: $0) }, name)
    case .uint64: return try whole(words(bytes, isBigEndian, UInt64.self) { $0 }, name)
    case .int32:
      return words(bytes, isBigEndian, UInt32.self) { Double(Int32(bitPattern: $0)) }
    case .uint32: return words(bytes, isBigEndian, UInt32.self) { Double($0) }
    case .int16:
      return words(bytes, isBigEndian, UInt16.self) { Double(Int16(bitPattern: $0)) }
    case .uint16: return words(bytes, isBigEndian, UInt16.self) { Double($0) }
    case .int8: return bytes.mapInParts { Double(Int8(bitPattern: $0)) }
    case .uint8: return bytes.mapInParts { Double($0) }
    case .boolean:
      guard bytes.inParts().allSatisfy({ $0 < 2 }) else {
        throw ArrayError("'\(name)' holds truth values that are neither 0 nor 1")
      }
      return bytes.mapInParts { Double($0) }
    }
  }

  private func words<Word: FixedWidthInteger, Result: BitwiseCopyable>(
    _ bytes: ArraySlice<UInt8>, _ isBigEndian: Bool, _: Word.Type, _ read: (Word) -> Result
  ) -> [Result] {
    let size = Word.bitWidth / 8
    return bytes.withUnsafeBytes { raw in
      [Result](inParts: raw.count / size) { result, part in
        for i in part {
          let word = raw.loadUnaligned(fromByteOffset: i * size, as: Word.self)
          result[i] = read(isBigEndian ? Word(bigEndian: word) : Word(littleEndian: word))
        }
      }
    }
  }

  private func whole<Number: FixedWidthInteger>(
    _ numbers: [Number], _ name: String
  ) throws(ArrayError) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(numbers.count)
    for number in numbers.inParts() {
      guard let value = Double(exactly: number) else {
        throw ArrayError("'\(name)' holds \(number), which no float64 equals; save it as float64")
      }
      result.append(value)
    }
    return result
  }

  /// A half as a double: 1 bit sign, 5 bits exponent, 10 bits fraction.
  private static func half(_ bits: UInt16) -> Double {
    let (exponent, fraction) = (Int(bits >> 10 & 0x1F), Double(bits & 0x3FF))
    let sign = bits & 0x8000 == 0 ? 1.0 : -1.0
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default:
      return sign
        * Double(
          sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
    }
  }

  /// Doubles as files hold them, least byte first.
  package static func bytes(of values: [Double]) -> [UInt8] {
    [UInt8](inParts: 8 * values.count, of: 8 * Parts.size) { bytes, part in
      let raw = UnsafeMutableRawPointer(bytes)
      for place in stride(from: part.lowerBound, to: part.upperBound, by: 8) {
        raw.storeBytes(
          of: values[place / 8].bitPattern.littleEndian, toByteOffset: place, as: UInt64.self)
      }
    }
  }
}
