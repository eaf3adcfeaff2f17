import Classroom
import Foundation
import Lessons
import Shell
import Testing

/// What a class's answers say of a question.
@Suite struct StatisticsTests {
  private func statistics(_ receipts: [String]) -> LessonStatistics {
    LessonStatistics(parsed(threeQuestions), GradeReport(of: receipts).rows)
  }

  /// Every second student does all at once, and the others each question at the second try.
  private func receipts(_ count: Int) -> [String] {
    (0..<count).map { i in
      handedIn(
        by: "student\(i)",
        i % 2 == 0
          ? ["4", "", "9", "", "plus", ""] : ["5", "4", "", "8", "9", "", "add", "plus", ""])
    }
  }

  @Test func `How much a question tells is said of eight students or more`() throws {
    #expect(statistics(receipts(7)).questions.allSatisfy { $0.discrimination == nil })
    for question in statistics(receipts(8)).questions {
      #expect(try #require(question.discrimination) > 0.999, "\(question.question.id)")
    }
  }

  static let times: [(seconds: [Int], median: Int?)] = [
    ([5], 5), ([30, 5, 7], 7), ([9, 1, 2, 3, 300], 3), ([], nil),
  ]

  @Test(arguments: times)
  func `The time of a question is the median of those that say`(seconds: [Int], median: Int?) {
    let said = seconds.enumerated().map { i, seconds in
      handedIn(by: "student\(i)", linesSolving(3)) { $0.seconds = ["sum": seconds] }
    }
    let statistics = statistics(said + [handedIn(by: "silent", linesSolving(3))])
    #expect(statistics.questions.map(\.seconds) == [median, nil, nil])
  }

  @Test func `Tries, hints and skips are counted by question, and edited receipts are not`() {
    let edited = handedIn(by: "eve", linesSolving(3)) { $0.results[0].isSkipped = true }
    let sum = statistics(
      receipts(3) + [handedIn(by: "ben", ["hint", "skip", ""]), edited]
    ).questions[0]
    #expect(sum.students == 4 && sum.solved == 3 && sum.firstTries == 2)
    #expect(sum.hints == 1 && sum.skips == 1)
    #expect(sum.tries == 4.0 / 3)
  }

  @Test func `A class's points are said by their median`() throws {
    let students = try ClassOfStudents()
    try students.write(ClassOfStudents.toy, to: "toy.md")
    let names = try ["3": ["4", "", "By counting.", "", "plus", ""], "0": ["skip"], "1": ["4"]].map
    {
      try students.receipt("\($0).receipt", of: "student\($0)", $1)
      return "\($0).receipt"
    }
    let result = students.grade(names.sorted(by: >)) { $0.html = students.path("r.html") }
    #expect(result.status == 0, "\(result.text)")
    let page = try students.folder.read("r.html")
    #expect(page.contains("3 students, 1 finished; median 1 of 3 points."))
  }
}
