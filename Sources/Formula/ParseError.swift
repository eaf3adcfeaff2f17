/// What is wrong with a formula's text, and where.
public struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One clause without a full stop, naming what would be right.
  public var message: String
  /// Where in the text, as offsets into its UTF-8. Empty at the text's end.
  public var range: Range<Int>
  /// The same place counted in characters as a reader sees them, from 1.
  public var column: Int
  /// How many characters are meant, at least 1.
  public var length: Int

  init(_ message: String, at range: Range<Int>, in text: String) {
    self.message = message
    self.range = range
    // Decoding repairs a range that would split a character, so that no offset can trap here.
    let bytes = Array(text.utf8)
    let start = Swift.min(range.lowerBound, bytes.count)
    let end = Swift.max(start, Swift.min(range.upperBound, bytes.count))
    column = String(decoding: bytes[..<start], as: UTF8.self).count + 1
    length = Swift.max(1, String(decoding: bytes[start..<end], as: UTF8.self).count)
  }

  public var description: String { "column \(column): \(message)" }

  /// The text with a line of carets under the place, for a terminal. Long text is cut to a window
  /// around the place.
  public func marked(in text: String, width: Int = 76) -> String {
    let characters = Array(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    let first = Swift.max(0, Swift.min(column - 1 - width / 2, characters.count - width))
    let window = characters.dropFirst(first).prefix(width)
    let indent = Swift.min(column - 1 - first, width)
    let carets = Swift.max(1, Swift.min(length, width - indent))
    return String(window) + "\n" + String(repeating: " ", count: indent)
      + String(repeating: "^", count: carets)
  }
}
