import Foundation
import Lessons
import Testing

/// Questions of which several options hold.
@Suite struct SeveralTests {
  private static let lesson = lessonText(
    """
    # Places where ∇L is 0
    ```descent several id=flat
    ask: Where is the gradient 0?
    - [x] At a saddle point. -> Yes: it goes up one way and down the other.
    - [ ] On a slope. -> A slope is what the gradient measures.
    - [x] At a minimum. -> Yes: there is no way down.
    - [ ] Where L is 0. -> L may pass through 0 on a slope.
    right: All three kinds of stationary point have a gradient of 0.
    ```
    """)

  @Test(arguments: ["1 3", "3,1", "1, 3", "3 and 1", "1 3 3"])
  func allThatHoldPass(answer: String) {
    var taken = Taken(Self.lesson)
    #expect(taken.type(answer).contains("All three kinds"), "\(answer)")
    #expect(taken.run.results["flat"]?.isFirstTry == true)
  }

  @Test func whatDoesNotHoldIsSaidWhatIsMissingIsNot() {
    var taken = Taken(Self.lesson)
    #expect(taken.type("1 2").contains("A slope is what"))
    let few = taken.type("3")
    #expect(few.contains("and so does more") && !few.contains("saddle") && !few.contains("1"))
    #expect(taken.type("1 5").contains("from 1 to 4; this was no attempt"))
    #expect(taken.run.results["flat"]?.wrongAnswers == ["1,2", "3"])
    #expect(taken.type("skip").contains("At a saddle point.; At a minimum."))
  }

  @Test(arguments: 1..<20) func aStudentSeesAnOrderAndTheLogKeepsTheAuthors(seed: Int) throws {
    var taken = Taken(Self.lesson, student: Student("student \(seed)"))
    let places = try ["At a saddle", "At a minimum"].map { text in
      let line = try #require(taken.shown.first { $0.contains(text) })
      return try #require(line.split(separator: " ").first.flatMap { Int($0) })
    }
    #expect(taken.type(places.map(String.init).joined(separator: " ")).contains("All three"))
    #expect(taken.run.log.last?.action == .answer("1,3", isRight: true))
  }

  @Test func theCheckerWalksIt() {
    var check = LessonCheck()
    check.seeds = 20
    let results = check.check([.init(path: "f.md", bytes: Array(Self.lesson.utf8))]) { _, _ in
      ToyLaboratory()
    }
    #expect(results.first?.failures.isEmpty == true, "\(results)")
    let none = LessonParser.parse(Self.lesson.replacing("[x]", with: "[ ]")).problems
    #expect(none.contains { $0.message.contains("at least one choice holds") })
  }

  /// The guide names every kind with its keys.
  @Test func theGuideNamesEveryKind() throws {
    let guide = try String(contentsOfFile: Course.folder.path + "/README.md", encoding: .utf8)
    for kind in BlockKind.all { #expect(guide.contains("\n| `\(kind.name)` |"), "\(kind.name)") }
  }
}
