import Console
import Foundation
import Session
import Shell
import TestSupport
import Testing

/// What the READMEs show of the program is what the program does; `DESCENT_RECORD=1` writes it again.
@Suite(.serialized) struct ReadmeTests {
  private static let top = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let picture = "Tests/ShellTests/References/first-session.svg"

  private static let session = [
    "surface rosenbrock", "optimizer adam lr=0.1", "step", "explain m_hat",
    "answer m_hat[0] -2.156", "run 500 until loss < 0.1", "back 20",
  ]

  @Test func theTableOfVerbsIsTheDeclarations() throws {
    try expect(
      CommandTable.standard.markdownTable, in: "Sources/Shell/README.md",
      between: "<!-- verbs -->\n", and: "<!-- /verbs -->")
  }

  @Test func theTableOfKeysIsTheDeclarations() throws {
    try expect(
      "\n" + CommandTable.fileKeysMarkdown + "\n", in: "Sources/Shell/README.md",
      between: "<!-- file keys -->\n", and: "<!-- /file keys -->")
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
      lines.joined(separator: "\n"), in: "README.md",
      between: "<!-- session: made by Tests, see ShellTests -->\n```\n", and: "```\n")
  }

  @Test func thePictureIsOfTheSession() throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript(traits: Traits(isInteractive: true))
    for line in Self.session { transcript.run(line) }
    transcript.run("export svg \(folder.path)/picture.svg surface")
    let drawn = try String(contentsOfFile: folder.path + "/picture.svg", encoding: .utf8)
    let file = Self.top.appendingPathComponent(Self.picture)
    if Self.isRecording { try drawn.write(to: file, atomically: true, encoding: .utf8) }
    #expect(drawn == (try? String(contentsOf: file, encoding: .utf8)))
    let readme = try String(
      contentsOf: Self.top.appendingPathComponent("README.md"), encoding: .utf8)
    #expect(readme.contains("](\(Self.picture))"))
  }

  /// Every link between files leads to a file, and every link to a heading to a heading.
  @Test func linksLeadSomewhere() throws {
    let files = try FileManager.default.subpathsOfDirectory(atPath: Self.top.path).filter {
      $0.hasSuffix("README.md") && !$0.hasPrefix(".")
    }
    #expect(files.count > 5)
    for name in files {
      let file = Self.top.appendingPathComponent(name)
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /\]\(([^)\s]+)\)/) where !match.1.contains("://") {
        let parts = match.1.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let path = String(parts.first ?? "")
        let target =
          path.isEmpty ? file : file.deletingLastPathComponent().appendingPathComponent(path)
        #expect(FileManager.default.fileExists(atPath: target.path), "\(name): \(match.1)")
        guard parts.count == 2, target.pathExtension == "md" else { continue }
        let headings = try String(contentsOf: target, encoding: .utf8).split(separator: "\n")
          .filter { $0.hasPrefix("#") }.map(Self.anchor)
        #expect(headings.contains(String(parts[1])), "\(name): \(match.1) of \(headings)")
      }
    }
  }

  /// A heading as links name it.
  private static func anchor(_ heading: Substring) -> String {
    heading.drop { $0 == "#" || $0 == " " }.lowercased().filter {
      $0.isLetter || $0.isNumber || $0 == " " || $0 == "-"
    }.replacing(" ", with: "-")
  }

  private static var isRecording: Bool {
    ProcessInfo.processInfo.environment["DESCENT_RECORD"] != nil
  }

  private func expect(_ text: String, in name: String, between start: String, and end: String)
    throws
  {
    let file = Self.top.appendingPathComponent(name)
    var readme = try String(contentsOf: file, encoding: .utf8)
    let head = try #require(readme.range(of: start))
    let tail = try #require(readme.range(of: end, range: head.upperBound..<readme.endIndex))
    let written = String(readme[head.upperBound..<tail.lowerBound])
    if Self.isRecording {
      readme.replaceSubrange(head.upperBound..<tail.lowerBound, with: text)
      try readme.write(to: file, atomically: true, encoding: .utf8)
    }
    // A recording fails, so that a run that records is never taken for one that compares.
    #expect(written == text)
  }
}
