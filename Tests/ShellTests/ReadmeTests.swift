import Foundation
import Shell
import Testing

/// What README shows of the program is what the program does; `DESCENT_RECORD=1` writes it anew.
@Suite(.serialized) struct ReadmeTests {
  private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("README.md")

  private static let session = [
    "surface rosenbrock", "optimizer adam lr=0.1", "step", "explain m_hat",
    "answer m_hat[0] -2.156", "run 500 until loss < 0.1", "back 20", "plot surface",
  ]

  @Test func theTableOfVerbsIsTheDeclarations() throws {
    try expect(
      CommandTable.standard.markdownTable, between: "<!-- verbs -->\n", and: "<!-- /verbs -->")
  }

  @Test func theTableOfKeysIsTheDeclarations() throws {
    try expect(
      "\n" + CommandTable.fileKeysMarkdown + "\n", between: "<!-- file keys -->\n",
      and: "<!-- /file keys -->")
  }

  @Test func theSessionIsARealOne() throws {
    let transcript = Transcript(traits: Traits(isInteractive: true))
    var text = ""
    for line in Self.session {
      text += transcript.session.prompt + line + "\n" + transcript.run(line)
      #expect(transcript.outcome == .done)
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }
    try expect(
      lines.joined(separator: "\n"),
      between: "<!-- session: made by Tests, see ShellTests -->\n```\n", and: "```\n")
  }

  private func expect(_ text: String, between start: String, and end: String) throws {
    var readme = try String(contentsOf: Self.file, encoding: .utf8)
    let head = try #require(readme.range(of: start))
    let tail = try #require(readme.range(of: end, range: head.upperBound..<readme.endIndex))
    if ProcessInfo.processInfo.environment["DESCENT_RECORD"] != nil {
      readme.replaceSubrange(head.upperBound..<tail.lowerBound, with: text)
      try readme.write(to: Self.file, atomically: true, encoding: .utf8)
      return
    }
    #expect(readme[head.upperBound..<tail.lowerBound] == text)
  }
}
