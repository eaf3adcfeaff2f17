import Lessons
import Testing

/// What is counted of the answers to a question, and what is said of them.
@Suite struct ResultTests {
  @Test(arguments: [
    (["4"], true), (["hint", "4"], false), (["5", "4"], false), (["5", "hint", "4"], false),
    (["skip"], false), (["hint"], false), (["what?", "4"], true),
  ])
  func `A first try has no miss and no hint before it`(lines: [String], isFirstTry: Bool) {
    var taken = Taken(threeQuestions)
    for line in lines { taken.type(line) }
    #expect(taken.run.results["sum"]?.isFirstTry == isFirstTry)
  }

  @Test func `From the third miss on it is said how to go on`() {
    var taken = Taken(threeQuestions)
    for (answer, isSaid) in [("5", false), ("6", false), ("7", true), ("8", true)] {
      #expect(taken.type(answer).contains("shows the answer and goes on") == isSaid, "\(answer)")
    }
    // Each question has its own.
    for line in ["4", ""] { taken.type(line) }
    #expect(!taken.type("8").contains("shows the answer and goes on"))
  }

  @Test func `Hints come one after the other, and then all at once`() {
    let text = threeQuestions.replacing(
      "hint: Half of eight.", with: "hint: Half of eight.\nhint: Two and two.\nhint: Four.")
    var taken = Taken(text)
    let hints = ["Half of eight.", "Two and two.", "Four."]
    for given in [[0], [1], [2], [0, 1, 2], [0, 1, 2]] {
      let said = taken.type("hint")
      #expect(hints.indices.filter { said.contains(hints[$0]) } == given, "\(said)")
    }
    #expect(taken.run.results["sum"]?.hints == 3)
  }
}
