import Testing

/// What is asked of the last update is answered by its own dropout, whatever has been set since.
@Suite struct LastUpdateTests {
  static let questions =
    "set digits 17; print d1; print a1; print z1; explain d1[0,1]; explain a1[2,3]; print masks; "
    + "masks 2; plot network 2; print mask1"

  @Test(
    arguments: ["drop=0.5", "drop=0.5 per=batch", "inverted drop=0.3"],
    ["per=batch", "per=example", "none", "inverted drop=0.1", "input=0.5"])
  func changingDropoutChangesNothingOfIt(dropout: String, change: String) {
    let transcript = Transcript()
    transcript.run("data moons n=40; network 2-3:relu-1:sigmoid; batch 4; seed 3")
    transcript.run("dropout \(dropout); step 2")
    // Without dropout there is no quantity of that name to print.
    let questions =
      change == "none" ? Self.questions.replacing("; print mask1", with: "") : Self.questions
    let before = transcript.run(questions)
    #expect(transcript.outcome == .done, "\(before)")
    transcript.run("dropout \(change)")
    #expect(transcript.outcome == .done)
    #expect(transcript.run(questions) == before)
    #expect(transcript.outcome == .done)
    // The next update has the new one.
    transcript.run("step; explain d1[0,1]; plot network; subnets")
    #expect(transcript.outcome == .done || change == "none")
  }

  @Test func oneMaskForTheBatchIsReadForEveryExample() {
    let transcript = Transcript()
    transcript.run(
      "data moons n=40; network 2-3:relu-1:sigmoid; batch 4; seed 3; dropout drop=0.5 per=batch")
    #expect(transcript.run("forward").contains("3 units × 4 examples"))
    transcript.run("step")
    for unit in 0..<3 {
      for example in 0..<4 {
        let place = "d1[\(unit),\(example)]"
        let explained = transcript.run("explain \(place)")
        let printed = transcript.run("print \(place)").split(separator: "=").last ?? ""
        #expect(explained.contains("    =\(printed.dropLast())\n"), "\(explained) \(printed)")
      }
    }
  }

  @Test func aLayersMatrixIsAskedForByItsEntries() {
    let transcript = Transcript()
    transcript.run("data moons n=40; network 2-3:relu-1:sigmoid; batch 4; seed 3; step")
    for line in ["answer d2 0.3", "explain d2", "answer d2[0,9] 0.3"] {
      #expect(
        transcript.run(line).contains(
          "d2 has 1 row (units) and 4 columns (examples of the batch), from 0: d2[0,0]"), "\(line)")
    }
    #expect(transcript.run("answer d2[0,0] d2[0,0]").contains("Right"))
    #expect(transcript.run("answer d2[0,0] 4*d2[0,0]").contains("the batch's is a mean"))
    #expect(transcript.run("answer d2[0,0] -d2[0,0]").contains("the sign the wrong way round"))
    #expect(transcript.run("answer g[1] 0").contains("none of the usual mistakes"))
  }
}
