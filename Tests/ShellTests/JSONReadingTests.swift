import Console
import Testing

/// JSON that comes from outside.
@Suite struct JSONReadingTests {
  @Test(arguments: [
    "null", "true", "[1,2.5,-3.5e-2]", #"{"a":{"b":[]},"c":"é\n"}"#, "0", "-0.5", #""😀""#,
  ])
  func whatIsWrittenIsReadBack(text: String) throws {
    let value = try JSON(reading: Array(text.utf8))
    let again = try JSON(reading: Array(value.text.utf8))
    #expect(again == value)
    #expect(try JSON(reading: Array(value.indentedText.utf8)) == value)
  }

  @Test func escapesAreRead() throws {
    let text = #""\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t""#
    #expect(try JSON(reading: Array(text.utf8)) == .string("é😀\"\\/\u{8}\u{C}\n\r\t"))
  }

  @Test(arguments: [
    ("", 1), ("nul", 1), ("01", 1), ("1.", 3), ("+1", 1), ("[1,]", 4), ("{\"a\" 1}", 6),
    ("{a:1}", 2), ("\"abc", 1), ("\"a\\x\"", 4), ("\"\\ud800\"", 2), ("\"\\ud800\\ue000\"", 2),
    ("1 2", 3), ("\"\u{1}\"", 2),
    ("[é", 2), ("\"é\" x", 5), ("1e", 3),
  ])
  func whatIsNoJSONIsNamedByItsColumn(text: String, column: Int) {
    let error = #expect(throws: JSON.ReadingError.self) { try JSON(reading: Array(text.utf8)) }
    #expect(error?.column == column, "\(text): \(error?.message ?? "")")
  }

  /// Neither depth nor size ends the program.
  @Test func boundsHold() {
    for (depth, fits) in [(63, true), (64, true), (65, false)] {
      let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      #expect(((try? JSON(reading: Array(nested.utf8))) != nil) == fits, "\(depth)")
    }
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: JSON.ReadingError.self) { try JSON(reading: Array(deep.utf8)) }
    let wide = "{" + (0..<2_000).map { "\"k\($0)\":0" }.joined(separator: ",") + "}"
    #expect(throws: JSON.ReadingError.self) { try JSON(reading: Array(wide.utf8)) }
    #expect(throws: JSON.ReadingError.self) { try JSON(reading: [0x22, 0xC3, 0x28, 0x22]) }
  }
}
