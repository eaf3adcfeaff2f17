import Foundation
import Lessons
import Shell
import TestSupport

/// Students who take lesson files in shells of their own and hand in receipts.
struct ClassOfStudents {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func path(_ name: String) -> String { folder.path + "/" + name }

  func write(_ text: String, to name: String) throws {
    try folder.write(Array(text.utf8), to: name)
  }

  /// The receipt of a student who types these lines in a lesson; pages turn by empty lines.
  @discardableResult
  func receipt(
    _ name: String, of student: String?, lesson: String = "toy.md", _ lines: [String],
    claimedBy claimer: String? = nil
  ) throws -> String {
    let desk = try Desk()
    if let student { desk.type("set student \(student)") }
    desk.type("lesson \(path(lesson))")
    for line in lines { desk.type(line) }
    desk.type("quit")
    if let claimer { desk.type("set student \(claimer)") }
    desk.type("progress export \"\(path(name))\"")
    return try folder.read(name)
  }

  func grade(
    _ names: [String], _ change: (inout LessonTools.GradeOptions) -> Void = { _ in }
  ) -> LessonTools.Result {
    var options = LessonTools.GradeOptions()
    options.lessons = [path("toy.md")]
    change(&options)
    return LessonTools.grade(names.map(path), options)
  }

  /// A lesson that a student can finish without a page to turn but between questions.
  static let toy = """
    ---
    lesson: toy
    title: A toy
    ---
    # A toy

    ```descent setup
    surface bowl
    optimizer gd lr=0.1
    ```

    ```descent number id=sum
    ask: What is 2 + 2?
    expect: 4
    wrong: 5 -> One too many.
    wrong: 0 -> That is the difference.
    hint: Half of eight.
    ```

    ```descent choice id=why
    ask: Why is that so?
    - [x] By counting.
    - [ ] By chance. -> Chance has nothing to do with it.
    - [ ] By law. -> No law says so.
    ```

    ```descent text id=word
    ask: What is the sign between the numbers called?
    accept: plus
    wrong: minus -> That takes away.
    hint: A word of four letters.
    ```
    """
}
