import Foundation
import Lessons
import Testing

/// What a check costs grows with the lesson's length and no faster.
///
/// It is measured in this thread's processor time, the least of several tries, for eight times as many
/// pages: that is 8 times as much where it grows as it should, and 64 times with the square.
@Suite struct CostTests {
  private func processorTime(_ text: String) -> Double {
    let file = LessonCheck.File(path: "f.md", bytes: Array(text.utf8))
    return (0..<3).map { _ in
      let begin = Self.now
      let result = LessonCheck().check([file], makeLaboratory: { _, _ in ToyLaboratory() })[0]
      #expect(result.failures.isEmpty, "\(result.failures)")
      return Self.now - begin
    }.min() ?? 0
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  @Test(
    arguments: ["", "---\nlesson: long\ntitle: Long\n---\n"],
    ["Text of a page.\n\n", "Text.\n\n```descent\nstep\n```\n\n"])
  func aCheckOfManyPages(head: String, page: String) {
    func lesson(_ pages: Int) -> String {
      head + "# A lesson\n\n```descent\nstart 1 1\n```\n\n"
        + (0..<pages).map { "## Page \($0)\n\n" + page }.joined()
    }
    let few = processorTime(lesson(100))
    let many = processorTime(lesson(800))
    #expect(many < 24 * few, "\(few) s, then \(many) s")
  }
}
