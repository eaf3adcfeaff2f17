import Console
import Foundation
import Session
import Shell
import Testing

@Suite struct WrappingTests {
  /// A short command is read and copied in one piece; a long one is broken like other words.
  @Test func aShortCommandStaysOnItsLine() {
    let short =
      StyledText("came to its end; ") + StyledText("'journal restore'", .command)
      + StyledText(" takes it up")
    for width in 18...40 {
      let lines = short.wrapped(to: width).map(\.plain)
      #expect(lines.contains { $0.contains("'journal restore'") }, "\(width): \(lines)")
    }
    let long = StyledText("'data FILE.csv split=0.7,0.15,0.15 standardize=yes'", .command)
    #expect(long.wrapped(to: 24).allSatisfy { $0.width <= 24 })
    // 30 columns are short.
    let longest = StyledText("go " + String(repeating: "a", count: 27), .command)
    #expect(longest.wrapped(to: 10).map(\.plain) == [longest.plain])
  }

  @Test func aLineMayFillItsWidth() {
    #expect(StyledText("ab cd ef").wrapped(to: 5).map(\.plain) == ["ab cd", "ef"])
  }
}

@Suite struct TableTests {
  @Test func aColumnIsLeftOutOnlyWhereTheWindowIsTooNarrow() {
    let table = Table(
      [Table.Column("a", .leading), Table.Column("b", .leading, rank: 1)], rows: [["x", "yy"]])
    #expect(table.lines(width: 5).map(\.plain) == ["a  b", "x  yy"])
    #expect(table.lines(width: 4).map(\.plain) == ["a", "x"])
  }

  @Test func aLastColumnThatWrapsStaysBesideTheOthers() {
    let words = Array(repeating: "word", count: 12).joined(separator: " ")
    let table = Table(
      [Table.Column("a", .leading), Table.Column("b", .leading), Table.Column("c", .leading)],
      rows: [["x", "y", StyledText(words)]], wrapsLastColumn: true)
    let lines = table.lines(width: 40).map(\.plain)
    #expect(lines.first == "a  b  c")
    #expect(lines.dropFirst().first?.hasPrefix("x  y  word word") == true)
    #expect(lines.count == 3)
  }
}

@Suite struct JSONTests {
  @Test(
    arguments: [
      (0.1, "0.1"), (1, "1"), (-0.0, "-0.0"), (1e16, "1e+16"), (1e-5, "1e-05"),
      (1e-300, "1e-300"), (0, "0"), (1.0 / 3, "0.3333333333333333"), (.nan, "\"NaN\""),
      (.infinity, "\"Infinity\""), (-.infinity, "\"-Infinity\""), (123_456_789, "123456789"),
    ])
  func numbersAreWrittenInShortestForm(value: Double, text: String) {
    #expect(JSON.number(value).text == text)
  }

  @Test func everyFiniteNumberReadsBackUnchanged() throws {
    var bits: UInt64 = 1
    for _ in 0..<2000 {
      bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Double(bitPattern: bits)
      guard value.isFinite else { continue }
      #expect(Double(JSON.number(value).text)?.bitPattern == value.bitPattern)
    }
  }

  @Test func stringsAreEscapedSoThatOthersReadThem() throws {
    let text = "a \"quote\", a \\, a\ttab\nand \u{0} \u{1B} \u{2028} m\u{302} 😀"
    let line = JSON.object(["text": .string(text), "list": [1, "b", true, .null]]).text
    #expect(!line.contains("\n"))
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    #expect(object?["text"] as? String == text)
  }

  @Test func membersKeepTheirOrder() {
    var object: JSON.Object = ["z": 1, "a": 2]
    object["m"] = 3
    object["z"] = 4
    #expect(JSON.object(object).text == #"{"z":4,"a":2,"m":3}"#)
    object["a"] = nil
    #expect(JSON.object(object).text == #"{"z":4,"m":3}"#)
  }
}
