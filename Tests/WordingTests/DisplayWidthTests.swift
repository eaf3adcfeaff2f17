import Testing
import Wording

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("m", 1), ("m\u{302}", 1), ("β₁", 2), ("∇L", 2), ("−0.5", 4), ("日本", 4), ("", 0),
    ("\u{1B}", 0), ("abc", 3), ("θ̂", 1), ("e\u{301}", 1), ("勾配", 4), ("🙂", 2), ("👩‍🔬", 2),
    ("❤️", 2), ("⣿★●", 3), ("10⁻³", 4), ("\u{200B}", 0),
  ])
  func widths(text: String, width: Int) {
    #expect(displayWidth(of: text) == width)
  }

  @Test func truncation() {
    #expect(truncated("日本語", to: 5) == "日本…")
    #expect(truncated("日本語", to: 4) == "日…")
    #expect(truncated("abc", to: 3) == "abc")
    #expect(truncated("abc", to: 0) == "")
  }

  @Test func wrapping() {
    #expect(wrapped("one two three", to: 7) == ["one two", "three"])
    #expect(wrapped("abcdefgh i", to: 4) == ["abc…", "i"])
  }

  @Test func escapes() {
    #expect(strippingEscapes("\u{1B}[1mbold\u{1B}[0m") == "bold")
  }
}
