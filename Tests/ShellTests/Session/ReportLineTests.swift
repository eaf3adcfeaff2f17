import Console
import Testing

/// Lines of reports that say one number of several: which set's, which class's, which update's.
@Suite struct ReportLineTests {
  @Test func pruningSaysWhatBothSetsLose() throws {
    let transcript = Transcript()
    transcript.run("data moons n=60 split=0.5,0.5; network 2-6:relu-1:sigmoid; run 20 epochs")
    func value(_ name: String) -> String {
      String(transcript.run("print \(name)").split(separator: " ").last ?? "").trimmed
    }
    let (loss, validation) = (value("loss"), value("val_loss"))
    let said = transcript.run("prune below=0.3")
    for line in [
      "training: loss \(loss) → \(value("loss")), accuracy ",
      "validation: loss \(validation) → \(value("val_loss")), accuracy ",
    ] { #expect(said.contains(line), "\(said)") }
    #expect(loss != validation)
  }

  /// Of a class its own share is said, not the other one's.
  @Test(arguments: [("0,1", "0"), ("1,-0.5", "1")])
  func aPredictionSaysTheShareOfItsClass(x: String, name: String) throws {
    let transcript = Transcript(traits: Traits(json: true, digits: 17))
    transcript.run(
      "data moons n=60; network 2-6:relu-1:sigmoid; seed 0; optimizer adam lr=0.05; run 100")
    let object = try #require(try objects(transcript.run("predict x=\(x)")).last)
    let output = try #require(object["output"] as? Double)
    #expect(object["class"] as? String == name)
    #expect(object["confidence"] as? Double == (name == "1" ? output : 1 - output))
    #expect((output >= 0.5) == (name == "1"))
  }

  @Test(arguments: [
    ("gd lr=1", true), ("gd lr=0.0005", false),
  ])
  func aRateIsCalledTooLargeOnlyWhereItIs(rule: String, isSaid: Bool) {
    let transcript = Transcript(traits: Traits(width: 1_000))
    // A start so far away that any rate overflows.
    let said = transcript.run("surface rosenbrock at=1e60,0; optimizer \(rule); run 50")
    #expect(said.contains("first appeared in"), "\(said)")
    #expect(said.contains("is too large here, try 0.002") == isSaid, "\(said)")
  }

  @Test(arguments: [
    ("run 7 epochs every=3", ["3", "6", "7"]), ("run 6 epochs every=3", ["3", "6"]),
    ("run 2 epochs every=3", ["2"]), ("run 4 epochs", ["1", "2", "3", "4"]),
  ])
  func everyNthEpochAndTheLastAreShown(line: String, epochs: [String]) {
    let transcript = Transcript()
    transcript.run("data moons n=60; network 2-6:relu-1:sigmoid")
    let rows = transcript.run(line).split(separator: "\n").map { $0.split(separator: " ") }
    let shown = rows.compactMap { $0.first.map(String.init) }.filter { Int($0) != nil }
    #expect(shown == epochs)
  }

  // MARK: Back

  @Test func backLeadsToTheStartAndNoFarther() {
    let transcript = Transcript()
    transcript.run("surface rosenbrock; optimizer gd lr=0.001; run 5")
    #expect(transcript.run("back 6").contains("only 5 updates can be gone back"))
    transcript.run("back 5")
    #expect(transcript.outcome == .done && transcript.run("print t").contains("t = 0"))
    #expect(transcript.run("back").contains("this is the start"))
  }

  /// Where a quantity has no value in between, no turn is seen across the gap.
  @Test func aWatchDoesNotCompareAcrossAGap() {
    let transcript = Transcript()
    transcript.run("surface \"x^2 + y^2\" at=1,1; optimizer adam lr=0.01; run 3")
    // A step over the minimum, by a rule that has no m̂.
    transcript.run("optimizer gd lr=0.99; run 1; optimizer adam lr=0.01; run 3")
    let before = transcript.run("print m_hat[0]; back 6; print m_hat[0]; goto 7")
    #expect(before.contains("−"))
    transcript.run("watch m_hat[0] for=sign")
    #expect(transcript.run("back to break").contains("would have stopped a run earlier"))
    transcript.run("watch clear; watch theta[0] for=sign")
    #expect(transcript.run("back to break").contains("3 updates back"))
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
