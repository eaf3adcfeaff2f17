import Testing
import Wording

@Suite struct PhraseTests {
  @Test(arguments: [
    ([], "", ""), (["a"], "a", "'a'"), (["a", "b"], "a and b", "'a' or 'b'"),
    (["a", "b", "c"], "a, b and c", "'a', 'b' or 'c'"),
  ])
  func lists(names: [String], all: String, either: String) {
    #expect(listed(names) == all)
    #expect(quotedAlternatives(names) == either)
  }

  @Test func counts() {
    #expect(counted(0, "unit") == "0 units")
    #expect(counted(1, "unit") == "1 unit")
    #expect(counted(60000, "example") == "60000 examples")
  }

  @Test func suggestions() {
    #expect(suggestion([]) == "")
    #expect(suggestion(["a", "b", "c", "d"]) == "; did you mean 'a', 'b' or 'c'?")
  }

  /// Text from outside is cut, and cannot move the cursor.
  @Test func textFromOutside() {
    #expect(quoted("a\u{1B}[2J\n") == "'a?[2J?'")
    #expect(quoted(String(repeating: "x", count: 50), limit: 3) == "'xxx…'")
    #expect(shortened("abcdef", to: 4) == "abc…")
  }

  @Test func markup() {
    #expect(
      escapedForMarkup("<a b=\"c\"> & 'd'\u{0}\u{FFFE}")
        == "&lt;a b=&quot;c&quot;&gt; &amp; &#39;d&#39;")
  }
}
