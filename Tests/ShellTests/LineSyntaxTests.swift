import Console
import Session
import Shell
import Testing

@Suite struct LineSyntaxTests {
  @Test func statementsFallApartAtSemicolonsOutsideQuotes() throws {
    let statements = try LineSyntax.statements(of: "step 3 ; surface \"x^2; y\" ;; back # ; quit")
    #expect(statements.map(\.text) == ["step 3", "surface \"x^2; y\"", "back"])
    #expect(statements.map(\.column) == [1, 10, 30])
    #expect(statements[1].tokens.map(\.text) == ["surface", "x^2; y"])
    #expect(statements[1].tokens[1].isQuoted)
  }

  @Test(
    arguments: [
      ("", 0), ("   ", 0), ("# only a remark", 0), (" ; ; ", 0), ("a#b", 1), ("a #b", 1),
    ])
  func emptyStatementsAreLeftOut(line: String, count: Int) throws {
    #expect(try LineSyntax.statements(of: line).count == count)
  }

  @Test func keysAreSplitFromValues() throws {
    let tokens = try LineSyntax.statements(of: "optimizer adam lr=1/8 β₁=0.9 a==b at='1, 2' k-l=3")[
      0
    ]
    .tokens
    #expect(tokens.map(\.key) == [nil, nil, "lr", "β₁", nil, "at", "k-l"])
    #expect(tokens.map(\.value) == ["optimizer", "adam", "1/8", "0.9", "a==b", "1, 2", "3"])
    #expect(tokens[2].column == 16)
    #expect(tokens[2].valueColumn == 19)
  }

  @Test func bracketsHoldBlanksTogether() throws {
    let tokens = try LineSyntax.statements(of: "print max(a, b) m[0, 1]")[0].tokens
    #expect(tokens.map(\.text) == ["print", "max(a, b)", "m[0, 1]"])
  }

  @Test func columnsCountWhatOneSees() throws {
    let tokens = try LineSyntax.statements(of: "print m\u{302} v")[0].tokens
    #expect(tokens.map(\.column) == [1, 7, 9])
  }

  @Test func escapedQuotesStayInside() throws {
    let tokens = try LineSyntax.statements(of: #"save "a \"b\" \\ c""#)[0].tokens
    #expect(tokens[1].text == #"a "b" \ c"#)
    // Single quotes take every sign as it is.
    let plain = try LineSyntax.statements(of: #"save 'a \"b\" \\ c'"#)[0].tokens
    #expect(plain[1].text == #"a \"b\" \\ c"#)
  }

  @Test(
    arguments: [("surface \"x^2", 9), ("print 'a", 7), ("step; save 'it", 12), ("é \"", 3)])
  func aQuoteThatStaysOpenIsNamedByItsColumn(line: String, column: Int) {
    let error = #expect(throws: ShellError.self) { try LineSyntax.statements(of: line) }
    #expect(error?.column == column)
  }

  @Test func anEndlessLineIsRefused() throws {
    let line = String(repeating: "a", count: LineSyntax.longestLine)
    #expect(try LineSyntax.statements(of: line).count == 1)
    #expect(throws: ShellError.self) { try LineSyntax.statements(of: line + "a") }
  }
}
