import Formula
import Testing

@Suite struct PlainTextTests {
  static let names: [(String, String?)] = [
    ("Zoë Example", "Zoë Example"), ("  Jo \t Li ", "Jo Li"), ("O’Brien, Seán", "O'Brien, Seán"),
    ("王小明", "王小明"), ("a_b-c@d.e", "a_b-c@d.e"), ("", nil), (" . ", nil), (".hidden", nil),
    ("a/b", nil), ("a;b", nil), ("--", nil), ("a\u{200B}b", "ab"),
  ]

  @Test(arguments: names)
  func aNameIsShortPlainAndNoPath(text: String, name: String?) {
    #expect(PlainText.name(text) == name)
  }

  /// 64 characters, and 200 bytes.
  @Test(arguments: [("a", 64), ("ł", 64), ("明", 64), ("𐍈", 50)])
  func aNameHasItsGreatestLength(letter: String, most: Int) {
    #expect(PlainText.name(String(repeating: letter, count: most)) != nil)
    #expect(PlainText.name(String(repeating: letter, count: most + 1)) == nil)
  }
}
