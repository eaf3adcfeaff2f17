import Testing
import Wording

@Suite struct SpellingTests {
  @Test(arguments: [
    ("", "", 0), ("abc", "", 3), ("kitten", "sitting", 3), ("optimzer", "optimizer", 1),
    ("ab", "ba", 1), ("abcd", "acbd", 1), ("ca", "abc", 3), ("β₁", "β₂", 1),
  ])
  func distance(_ first: String, _ second: String, _ expected: Int) {
    #expect(Spelling.distance(first, second) == expected)
    #expect(Spelling.distance(second, first) == expected)
  }

  @Test func nearest() {
    let verbs = ["optimizer", "surface", "step", "stop", "seed", "x", "y"]
    #expect(Spelling.nearest(to: "optimzer", in: verbs) == "optimizer")
    #expect(Spelling.nearest(to: "Surfcae", in: verbs) == "surface")
    #expect(Spelling.nearest(to: "stpe", in: verbs) == "step")
    #expect(Spelling.nearest(to: "X", in: verbs) == "x")
    #expect(Spelling.nearest(to: "z", in: verbs) == nil)
    #expect(Spelling.nearest(to: "banana", in: verbs) == nil)
    #expect(Spelling.nearest(to: String(repeating: "a", count: 10_000), in: verbs) == nil)
    #expect(Spelling.candidates(for: "stap", in: verbs) == ["step", "stop"])
    #expect(Spelling.suggestion(for: "sed", in: verbs) == "; did you mean 'seed'?")
    #expect(Spelling.suggestion(for: "", in: verbs) == "")
  }

  /// A name cut short is found by its beginning, where no name is near.
  @Test func aNameCutShort() {
    #expect(Spelling.candidates(for: "optim", in: ["optimizer", "surface"]) == ["optimizer"])
    #expect(Spelling.candidates(for: "stap", in: ["step", "step", "stop"]) == ["step", "stop"])
  }
}
