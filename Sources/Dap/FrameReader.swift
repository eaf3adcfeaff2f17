import Disk
import Wording

/// Messages from a pipe, each with a head that says how many bytes it has.
///
/// ```
/// Content-Length: 32\r\n
/// \r\n
/// {"seq":1,"type":"request",...}
/// ```
///
/// What is damaged is told once, and passed over up to the next head. Memory is bounded.
struct FrameReader {
  enum Frame: Equatable {
    case message([UInt8])
    /// One sentence.
    case damaged(String)
  }

  /// Bytes of a message.
  static let longest = 16 << 20
  /// Bytes of a line of a head; a longer one is none.
  private static let longestLine = 4_096
  private static let key = "content-length:"

  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  /// Whether what is passed over has been told.
  private var isLost = false

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// The next message; nil at the end.
  mutating func next() -> Frame? {
    var length: Int?
    while let line = line() {
      if line.isEmpty {
        guard let size = length else { continue }
        isLost = false
        length = nil
        guard size <= Self.longest else {
          isLost = true
          return .damaged(
            "a message of \(size) bytes is longer than \(Self.longest >> 20) MB; data go in files")
        }
        guard let body = take(size) else {
          return .damaged("a message is shorter than its head says")
        }
        return .message(body)
      }
      if let size = Self.length(in: line) {
        length = size
        continue
      }
      // Other lines of a head are allowed, and mean nothing here.
      if length == nil, !Self.isHead(line), !isLost {
        isLost = true
        return .damaged(
          "this is no message: it begins with 'Content-Length: ' and the number of its bytes")
      }
    }
    return nil
  }

  /// A line without its end; nil at the end of the input.
  private mutating func line() -> [UInt8]? {
    while true {
      if let end = buffer[start...].prefix(Self.longestLine).firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        let line = buffer[start..<end]
        return Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
      }
      if buffer.count - start >= Self.longestLine {
        defer { start += Self.longestLine }
        return Array(buffer[start..<(start + Self.longestLine)])
      }
      guard fill() else { return nil }
    }
  }

  /// The body of a message; nil where another head begins within it, or the input ends.
  private mutating func take(_ size: Int) -> [UInt8]? {
    var looked = start
    while true {
      let end = min(buffer.count, start + size)
      if let head = head(from: looked, to: end) {
        start = head
        return nil
      }
      if buffer.count - start >= size { break }
      // A head may be cut between two pieces.
      looked = max(0, end - start - 64)
      guard fill() else { return nil }
    }
    defer { start += size }
    return Array(buffer[start..<(start + size)])
  }

  /// Where a head begins within a body. No JSON text has one: a line end in it is escaped.
  private func head(from first: Int, to end: Int) -> Int? {
    let key = Array("Content-Length: ".utf8)
    var place = first
    while place + key.count < end, let next = buffer[place..<end].firstIndex(of: key[0]) {
      place = next + 1
      guard buffer[next..<end].starts(with: key) else { continue }
      let rest = buffer[(next + key.count)..<end]
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      if !digits.isEmpty, rest.dropFirst(digits.count).first == UInt8(ascii: "\r") { return next }
    }
    return nil
  }

  /// Waits for more bytes; false at the end.
  private mutating func fill() -> Bool {
    guard !isAtEnd else { return false }
    buffer.removeFirst(start)
    start = 0
    let piece = nextPiece(of: descriptor)
    isAtEnd = piece.isEmpty
    buffer += piece
    return !isAtEnd
  }

  /// The bytes that a line of a head announces; nil for another line, and for no whole number.
  private static func length(in line: [UInt8]) -> Int? {
    let text = String(decoding: line, as: UTF8.self).lowercased()
    // The rest of a message that was cut off may come before it.
    guard let place = text.ranges(of: key).last else { return nil }
    let digits = text[place.upperBound...].drop { $0 == " " }.reversed().drop { $0 == " " }
      .reversed()
    guard digits.count < 18, digits.allSatisfy(\.isASCII) else { return nil }
    return Int(String(digits)).flatMap { $0 >= 0 ? $0 : nil }
  }

  /// Whether a line may belong to a head: `Content-Type: ...`.
  private static func isHead(_ line: [UInt8]) -> Bool {
    let text = String(decoding: line, as: UTF8.self).lowercased()
    return text.hasPrefix("content-") && !text.hasPrefix(key) && text.contains(":")
  }
}
