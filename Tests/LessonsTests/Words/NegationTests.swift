import Lessons
import Testing

/// What a question says itself need not be said again, save that something is not so.
@Suite struct NegationTests {
  @Test(arguments: [
    ("not at all", true), ("it does not converge at all", true), ("at all", false),
    ("it does converge at all", false), ("not", false),
  ])
  func `A 'not' counts though the question has one`(answer: String, isRight: Bool) {
    var taken = Taken(
      lessonText(
        """
        ```descent text id=converges
        ask: Does it converge or not?
        accept: not at all
        hint: Look at the end.
        ```
        """))
    #expect(taken.type(answer).contains("Right") == isRight)
  }
}
