import Console
import Foundation
import Lessons
import Shell
import TestSupport
import Testing

/// What a student finds out without knowing the answer.
struct FairnessTests {
  /// Every question with a number, answered by 0, or by 1 where 0 is right.
  @Test(arguments: Course.paths)
  func aNumberTypedBlindlyBringsNothingOut(path: String) throws {
    let desk = try Desk(traits: Traits(height: 1000, isInteractive: true))
    desk.type("set student anna")
    var page = desk.type("lesson \(Course.label(path))")
    var asked = 0
    for _ in 0..<100 where !desk.text.contains("The end.") {
      let isNumber =
        page.contains("Answer with a number or an expression")
        || page.contains("Answer with a whole number")
      var said = isNumber ? desk.type("0") : ""
      if said.contains("Right") { said = desk.type("again") + "0" }
      let skipped = desk.type("skip")
      if isNumber, let mark = skipped.range(of: "The answer is: ") {
        asked += 1
        let answer = skipped[mark.upperBound...].prefix { !$0.isWhitespace }
        let bare = answer.hasPrefix("−") ? String(answer.dropFirst()) : String(answer)
        // 0 is what was typed; a single digit may stand in a remark for itself.
        if bare != "0", bare.count > 1 {
          #expect(!Self.numbers(in: said).contains(bare), "\(path): '\(said)' for \(answer)")
        }
        #expect(!said.contains("would pass") && !said.contains(" off by "))
      }
      page = desk.type("")
    }
    #expect(desk.text.contains("The end."))
    let lesson = try Course.lesson(path)
    let numbers = lesson.questions.count { $0.kind.name == "number" }
    #expect(asked >= numbers - 1, "\(asked) of \(numbers)")
  }

  private static func numbers(in text: String) -> Set<String> {
    Set(
      text.split { !($0.isNumber || ".e−".contains($0)) }.map { $0.drop { $0 == "−" } }.map(
        String.init))
  }

  private struct Choice {
    var lesson: Lesson
    var question: Block
  }

  private static func choices() throws -> [Choice] {
    try Course.paths.flatMap { path in
      let lesson = try Course.lesson(path)
      return lesson.questions.filter { $0.kind.name != "several" && $0.choices.count > 1 }.map {
        Choice(lesson: lesson, question: $0)
      }
    }
  }

  /// The second option of every question, as fifty students see them.
  @Test func alwaysTheSecondOptionScoresAsChanceDoes() throws {
    let choices = try Self.choices()
    #expect(choices.count > 90)
    var hits = 0.0
    var expected = 0.0
    var variance = 0.0
    for student in (0..<50).map({ Student("student-\($0)") }) {
      for choice in choices {
        let order = OptionOrder(of: choice.question, in: choice.lesson, for: student)
        #expect(order.places.sorted() == Array(choice.question.choices.indices))
        let share = 1 / Double(choice.question.choices.count)
        if order.places[1] == choice.question.rightChoice { hits += 1 }
        expected += share
        variance += share * (1 - share)
      }
    }
    #expect((hits - expected).magnitude < 4 * variance.squareRoot(), "\(hits) of \(expected)")
  }

  /// Without a name the options stand as the author put them.
  @Test func inTheAuthorsOrderNoPlaceIsPreferred() throws {
    for place in 0..<3 {
      let choices = try Self.choices()
      let hits = choices.count { $0.question.rightChoice == place }
      let shares = choices.map {
        $0.question.choices.count > place ? 1 / Double($0.question.choices.count) : 0
      }
      let expected = shares.reduce(0, +)
      let variance = shares.reduce(0) { $0 + $1 * (1 - $1) }
      #expect(
        (Double(hits) - expected).magnitude < 3 * variance.squareRoot(), "\(hits) of \(expected)")
    }
  }

  @Test func alwaysTheLongestOptionScoresAsChanceDoes() throws {
    let measures = try Course.paths.map { LessonMeasure(of: try Course.lesson($0)) }
    let all = measures.dropFirst().reduce(measures[0], +)
    #expect(all.isEven)
    #expect(3 * all.longest <= all.choices)
    let expected = try Self.choices().reduce(0) { $0 + 1 / Double($1.question.choices.count) }
    #expect((Double(all.longest) - expected).magnitude < 10, "\(all.longest) of \(expected)")
  }

  @Test(arguments: Course.paths)
  func aLessonTakesTenToTwentyfiveMinutesLesson0Five(path: String) throws {
    let lesson = try Course.lesson(path)
    let minutes = LessonMeasure(of: lesson).minutes.rounded()
    if lesson.id == "start" {
      #expect(minutes == 5)
    } else {
      #expect((10...25).contains(minutes), "\(lesson.id) takes \(minutes)")
    }
  }

  @Test(arguments: Course.paths)
  func everyQuestionHasItsWorkedLineEveryOpenOneAModelAnswer(path: String) throws {
    let lesson = try Course.lesson(path)
    for question in lesson.questions { #expect(question.right != nil, "\(question.id)") }
    #expect(lesson.blocks.last.map { !$0.model.isEmpty } == true)
    for question in lesson.questions where question.kind.name == "text" {
      #expect(question.wrongs.count >= 2, "\(question.id)")
    }
  }
}
