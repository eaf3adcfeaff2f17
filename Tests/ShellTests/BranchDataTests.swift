import Console
import Session
import Shell
import TestSupport
import Testing

/// Branches may train on different examples.
@Suite(.serialized) struct BranchDataTests {
  private func value(_ expression: String, _ transcript: Transcript) throws -> Double? {
    try objects(transcript.run("print \(expression)")).last?["value"] as? Double
  }

  private static let setUp =
    "data moons n=100 noise=0.1 split=0.6,0.4; network 2-4:tanh-1:sigmoid; run 5"

  @Test func aBranchKeepsItsExamples() throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run(Self.setUp)
    let before = transcript.run("print x; print y; print theta; data")
    transcript.run("fork few; data moons n=100 noise=0.1 split=0.6,0.4 take=7")
    #expect(try value("sum(y)/mean(y)", transcript) == 7)
    #expect(try value("t", transcript) == 0)
    transcript.run("run 3; switch main")
    #expect(transcript.run("print x; print y; print theta; data") == before)
    // A network set up now is on the data of the branch one is on.
    transcript.run("switch few")
    #expect(try value("t", transcript) == 3)
    #expect(try objects(transcript.run("data")).last?["training"] as? Int == 7)
  }

  @Test func whatIsTakenIsTheBeginningOfTheTrainingPartAsItIsScaled() throws {
    let transcript = Transcript(traits: Traits(json: true))
    func x() throws -> [[Double]] {
      try #require(try objects(transcript.run("print x")).last?["value"] as? [[Double]])
    }
    transcript.run("data iris split=0.7,0.3 standardize=yes; network 4-4-3")
    let whole = try x()
    transcript.run("data iris split=0.7,0.3 standardize=yes take=11")
    #expect(try x() == Array(whole.prefix(11)))
    #expect(try objects(transcript.run("data")).last?["validation"] as? Int == 45)
  }

  @Test func savedAndLoadedWithTheirExamples() throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run(Self.setUp)
    transcript.run("fork few; data moons n=100 noise=0.1 split=0.6,0.4 take=7; run 4")
    transcript.run("fork third; run 2; switch main")
    let names = ["main", "few", "third"]
    func states() -> [String] {
      names.map { transcript.run("switch \($0); print theta; print y; print t; data") }
    }
    let before = states()
    let file = folder.path + "/branches.descent"
    #expect(transcript.run("switch few; save \(file)").contains("bytes"))
    transcript.run("surface bowl; load \(file)")
    #expect(transcript.outcome == .done, "\(transcript.errors)")
    #expect(states() == before)
  }

  @Test func otherDataAloneAreUndone() throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run("data moons; data iris; undo")
    #expect(try objects(transcript.run("data")).last?["data"] as? String == "moons")
  }
}
