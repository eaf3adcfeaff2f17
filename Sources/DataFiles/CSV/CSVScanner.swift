import Conversion
import LongWork
import Wording

/// Finds the fields of CSV text as RFC 4180 has them, one at a time.
///
/// A field in quotes may hold delimiters, line breaks and quotes, these written twice. Lines end
/// with LF, CR LF or CR. Beyond the RFC, blanks around a field do not belong to it.
struct CSVScanner {
  /// The file, the last byte a newline.
  let bytes: [UInt8]
  let delimiter: CSVDelimiter
  /// Whether a quote within a field that does not start with one is a character like others: so
  /// spreadsheets take it in texts.
  var readsQuotesInside = false

  /// The longest field.
  static let maximumField = 1 << 20

  /// What may be wrong with a field, and where.
  enum Fault: Error {
    /// A quote is opened here and not closed before the end, or not within the longest field.
    case unclosed(Int)
    /// After the closing quote of the field that starts here something else follows.
    case afterQuote(Int)
    /// A quote within a field that does not start with one.
    case quoteInside(Int)
    case tooLong(Int)
  }

  @inline(__always)
  func isEnd(_ byte: UInt8) -> Bool {
    byte == delimiter.rawValue || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
      || (byte == UInt8(ascii: "\t") && delimiter == .blanks)
  }

  @inline(__always)
  func isLineEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  /// Whether a byte is a blank that belongs to no field and separates none.
  private func isPadding(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (byte == UInt8(ascii: "\t") && delimiter != .tab)
  }

  private func skipPadding(_ start: Int) -> Int {
    var i = start
    while isPadding(bytes[i]) { i += 1 }
    return i
  }

  /// The place after the line end at `end`.
  @inline(__always)
  func afterLineEnd(_ end: Int) -> Int {
    bytes[end] == UInt8(ascii: "\r") && end + 1 < bytes.count
      && bytes[end + 1] == UInt8(ascii: "\n") ? end + 2 : end + 1
  }

  /// The place after the delimiter at `end`.
  @inline(__always)
  func afterDelimiter(_ end: Int) -> Int {
    delimiter == .blanks ? skipPadding(end) : end + 1
  }

  /// Where a record's first field starts.
  @inline(__always)
  func firstField(_ start: Int) -> Int {
    delimiter == .blanks ? skipPadding(start) : start
  }

  /// The field that starts at `start`.
  func field(at start: Int) throws(Fault) -> CSVField {
    var i = delimiter == .blanks ? start : skipPadding(start)
    guard bytes[i] != UInt8(ascii: "\"") else { return try quotedField(at: i) }
    let first = i
    while !isEnd(bytes[i]) {
      if bytes[i] == UInt8(ascii: "\""), !readsQuotesInside { throw .quoteInside(i) }
      i += 1
      if i - first > Self.maximumField { throw .tooLong(first) }
    }
    var last = i
    while last > first, isPadding(bytes[last - 1]) { last -= 1 }
    return CSVField(content: first..<last, isQuoted: false, end: i)
  }

  /// - Parameter open: where the opening quote stands.
  private func quotedField(at open: Int) throws(Fault) -> CSVField {
    // The last byte is a line end of the file's own or one set behind it: it closes no quote.
    let limit = min(bytes.count - 1, open + Self.maximumField)
    var i = open + 1
    while i < limit {
      guard bytes[i] == UInt8(ascii: "\"") else {
        i += 1
        continue
      }
      if bytes[i + 1] == UInt8(ascii: "\"") {
        i += 2
        continue
      }
      var end = i + 1
      while !isEnd(bytes[end]), isPadding(bytes[end]) { end += 1 }
      guard isEnd(bytes[end]) else { throw .afterQuote(open) }
      return CSVField(content: (open + 1)..<i, isQuoted: true, end: end)
    }
    throw .unclosed(open)
  }

  /// The fields of the record that starts at `start`, and where the next one starts.
  func record(at start: Int, limit: Int = .max) throws(Fault) -> (fields: [CSVField], next: Int) {
    var fields: [CSVField] = []
    var i = firstField(start)
    while fields.count < limit {
      if delimiter == .blanks, isLineEnd(bytes[i]), !fields.isEmpty {
        return (fields, afterLineEnd(i))
      }
      let field = try field(at: i)
      fields.append(field)
      if isLineEnd(bytes[field.end]) { return (fields, afterLineEnd(field.end)) }
      i = afterDelimiter(field.end)
    }
    return (fields, i)
  }

  /// A field's text, doubled quotes undone, without white space around it.
  func text(of field: CSVField) -> String {
    var text = String(decoding: bytes[field.content], as: UTF8.self)
    if field.isQuoted, bytes[field.content].contains(UInt8(ascii: "\"")) {
      text = Self.unquoted(text)
    }
    return String(withoutWhiteSpaceAround(text))
  }

  /// The number that a field holds, blanks around it or not; nil for anything else.
  @inline(never)
  func number(in field: CSVField, point: Bool = true, comma: Bool) -> DecimalNumber? {
    guard let first = bytes[field.content].first, let last = bytes[field.content].last else {
      return nil
    }
    if let number = DecimalNumber(
      bytes, at: field.content.lowerBound, point: point, comma: comma),
      number.end == field.content.upperBound
    {
      return number
    }
    // White space that is not a blank, or that stands within the quotes.
    guard first <= 0x20 || last <= 0x20 || first > 0x7F || last > 0x7F else { return nil }
    let text = Array(text(of: field).utf8) + [UInt8(ascii: "\n")]
    guard let number = DecimalNumber(text, at: 0, point: point, comma: comma),
      number.end == text.count - 1
    else { return nil }
    return number
  }

  /// The number of the line, from 1, in which a byte stands.
  static func line(of offset: Int, in bytes: [UInt8]) -> Int {
    let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    let end = min(offset, bytes.count)
    var line = 1
    for start in stride(from: 0, to: end, by: 1 << 20).inParts(of: 1) {
      let piece = bytes[start..<min(start + 1 << 20, end)]
      line += piece.reduce(0) { $0 + ($1 == lineFeed ? 1 : 0) }
      guard piece.contains(carriageReturn) else { continue }
      // A CR alone ends a line as well; one with a LF behind it does not end another.
      for i in piece.indices where piece[i] == carriageReturn {
        if i + 1 >= bytes.count || bytes[i + 1] != lineFeed { line += 1 }
      }
    }
    return line
  }

  private static func unquoted(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isSecond = false
    for scalar in text.unicodeScalars {
      isSecond = scalar == "\"" && !isSecond
      if !isSecond { result.append(scalar) }
    }
    return String(result)
  }
}
