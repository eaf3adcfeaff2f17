import Lessons
import Testing

/// Which of several hand-ins counts, and for what.
@Suite struct HandInTests {
  static let several:
    [(handIns: [(points: Int, hour: Int)], choice: GradeReport.Choice, kept: Int)] = [
      ([(points: 3, hour: 10), (1, 11)], GradeReport.Choice.best, 0),
      ([(1, 10), (3, 9)], .best, 1),
      ([(2, 10), (2, 11)], .best, 1), ([(2, 11), (2, 10)], .best, 0),
      ([(1, 12), (3, 11), (2, 10)], .best, 1), ([(3, 10), (1, 11)], .last, 1),
      ([(1, 11), (3, 10)], .last, 0), ([(3, 10), (1, 12), (2, 11)], .last, 1),
      ([(1, 10), (3, 10)], .last, 1),
    ]

  @Test(arguments: several)
  func `Of several hand-ins the best or the last counts, however they are listed`(
    handIns: [(points: Int, hour: Int)], choice: GradeReport.Choice, kept: Int
  ) {
    var report = GradeReport(
      of: handIns.map {
        handedIn(by: "ada", at: "2026-03-01T\($0.hour):00:00Z", linesSolving($0.points))
      })
    report.settle(by: choice)
    #expect(report.rows.map(\.receipt) == ["\(kept)"])
    #expect(report.rows.map(\.points) == [handIns[kept].points])
    #expect(report.superseded.count == handIns.count - 1)
    #expect(report.superseded.allSatisfy { $0.by == "\(kept)" })
  }

  /// Claims of points that the log does not give count for less than one honest point.
  @Test func `An edited receipt never counts for more than an honest one`() {
    let edited = handedIn(by: "ada", linesSolving(1)) { progress in
      for i in progress.results.indices {
        progress.results[i].isSkipped = false
        progress.results[i].isSolved = true
      }
    }
    for receipts in [[edited, handedIn(by: "ada", linesSolving(1))], [edited]] {
      var report = GradeReport(of: receipts)
      #expect(report.rows[0].status.isEdited)
      report.settle(by: .best)
      #expect(report.rows.count == 1 && report.rows[0].status.isVerified == (receipts.count == 2))
    }
  }

  @Test func `The commonest wrong answers come first, equals by the alphabet`() {
    let report = GradeReport(
      of: [["5", "4"], ["7", "5", "4"], ["6", "5", "4"], ["4"]].enumerated().map { i, lines in
        handedIn(by: "student\(i)", lines)
      })
    let sum = report.items.first { $0.question == "sum" }
    #expect(sum?.wrongAnswers.map(\.answer) == ["5", "6", "7"])
    #expect(sum?.wrongAnswers.map(\.count) == [3, 1, 1])
    #expect(sum?.solved == 4 && sum?.firstTries == 1)
  }
}
