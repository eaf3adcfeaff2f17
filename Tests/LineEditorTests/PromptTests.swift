import LineEditor
import Testing

/// Prompts for libedit.
@Suite struct PromptTests {
  @Test(arguments: [
    ("plain > ", "plain > ", 8),
    ("\u{1B}[1mbold\u{1B}[0m > ", "|\u{1B}[1m|bold|\u{1B}[0m| > ", 7),
    // Neighbours become one sequence.
    ("\u{1B}[1m\u{1B}[36mx\u{1B}[0m ", "|\u{1B}[1m\u{1B}[36m|x|\u{1B}[0m| ", 2),
    // The end is a space, not a sequence.
    ("\u{1B}[1mx > \u{1B}[0m", "|\u{1B}[1m|x >|\u{1B}[0m| ", 4),
    ("x\u{1B}[0m", "x|\u{1B}[0m| ", 2),
    ("a · b > ", "a · b > ", 8),
    // Nothing that moves the cursor or could end a mark.
    ("a\n\u{1}b\u{7F} ", "ab ", 3),
    ("", "", 0),
    ("\u{1B}", "|\u{1B}| ", 1),
    ("\u{1B}[12", "|\u{1B}[12| ", 1),
  ])
  func encoding(prompt: String, encoded: String, width: Int) {
    let result = EncodedPrompt(prompt, ascii: false)
    #expect(result.text == encoded.replacing("|", with: "\u{1}"))
    #expect(result.width == width)
  }

  @Test func withoutAnyUTF8LocaleThePromptIsASCII() {
    #expect(EncodedPrompt("adam · θ > ", ascii: true).text == "adam . ? > ")
  }
}
