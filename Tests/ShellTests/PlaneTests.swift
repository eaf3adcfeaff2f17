import Testing

/// Planes through a network's parameters, however they are written.
@Suite struct PlaneTests {
  static let network = "data moons n=40; network 2-3:relu-1:sigmoid; batch 4; seed 3; step 3"

  private func transcript() -> Transcript {
    let transcript = Transcript()
    transcript.run(Self.network)
    return transcript
  }

  @Test(arguments: ["plot surface", "surface from network"])
  func twoWeightsAreNamedWithCommasOrBlanks(verb: String) {
    let picture = transcript().run("\(verb) plane=W1[0,0],W2[0,0]")
    #expect(picture.contains("W1[0,0]"), "\(picture)")
    for form in [
      "plane W1[0,0] W2[0,0]", "plane=W1[0,0] W2[0,0]", "plane W1[0,0],W2[0,0]",
      "plane=W1[0,0], W2[0,0]",
    ] {
      #expect(transcript().run("\(verb) \(form)") == picture, "\(verb) \(form)")
    }
    let random = transcript().run("\(verb) plane=random")
    #expect(random != picture && transcript().run("\(verb) plane random") == random)
  }

  @Test(arguments: [
    ("plot surface plane W1[0,0]", "a plane is two weights, as plane=W1[0,0],W2[0,0], or random"),
    ("plot surface plane", "a plane is two weights, as plane=W1[0,0],W2[0,0]"),
    ("plot surface plane=W1[0,0] W2[0,0] b1[0]", "a plane is two weights"),
    ("plot surface plane=path plane", "'plane' is given twice"),
    ("plot surface W1[0,0] W2[0,0]", "'W1[0,0]' has no place here: a surface stands"),
    ("surface from network W1[0,0] W2[0,0]", "'W1[0,0]' has no place here"),
    ("plot surface plane W1[0,0] W9[0,0]", "'W9[0,0]' is no parameter"),
    ("plot surface plane W1[0,0] W1[0,0]", "two different parameters"),
    ("surface bowl; plot surface loss", "a surface stands on its own"),
    ("surface bowl; plot surface plane path", "a plane is chosen on a network"),
    ("surface from network; plot surface plane=path", "a plane is chosen on a network"),
  ])
  func whatIsNoPlaneIsTold(line: String, says: String) {
    let transcript = transcript()
    #expect(transcript.run(line).contains(says))
    #expect(transcript.outcome == .failed)
  }
}
