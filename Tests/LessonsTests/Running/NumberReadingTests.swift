import Lessons
import Testing

/// How a typed number is read.
@Suite struct NumberReadingTests {
  @Test(arguments: [
    ("0.25", "Right"), ("1/4", "Right"), ("max(0.25,0.1)", "Right"), ("x = min(0.25, 1)", "Right"),
    ("-(-0.25)", "Right"), ("¼", "Right"), ("≈ 0.25", "Right"), ("0,25", "has a comma"),
    ("0,2500", "has a comma"), ("0.25 kg", "names no unit 'kg'"),
    ("[0.25, 1]", "not a single number"),
    ("0.25)", "is no number"),
  ])
  func `A number may be a formula, and what is none says so`(typed: String, says: String) {
    var taken = Taken(
      lessonText(
        """
        ```descent number id=quarter
        ask: What is a quarter?
        expect: 0.25
        hint: Half of a half.
        ```
        """))
    let said = taken.type(typed)
    #expect(said.contains(says), "\(said)")
    // What could not be read was no attempt.
    #expect(taken.run.results["quarter"]?.isSolved ?? false == (says == "Right"))
    #expect(taken.run.log.isEmpty == (says != "Right"))
  }
}
