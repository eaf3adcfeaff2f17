extension JSON {
  /// Text that is no JSON value: what is wrong, and where.
  package struct ReadingError: Error, Equatable, Sendable {
    package var message: String
    /// The column, in Unicode code points from 1.
    package var column: Int
  }

  /// Values inside one another; more is nothing that a program writes for another one.
  static let deepest = 64
  /// Members of one object; they are looked up one after the other.
  static let mostMembers = 1_000

  /// Reads one JSON value (RFC 8259) from UTF-8 text.
  ///
  /// Whole numbers that an `Int` holds are integers, others numbers. Of two members with one name the
  /// later one holds. A lone surrogate is refused, as no text holds it.
  ///
  /// - Parameter refusesRepeats: refuses two members of one name.
  /// - Throws: `ReadingError` with the column of the first byte that does not fit.
  package init(reading bytes: [UInt8], refusingRepeats refusesRepeats: Bool = false)
    throws(ReadingError)
  {
    var reader = JSONReader(bytes, refusesRepeats: refusesRepeats)
    self = try reader.document()
  }

  /// Reads one JSON object, with the column of each of its members' values.
  ///
  /// - Throws: `ReadingError` for what is no JSON, and for another value than an object.
  package static func object(
    reading bytes: [UInt8]
  ) throws(ReadingError) -> (object: Object, columns: [String: Int]) {
    var reader = JSONReader(bytes)
    let value = try reader.document()
    guard case .object(let object) = value else {
      throw ReadingError(message: "this is a value, and no object", column: 1)
    }
    return (object, reader.columns)
  }
}

/// The state of reading one text from left to right.
private struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0
  /// Where the values of the outermost object's members begin, from 1.
  private(set) var columns: [String: Int] = [:]
  private let refusesRepeats: Bool

  init(_ bytes: [UInt8], refusesRepeats: Bool = false) {
    self.bytes = bytes
    self.refusesRepeats = refusesRepeats
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func error(_ message: String, at place: Int? = nil) -> JSON.ReadingError {
    .init(message: message, column: column(of: place ?? position))
  }

  /// Every byte but the second and later ones of a code point begins one.
  private func column(of place: Int) -> Int {
    bytes.prefix(place).count { $0 & 0xC0 != 0x80 } + 1
  }

  private mutating func skipBlanks() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  mutating func document() throws(JSON.ReadingError) -> JSON {
    let value = try value(depth: 0)
    skipBlanks()
    guard position == bytes.count else { throw error("there is more after the value") }
    return value
  }

  private mutating func value(depth: Int) throws(JSON.ReadingError) -> JSON {
    skipBlanks()
    guard depth < JSON.deepest else { throw error("values nest too deeply inside one another") }
    guard let byte = next else { throw error("the text ends where a value belongs") }
    switch byte {
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["): return .array(try array(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw error("no value begins like this")
    }
  }

  private mutating func word(
    _ word: StaticString, _ value: JSON
  ) throws(JSON.ReadingError) -> JSON {
    let expected = word.withUTF8Buffer { Array($0) }
    guard bytes[position...].starts(with: expected) else {
      throw error("no value begins like this")
    }
    position += expected.count
    return value
  }

  private mutating func take(_ byte: UInt8, _ message: String) throws(JSON.ReadingError) {
    skipBlanks()
    guard next == byte else { throw error(message) }
    position += 1
  }

  private mutating func object(depth: Int) throws(JSON.ReadingError) -> JSON.Object {
    position += 1
    var object = JSON.Object()
    skipBlanks()
    if next == UInt8(ascii: "}") {
      position += 1
      return object
    }
    while true {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else {
        throw error("a member's name in quotes belongs here")
      }
      let name = try string()
      guard object.members.count < JSON.mostMembers else {
        throw error("an object has at most \(JSON.mostMembers) members")
      }
      guard !refusesRepeats || object[name] == nil else {
        throw error("the member's name is there twice")
      }
      try take(UInt8(ascii: ":"), "a ':' belongs after the member's name")
      skipBlanks()
      if depth == 0 { columns[name] = column(of: position) }
      object[name] = try value(depth: depth + 1)
      skipBlanks()
      if next == UInt8(ascii: "}") {
        position += 1
        return object
      }
      try take(UInt8(ascii: ","), "a ',' or '}' belongs here")
    }
  }

  private mutating func array(depth: Int) throws(JSON.ReadingError) -> [JSON] {
    position += 1
    var values: [JSON] = []
    skipBlanks()
    if next == UInt8(ascii: "]") {
      position += 1
      return values
    }
    while true {
      values.append(try value(depth: depth + 1))
      skipBlanks()
      if next == UInt8(ascii: "]") {
        position += 1
        return values
      }
      try take(UInt8(ascii: ","), "a ',' or ']' belongs here")
    }
  }

  /// A number by RFC 8259's grammar: no leading zeros, no '+', digits around the point.
  private mutating func number() throws(JSON.ReadingError) -> JSON {
    let start = position
    if next == UInt8(ascii: "-") { position += 1 }
    let firstDigit = position
    try digits()
    if bytes[firstDigit] == UInt8(ascii: "0"), position > firstDigit + 1 {
      throw error("a number does not begin with 0 here", at: firstDigit)
    }
    var isWhole = true
    if next == UInt8(ascii: ".") {
      isWhole = false
      position += 1
      try digits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      isWhole = false
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text) else { throw error("this is no number", at: start) }
    return .number(number)
  }

  private mutating func digits() throws(JSON.ReadingError) {
    let start = position
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    guard position > start else { throw error("a digit belongs here") }
  }

  private mutating func string() throws(JSON.ReadingError) -> String {
    let opening = position
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        guard let string = String(validating: text, as: UTF8.self) else {
          throw error("this text is not UTF-8", at: opening)
        }
        return string
      case UInt8(ascii: "\\"):
        position += 1
        try escape(into: &text)
      case 0..<0x20: throw error("a control character is written with a backslash")
      default:
        text.append(byte)
        position += 1
      }
    }
    throw error("this text has no end", at: opening)
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
    UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12,
    UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9,
  ]

  private mutating func escape(into text: inout [UInt8]) throws(JSON.ReadingError) {
    guard let byte = next else { throw error("the text ends after a backslash") }
    if let plain = Self.escapes[byte] {
      text.append(plain)
      position += 1
      return
    }
    guard byte == UInt8(ascii: "u") else { throw error("no such escape") }
    let place = position - 1
    position += 1
    var value = try hexadecimal()
    if (0xD800...0xDBFF).contains(value) {
      guard bytes[position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
        throw error("half a surrogate pair", at: place)
      }
      position += 2
      let low = try hexadecimal()
      guard (0xDC00...0xDFFF).contains(low) else { throw error("half a surrogate pair", at: place) }
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw error("half a surrogate pair", at: place)
    }
    text += Array(String(Character(scalar)).utf8)
  }

  private mutating func hexadecimal() throws(JSON.ReadingError) -> UInt32 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("four hexadecimal digits belong after \\u") }
    position += 4
    return value
  }
}
