import Console
import Digests
import Formula
import Session
import Shell
import TestSupport
import Testing

/// A rule that is being defined, and what ends it before its `end`.
@Suite struct DefinitionTests {
  @Test func aMistakeInOneLineLeavesNothingOpen() {
    let transcript = Transcript()
    let text = transcript.run("define rule mine; slot v; v = ; delta = v; end")
    #expect(transcript.outcome == .failed)
    #expect(text.hasSuffix("the rule 'mine' is not defined\n"))
    #expect(transcript.session.prompt == "descent> ")
    transcript.run("surface bowl; step")
    #expect(transcript.outcome == .done)
    #expect(transcript.run("optimizer mine").contains("unknown optimizer 'mine'"))
  }

  @Test func whatIsSaidOfARuleFitsTheWindow() {
    let transcript = Transcript(traits: Traits(width: 40))
    let said = transcript.run(
      "surface bowl; define rule mended; param beta1 = 0.9; param beta2 = 0.999; delta = -g; end")
    #expect(said.contains("rule mended: optimizer mended"))
    #expect(said.split(separator: "\n").allSatisfy { $0.count <= 40 }, "\(said)")
  }

  @Test func whatStoodBeforeItOnTheLineStays() {
    let transcript = Transcript()
    transcript.run("surface bowl; define rule one; delta = -g; end; define rule two; delta = ; end")
    #expect(transcript.session.prompt.contains("bowl"))
    transcript.run("optimizer one")
    #expect(transcript.outcome == .done)
  }

  @Test func aMistakeInALineOfItsOwnIsMended() {
    let transcript = Transcript()
    transcript.run("define rule mine")
    transcript.run("delta = -eta*")
    #expect(transcript.outcome == .failed)
    #expect(transcript.session.prompt == "rule mine> ")
    transcript.run("delta = -eta*g; end")
    transcript.run("optimizer mine")
    #expect(transcript.outcome == .done)
  }

  /// Neither a dropped rule nor its lines are in what a notebook holds.
  @Test func aDroppedRuleIsInNoNotebook() throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    transcript.run("surface bowl; define rule mine; slot v; v = ; end")
    transcript.run("define rule other; slot w")
    transcript.session.cancel()
    transcript.run("step; notebook \"\(folder.path)/n.md\"")
    #expect(transcript.outcome == .done, "\(transcript.errors)")
    let text = try folder.read("n.md")
    #expect(text.contains("surface bowl") && text.contains("step"))
    #expect(!text.contains("define") && !text.contains("slot"))
  }

  @Test func interruptEndsOneInALesson() {
    let transcript = Transcript(traits: Traits(isInteractive: true))
    for line in ["lesson 4", "define rule mine", "slot v"] { transcript.run(line) }
    #expect(transcript.session.prompt == "rule mine> ")
    transcript.session.cancel()
    #expect(transcript.session.prompt.hasPrefix("lesson 4"))
    #expect(transcript.run("print 1 + 1").contains("2"))
    transcript.run("define rule mine; slot v; v = ; end")
    #expect(transcript.session.prompt.hasPrefix("lesson 4"))
  }

  @Test func aSavedSessionThatLeavesOneOpenIsRefused() throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    let path = folder.path + "/s"
    transcript.run("surface bowl; define rule mine; delta = -g; end; save \"\(path)\"")
    // A rule is begun in the last line, and the checksum is right.
    let lines: [Substring] =
      try folder.read("s").split(separator: "\n").dropLast() + ["define rule open"]
    let body = lines.joined(separator: "\n") + "\n"
    try folder.write(Array((body + "# end " + digest(of: body) + "\n").utf8), to: "s")
    let text = transcript.run("load \"\(path)\"")
    #expect(text.contains("'define rule open' is not closed by 'end'"), "\(text)")
    #expect(transcript.session.prompt.contains("bowl"))
  }

  @Test func aSourcedFileThatLeavesOneOpenIsRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("surface bowl\ndefine rule mine\ndelta = -g\n".utf8), to: "s")
    let transcript = Transcript()
    let text = transcript.run("source \"\(folder.path)/s\"")
    #expect(text.contains("'define rule mine' is not closed by 'end'"), "\(text)")
    #expect(transcript.session.prompt == "descent> ")
  }

  /// The checksum in a saved session's last line.
  private func digest(of text: String) -> String {
    var digest = Digest()
    for byte in text.utf8 { digest.add(byte) }
    return String(digest.value, radix: 16)
  }
}
