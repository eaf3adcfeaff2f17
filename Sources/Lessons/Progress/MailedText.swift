import Formula

/// What mail programs and word processors do to a text, undone as far as it can be told.
enum MailedText {
  // MARK: Bytes

  /// The text of a file: UTF-8 with or without a byte order mark, UTF-16 with one, or what Windows
  /// writes in western languages.
  ///
  /// - Returns: nil where it is no text.
  static func text(of bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      return String(validating: bytes.dropFirst(3), as: UTF8.self)
    }
    let isLittle = bytes.starts(with: [0xFF, 0xFE])
    guard isLittle || bytes.starts(with: [0xFE, 0xFF]) else {
      return String(validating: bytes, as: UTF8.self) ?? western(bytes)
    }
    guard bytes.count.isMultiple(of: 2) else { return nil }
    let units = stride(from: 2, to: bytes.count, by: 2).map { i in
      let (a, b) = (UInt16(bytes[i]), UInt16(bytes[i + 1]))
      return isLittle ? b << 8 | a : a << 8 | b
    }
    return String(validating: units, as: UTF16.self)
  }

  /// Windows-1252, which differs from Latin-1 in the marks that word processors make.
  private static func western(_ bytes: [UInt8]) -> String? {
    let marks: [UInt8: Unicode.Scalar] = [
      0x82: "‚", 0x84: "„", 0x85: "…", 0x8B: "‹", 0x91: "‘", 0x92: "’", 0x93: "“", 0x94: "”",
      0x96: "–", 0x97: "—", 0x9B: "›",
    ]
    guard !bytes.contains(0) else { return nil }
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(marks[byte] ?? Unicode.Scalar(byte)) }
    return String(text)
  }

  // MARK: Encodings within a text

  /// The text out of quoted-printable and HTML, where it is written so.
  static func decoded(_ text: String) -> String {
    var text = text
    let bytes = Array(text.utf8)
    if holds(bytes, anyOf: ["=3d", "=20\n", "=20\r", "=e2=80", "=c3="]) {
      text = Self.text(of: quotedPrintable(bytes)) ?? text
    }
    let tags = ["<br", "<div", "<p>", "<p ", "<pre", "<html", "<span", "<blockquote"]
    if holds(Array(text.utf8), anyOf: tags) { text = withoutTags(text) }
    return text.utf8.contains(UInt8(ascii: "&")) ? withoutEntities(text) : text
  }

  /// Whether one of some texts in small letters stands in another, whose letters may be capitals. All of
  /// them begin with the same sign, which is rare.
  private static func holds(_ bytes: [UInt8], anyOf texts: [String]) -> Bool {
    let texts = texts.map { Array($0.utf8) }
    guard let mark = texts.first?.first else { return false }
    return bytes.indices.contains { i in
      bytes[i] == mark
        && texts.contains { text in
          i + text.count <= bytes.count
            && text.indices.allSatisfy { k in
              let byte = bytes[i + k]
              return text[k] == ((65...90).contains(byte) ? byte | 0x20 : byte)
            }
        }
    }
  }

  /// `=3D` is `=`, and a sign at a line's end joins it with the next.
  private static func quotedPrintable(_ bytes: [UInt8]) -> [UInt8] {
    func digit(_ byte: UInt8) -> UInt8? {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
      case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
      default: nil
      }
    }
    let (newline, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    var result: [UInt8] = []
    var i = 0
    while i < bytes.count {
      let rest = bytes[(i + 1)...].prefix(2)
      if bytes[i] != UInt8(ascii: "=") {
        result.append(bytes[i])
        i += 1
      } else if rest.first == newline || rest.elementsEqual([carriageReturn, newline]) {
        i += rest.first == newline ? 2 : 3
      } else if rest.count == 2, let high = rest.first.flatMap(digit),
        let low = rest.last.flatMap(digit)
      {
        result.append(high << 4 | low)
        i += 3
      } else {
        result.append(bytes[i])
        i += 1
      }
    }
    return result
  }

  /// Tags that begin a line; of the others, those that mark words are left out.
  private static let blocks: Set<Substring> = [
    "br", "p", "div", "pre", "blockquote", "tr", "li", "html", "body", "head", "table", "hr",
  ]
  private static let inlines: Set<Substring> = [
    "a", "b", "i", "u", "em", "strong", "span", "font", "code", "tt", "td", "tbody", "meta", "o:p",
    "title", "style",
  ]

  private static func withoutTags(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "<") {
      result += rest[..<open]
      rest = rest[open...]
      let inner = rest.dropFirst().prefix { $0 != ">" && $0 != "<" }
      let name = inner.drop { $0 == "/" }.prefix { $0.isLetter || $0 == ":" }.lowercased()[...]
      if inner.endIndex < rest.endIndex, rest[inner.endIndex] == ">",
        blocks.contains(name) || inlines.contains(name)
      {
        if blocks.contains(name) { result += "\n" }
        rest = rest[rest.index(after: inner.endIndex)...]
      } else {
        result += "<"
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }

  private static let entities: [Substring: String] = [
    "gt": ">", "lt": "<", "amp": "&", "quot": "\"", "apos": "'", "nbsp": " ", "ndash": "-",
    "mdash": "-", "minus": "-", "lsquo": "'", "rsquo": "'", "ldquo": "\"", "rdquo": "\"",
    "hellip": "...",
  ]

  private static func withoutEntities(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      let name = rest[start...].dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "#" }
      var meaning = entities[name]
      if name.first == "#" {
        let digits = name.dropFirst()
        let value =
          digits.first?.lowercased() == "x"
          ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        meaning = value.flatMap(Unicode.Scalar.init).map { String($0) }
      }
      if let meaning, name.endIndex < rest.endIndex, rest[name.endIndex] == ";" {
        result += meaning
        rest = rest[rest.index(after: name.endIndex)...]
      } else {
        result += "&"
        rest = rest[rest.index(after: start)...]
      }
    }
    return result + rest
  }
}
