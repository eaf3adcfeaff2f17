import Engine
import Shell
import Testing

@Suite struct SessionTests {
  @Test func aMisspeltVerbNamesTheNearest() {
    let transcript = Transcript()
    #expect(transcript.run("histroy").contains("did you mean 'history'?"))
    #expect(transcript.outcome == .failed)
  }

  @Test func theFirstErrorStopsTheLine() {
    let transcript = Transcript()
    transcript.run("set digits 7; set digits 99; set digits 9")
    #expect(transcript.session.traits.digits == 7)
    #expect(transcript.outcome == .failed)
  }

  @Test(arguments: ["quit", "exit", "bye", "q"])
  func leaving(verb: String) {
    let transcript = Transcript()
    transcript.run("\(verb); set digits 9")
    #expect(transcript.outcome == .quit)
    #expect(transcript.session.traits.digits == 4)
  }

  @Test func whatTheUserSetStandsAboveTheTerminal() {
    let transcript = Transcript()
    transcript.run("set width 60; set digits 9")
    transcript.session.traits = Traits(width: 120)
    #expect(transcript.session.traits.width == 60)
    #expect(transcript.session.traits.digits == 9)
    transcript.run("set width auto")
    #expect(transcript.session.traits.width == 120)
  }

  @Test func errorsCarryTheirPlace() {
    let transcript = Transcript()
    transcript.session.execute("frobnicate", at: SourceLocation(file: "a.txt", line: 7))
    #expect(transcript.errors.hasPrefix("a.txt:7: unknown verb 'frobnicate'"))
    #expect(transcript.output.isEmpty)
  }

  @Test func errorsAreObjectsWhereObjectsAreWanted() {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.session.execute("set digits 0", at: SourceLocation(file: "a.txt", line: 7))
    #expect(transcript.output.hasPrefix(#"{"error":"'set digits' takes"#))
    #expect(transcript.output.contains(#""line":7"#))
    #expect(transcript.errors.hasPrefix("a.txt:7: "))
  }

  @Test func asciiTerminalsReceiveAsciiAlone() {
    let transcript = Transcript(traits: Traits(unicode: false))
    #expect(transcript.run("help errata").utf8.allSatisfy { $0 < 0x80 })
  }

  @Test func controlCharactersNeverReachTheTerminal() {
    let transcript = Transcript()
    #expect(!transcript.run("\u{1B}[2J\u{7}").contains("\u{1B}"))
  }

  @Test func threadsAreSetAndToldOnceTheyAre() {
    let transcript = Transcript()
    #expect(!transcript.run("set").contains("threads"))
    #expect(transcript.run("set threads 1").contains("threads 1"))
    #expect(Threads.allowed == 1)
    #expect(!transcript.run("set threads auto").contains("threads"))
    #expect(transcript.run("set threads 0").contains("takes a whole number from 1 to 16, or auto"))
  }
}
