import Console
import Dialogue

/// What a client said of itself.
struct Client {
  var linesStartAt1 = true
  var columnsStartAt1 = true
  var hasInvalidated = false
  var pathsAreURIs = false

  init() {}

  init(_ fields: Fields) throws(Fields.Failure) {
    linesStartAt1 = try fields.truth("linesStartAt1") ?? true
    columnsStartAt1 = try fields.truth("columnsStartAt1") ?? true
    hasInvalidated = try fields.truth("supportsInvalidatedEvent") ?? false
    pathsAreURIs = try fields.optionalText("pathFormat") == "uri"
  }

  /// A line as the client counts.
  func line(_ line: Int) -> Int { linesStartAt1 ? line : line - 1 }
  func column(_ column: Int) -> Int { columnsStartAt1 ? column : column - 1 }
  /// A line of the client's, counted from 1.
  func own(line: Int) -> Int { linesStartAt1 ? line : line == .max ? line : line + 1 }
  func own(column: Int) -> Int { columnsStartAt1 ? column : column == .max ? column : column + 1 }

  /// A path from what the client calls one.
  func path(_ text: String) -> String {
    guard text.hasPrefix("file://") else { return text }
    var bytes: [UInt8] = []
    var rest = Array(text.utf8.dropFirst(7))[...]
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      if byte == UInt8(ascii: "%"), digits.utf8.count == 2, let value = UInt8(digits, radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
