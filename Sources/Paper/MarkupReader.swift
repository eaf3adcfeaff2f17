/// Reads the markup that the SVG renderer writes: elements with attributes in double quotes, and text.
///
/// By bytes: to Swift a `>` and an accent after it are one character.
struct MarkupReader {
  enum Part {
    case start(name: String, attributes: [String: String], isClosed: Bool)
    case end(name: String)
    case text(String)
  }

  private var rest: ArraySlice<UInt8>

  init(_ text: String) { rest = Array(text.utf8)[...] }

  /// The next part; nil at the end.
  mutating func next() -> Part? {
    guard let first = rest.first else { return nil }
    guard first == UInt8(ascii: "<") else {
      let end = rest.firstIndex(of: UInt8(ascii: "<")) ?? rest.endIndex
      defer { rest = rest[end...] }
      return .text(Self.plain(rest[..<end]))
    }
    guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return nil }
    var tag = rest[(rest.startIndex + 1)..<end]
    rest = rest[(end + 1)...]
    if tag.first == UInt8(ascii: "/") { return .end(name: Self.plain(tag.dropFirst())) }
    let isClosed = tag.last == UInt8(ascii: "/")
    if isClosed { tag.removeLast() }
    let name = tag.prefix { $0 != UInt8(ascii: " ") }
    var attributes: [String: String] = [:]
    var left = tag.dropFirst(name.count)
    while let equals = left.firstIndex(of: UInt8(ascii: "=")) {
      let key = left[..<equals].drop { $0 == UInt8(ascii: " ") }
      let value = left[(equals + 1)...].dropFirst()
      guard let quote = value.firstIndex(of: UInt8(ascii: "\"")) else { break }
      attributes[Self.plain(key)] = Self.plain(value[..<quote])
      left = value[(quote + 1)...]
    }
    return .start(name: Self.plain(name), attributes: attributes, isClosed: isClosed)
  }

  private static func plain(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard bytes.contains(UInt8(ascii: "&")) else { return text }
    return text.replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&amp;", with: "&")
  }
}
