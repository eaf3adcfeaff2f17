import Console
import Testing

/// `assert` fails where its condition does not hold.
@Suite struct AssertTests {
  @Test func whatHoldsIsSilent() {
    let transcript = Transcript()
    transcript.run("surface bowl; step")
    #expect(transcript.run("assert loss < 6.25") == "")
    #expect(transcript.outcome == .done)
  }

  @Test(arguments: [
    ("assert loss < 0.1", "L < 0.1 does not hold: L = 6.002"),
    ("assert norm(theta) > t + 3", "‖θ‖ > t + 3 does not hold: ‖θ‖ = 2.45, t + 3 = 4"),
    ("assert loss", "'loss' is no condition"),
  ])
  func whatDoesNotHoldSaysTheNumbers(line: String, sentence: String) {
    let transcript = Transcript()
    transcript.run("surface bowl; step")
    let text = transcript.run(line)
    #expect(transcript.outcome == .failed)
    #expect(text.contains(sentence), "\(text)")
  }
}
