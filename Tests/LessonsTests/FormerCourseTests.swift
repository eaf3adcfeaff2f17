import Foundation
import Lessons
import Shell
import TestSupport
import Testing

/// Receipts of the former course.
///
/// Receipts of the fifteen lessons as they were, made by the program of that time.
@Suite struct FormerCourseTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/FormerCourse").path
  private static let receipts = ["ada", "ben", "cleo"].map { "\(folder)/\($0).receipt" }

  @Test func `With the old files every one is verified`() throws {
    let result = LessonTools.grade(Self.receipts, lessons: [Self.folder], csv: nil, items: nil)
    #expect(result.status == 0)
    let rows = result.text.components(separatedBy: "\n").filter { $0.contains("verified") }
    #expect(rows.count == 45)
    #expect(rows.allSatisfy { $0.hasSuffix("  verified") }, "\(result.text.prefix(6000))")
  }

  @Test func `With the present lessons what fits is graded, and nothing is called edited`() throws {
    let result = LessonTools.grade(Self.receipts, lessons: [], csv: nil, items: nil)
    #expect(!result.text.contains("edited"))
    let rows = result.text.components(separatedBy: "\n").filter {
      $0.contains("older course: not graded here; `grade --lessons DIR` with the old files does")
    }
    #expect(rows.count == 45)
    // Of the 173 questions that ada answered, far more than half mean what they meant.
    let points = rows.filter { $0.hasPrefix("ada") }.compactMap { row in
      row.split(separator: " ").first { $0.contains("/") }?.split(separator: "/").first
        .flatMap { Int($0) }
    }
    #expect(points.reduce(0, +) > 100, "\(points)")
  }

  @Test func `An edited receipt of the former course is found, with the old files and without`()
    throws
  {
    let folder = try TemporaryFolder()
    let text = try String(contentsOfFile: Self.receipts[2], encoding: .utf8)
    let edited = text.replacingOccurrences(of: "result skipped", with: "result solved")
    try edited.write(toFile: folder.path + "/e.receipt", atomically: true, encoding: .utf8)
    for lessons in [[Self.folder], []] {
      let result = LessonTools.grade(
        [folder.path + "/e.receipt"], lessons: lessons, csv: nil, items: nil)
      #expect(result.status == 1)
      #expect(result.text.components(separatedBy: "edited:").count - 1 == 15)
    }
  }

  /// A lesson begun in the former course is taken up where its last checkpoint still fits, and what
  /// was done stays.
  @Test func `Progress of the former course is not lost`() throws {
    let folder = try TemporaryFolder()
    let text = try String(contentsOfFile: Self.receipts[0], encoding: .utf8)
    let start = try #require(text.range(of: "descent progress 2\nlesson adagrad"))
    let end = try #require(text.range(of: "\nend\n", range: start.lowerBound..<text.endIndex))
    let kept = String(text[start.lowerBound..<end.upperBound])
    let place = folder.path + "/state/lessons/ada"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try kept.write(toFile: place + "/adagrad.progress", atomically: true, encoding: .utf8)
    let desk = try Desk(folder)
    desk.type("set student ada")
    #expect(desk.type("lessons").contains("done"))
    #expect(desk.type("lesson 5").contains("'lesson 5 restart=yes' takes it as it is now"))
    #expect(desk.type("lesson 5 restart=yes").contains("Can every parameter have"))
    let aside = try String(contentsOfFile: place + "/adagrad.progress.1", encoding: .utf8)
    #expect(aside == kept)
  }
}
