import Console
import Engine
import Session
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

  /// Why there is no such number follows from what the number is of, not from how its name ends.
  @Test(arguments: [
    ("surface bowl", "accuracy", "'accuracy' is a quantity of networks"),
    ("surface bowl", "val_r2", "'val_r2' is a quantity of networks"),
    ("network 2-3:relu-1:sigmoid", "r2", "'r2' is for a regression; classes have 'accuracy'"),
    ("network 2-3:relu-1:sigmoid", "val_loss", "there is no validation set: 'data NAME split=0.7"),
    ("network 2-3:relu-1:sigmoid", "test_r2", "there is no test set: 'data NAME split=0.6,0.2,0.2"),
    ("optimizer own", "inner2r2", "it exists from the first update on; try 'step'"),
    ("optimizer own", "val_inner", "it exists from the first update on; try 'step'"),
    ("data concrete split=0.7,0.3; network 8-2-1", "val_accuracy", "which has 'r2'"),
  ])
  func whatIsMissingSaysWhoseItIs(setUp: String, name: String, says: String) {
    let transcript = Transcript()
    transcript.run("data moons n=40; network 2-3:relu-1:sigmoid")
    transcript.run(
      "define rule own; inner2r2 = 2*g; val_inner = inner2r2; delta = -eta*val_inner; end")
    transcript.run(setUp)
    #expect(transcript.outcome == .done)
    #expect(transcript.run("print \(name)").contains(says))
  }
}
