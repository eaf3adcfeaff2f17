/// A request of HTTP/1.1, as far as the page needs it.
struct Request: Equatable {
  var method: String
  /// The path without the query, as sent.
  var path: String
  /// The query's values by their names, percent-decoded.
  var query: [String: String]
  /// By lower-case name.
  var headers: [String: String]
  var body: [UInt8]

  /// What a client may send at most.
  static let mostHead = 32_768
  static let mostBody = 65_536

  /// Why bytes are no request that is answered.
  enum Failure: Error, Equatable {
    case malformed
    case tooLarge
  }

  /// Takes a whole request from the front of what has come.
  ///
  /// - Returns: nil where more is still to come.
  /// - Throws: `Failure`; then the client is not listened to further.
  static func take(from bytes: inout [UInt8]) throws(Failure) -> Request? {
    guard let end = headEnd(of: bytes) else {
      guard bytes.count <= mostHead else { throw .tooLarge }
      return nil
    }
    guard end <= mostHead else { throw .tooLarge }
    var request = try head(of: bytes[..<end])
    // A length in two ways is how requests are smuggled: only the plain one is taken.
    guard request.headers["transfer-encoding"] == nil else { throw .malformed }
    var length = 0
    if let text = request.headers["content-length"] {
      guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text) else {
        throw .malformed
      }
      guard number <= mostBody else { throw .tooLarge }
      length = number
    }
    let whole = end + 4 + length
    guard bytes.count >= whole else { return nil }
    request.body = Array(bytes[(end + 4)..<whole])
    bytes.removeFirst(whole)
    return request
  }

  /// Where the blank line begins that ends the head.
  private static func headEnd(of bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    return (0...(bytes.count - 4)).first {
      bytes[$0] == 0x0D && bytes[$0 + 1] == 0x0A && bytes[$0 + 2] == 0x0D && bytes[$0 + 3] == 0x0A
    }
  }

  private static func head(of bytes: ArraySlice<UInt8>) throws(Failure) -> Request {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed }
    var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)[...]
    guard let first = lines.popFirst() else { throw .malformed }
    let words = first.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard words.count == 3, words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0",
      words[1].hasPrefix("/"), words[1].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      !words[0].isEmpty, words[0].utf8.allSatisfy({ (0x41...0x5A).contains($0) })
    else { throw .malformed }
    var headers: [String: String] = [:]
    for line in lines {
      guard let colon = line.firstIndex(of: ":") else { throw .malformed }
      let name = line[..<colon].lowercased()
      guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
        // Which of two would hold is a matter of taste, and so of attacks.
        headers[name] == nil
      else { throw .malformed }
      headers[name] = String(line[line.index(after: colon)...].trimmed)
    }
    let parts = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let query = parts.count > 1 ? try Self.query(String(parts[1])) : [:]
    return Request(
      method: words[0], path: String(parts[0]), query: query, headers: headers, body: [])
  }

  private static func query(_ text: String) throws(Failure) -> [String: String] {
    var values: [String: String] = [:]
    for pair in text.split(separator: "&") {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = sides.first, let value = decoded(sides.count > 1 ? sides[1] : "") else {
        throw .malformed
      }
      values[String(name)] = value
    }
    return values
  }

  /// A text without percent signs; nil where it was encoded wrongly.
  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == 0x25 {
        guard rest.count >= 2, let high = digit(rest.removeFirst()),
          let low = digit(rest.removeFirst())
        else { return nil }
        bytes.append(high << 4 | low)
      } else {
        bytes.append(byte == 0x2B ? 0x20 : byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }

  /// The value of a cookie.
  func cookie(_ name: String) -> String? {
    for part in (headers["cookie"] ?? "").split(separator: ";") {
      let sides = part.trimmed.split(separator: "=", maxSplits: 1)
      if sides.count == 2, sides[0] == name { return String(sides[1]) }
    }
    return nil
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = self
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }
}
