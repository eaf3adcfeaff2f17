import Disk
import Numerics

/// A CSV file's bytes, checked to be text.
enum CSVFile {
  /// The bytes of the file, a newline behind the last.
  ///
  /// - Parameter progress: told now and then the share that is read.
  /// - Throws: `EngineError` for a file of another kind, one that needs too much memory, and text
  ///   that is not UTF-8.
  static func bytes(of path: String, progress: (Double) -> Void) throws -> [UInt8] {
    let size = try DataFile.size(of: path)
    let head = try DataFile.bytes(of: path, first: min(size, 1 << 16))
    if let advice = FileKind.advice(head: head, path: path) {
      throw EngineError("\(Path.quoted(path)) is \(advice)")
    }
    try checkNoNUL(head[...], of: head, name: path)
    // The file itself, its cells as numbers, and those again as features, split or standardized.
    let separators = head.count { ",;\t|\n\r ".utf8.contains($0) } + 1
    let cells = size / max(head.count, 1) * separators + separators
    try DataFile.checkMemory(size + 24 * cells, for: path, "its \(DataFile.megabytes(size))")
    var bytes = try DataFile.bytes(of: path, first: size, terminator: UInt8(ascii: "\n")) {
      try pollInterruption()
      progress(0.5 * Double($0) / Double(max(size, 1)))
    }
    // DOS programs end a text with ^Z.
    if bytes.count > 1, bytes[bytes.count - 2] == 0x1A {
      bytes[bytes.count - 2] = UInt8(ascii: "\n")
    }
    return try checked(bytes, name: path) { progress(0.5 + 0.5 * $0) }
  }

  /// The same bytes, where they are UTF-8 without NUL bytes.
  static func checked(
    _ bytes: [UInt8], name: String, progress: (Double) -> Void = { _ in }
  ) throws -> [UInt8] {
    let piece = 1 << 20
    var start = 0
    while start < bytes.count {
      try pollInterruption()
      progress(Double(start) / Double(bytes.count))
      var end = min(start + piece, bytes.count)
      // No character is cut.
      while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
      let text = bytes[start..<end]
      try checkNoNUL(text, of: bytes, name: name)
      // Nearly all text is ASCII.
      if text.reduce(0, |) > 0x7F, let place = invalidPlace(in: text) {
        throw EngineError(
          "\(name):\(CSVScanner.line(of: place, in: bytes)): the text is not UTF-8 (byte "
            + "0x\(String(bytes[place], radix: 16, uppercase: true))); save it as UTF-8, in Excel "
            + "as 'CSV UTF-8'")
      }
      start = end
    }
    return bytes
  }

  private static func checkNoNUL(
    _ piece: ArraySlice<UInt8>, of bytes: [UInt8], name: String
  ) throws {
    guard piece.reduce(UInt8.max, min) == 0, let place = piece.firstIndex(of: 0) else { return }
    throw EngineError(
      "\(name):\(CSVScanner.line(of: place, in: bytes)): there is a NUL byte; a CSV file is "
        + "plain UTF-8 text")
  }

  /// Where the first byte stands that belongs to no UTF-8 character.
  private static func invalidPlace(in bytes: ArraySlice<UInt8>) -> Int? {
    var i = bytes.startIndex
    while i < bytes.endIndex {
      let followers: Int
      // The second byte's range keeps out longer forms than needed, surrogates and what is beyond
      // U+10FFFF.
      var second: ClosedRange<UInt8> = 0x80...0xBF
      switch bytes[i] {
      case 0..<0x80: followers = 0
      case 0xC2...0xDF: followers = 1
      case 0xE0: (followers, second) = (2, 0xA0...0xBF)
      case 0xED: (followers, second) = (2, 0x80...0x9F)
      case 0xE1...0xEF: followers = 2
      case 0xF0: (followers, second) = (3, 0x90...0xBF)
      case 0xF4: (followers, second) = (3, 0x80...0x8F)
      case 0xF1...0xF3: followers = 3
      default: return i
      }
      if followers > 0 {
        guard i + followers < bytes.endIndex, second.contains(bytes[i + 1]),
          bytes[(i + 1)...(i + followers)].allSatisfy({ $0 & 0xC0 == 0x80 })
        else { return i }
      }
      i += followers + 1
    }
    return nil
  }
}
