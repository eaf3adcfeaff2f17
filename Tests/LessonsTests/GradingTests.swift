import Console
import Foundation
import Lessons
import Shell
import TestSupport
import Testing

/// Grading that is fair: mended keys, schemes of points, claims, several hand-ins.
@Suite struct GradingTests {
  let students: ClassOfStudents

  init() throws {
    students = try ClassOfStudents()
    try students.write(ClassOfStudents.toy, to: "toy.md")
  }

  @Test func `A mended key changes what is right, and says so`() throws {
    try students.receipt("a.receipt", of: "anna", ["4", "", "1", "", "addition", "skip", ""])
    #expect(students.grade(["a.receipt"]).text.contains("2/3"))
    // A word that is right now, a remark, a tolerance and prose.
    let mended = ClassOfStudents.toy.replacing("accept: plus", with: "accept: plus | addition")
      .replacing("One too many.", with: "One too much.").replacing(
        "# A toy\n", with: "# Toys\n\nRead.\n"
      )
      .replacing("id=sum", with: "id=sum abs=0.01")
    try students.write(mended, to: "mended.md")
    let result = students.grade(["a.receipt"]) { $0.lessons = [students.path("mended.md")] }
    #expect(result.status == 0, "\(result.text)")
    #expect(result.text.contains("3/3") && result.text.contains("verified by the mended lesson"))
    #expect(result.text.contains("3 of 3 questions fit; right now: word"))
  }

  @Test func `What does not fit a mended key is named with why`() throws {
    try students.receipt("a.receipt", of: "anna", ["4", "", "1", "", "plus", ""])
    let changed = ClassOfStudents.toy.replacing("expect: 4", with: "expect: 7")
      .replacing("id=word", with: "id=name")
    try students.write(changed, to: "changed.md")
    let result = students.grade(["a.receipt"]) { $0.lessons = [students.path("changed.md")] }
    #expect(result.status == 1)
    #expect(
      result.text.contains("graded by the mended lesson, 1 of 3 questions fit"), "\(result.text)")
    #expect(result.text.contains("'sum': '4' was right and is not now"))
    #expect(result.text.contains("'word': it is no question of this lesson"))
    #expect(result.text.contains("1/3") && !result.text.contains("edited"))
    // With the edition that was taken at hand too, what does not fit stays as it was taken.
    let both = students.grade(["a.receipt"]) {
      $0.lessons = [students.path("changed.md"), students.path("toy.md")]
    }
    #expect(both.text.contains("2/3"), "\(both.text)")
  }

  @Test func `An edited receipt is found by the edition that was taken, whatever the key`() throws {
    let text = try students.receipt("a.receipt", of: "anna", ["3", "skip", "", "1", ""])
    try students.write(text.replacing("result skipped", with: "result solved"), to: "e.receipt")
    try students.write(
      ClassOfStudents.toy.replacing("accept: plus", with: "accept: plus | add"), to: "mended.md")
    for lessons in [["toy.md"], ["mended.md"], ["mended.md", "toy.md"]] {
      let result = students.grade(["e.receipt"]) { $0.lessons = lessons.map(students.path) }
      #expect(result.status == 1 && result.text.contains("edited: "), "\(lessons): \(result.text)")
    }
  }

  @Test func `Options that change places do not give or take points`() throws {
    try students.receipt("a.receipt", of: nil, ["4", "", "2", "1", "", "plus", ""])
    let moved = ClassOfStudents.toy.replacing(
      "- [x] By counting.\n- [ ] By chance. -> Chance has nothing to do with it.",
      with: "- [ ] By chance. -> Chance has nothing to do with it.\n- [x] By counting.")
    #expect(moved != ClassOfStudents.toy)
    try students.write(moved, to: "moved.md")
    let result = students.grade(["a.receipt"]) {
      $0.lessons = [students.path("moved.md"), students.path("toy.md")]
    }
    #expect(result.text.contains("'why': its options stand in other places"), "\(result.text)")
    #expect(result.text.contains("3/3"))
  }

  @Test func `Points follow the scheme`() throws {
    try students.receipt("a.receipt", of: "anna", ["5", "hint", "4", "", "1", "", "skip", ""])
    let schemes = [
      ("full", "2/3"), ("first=1 later=0.5", "1.5/3"), ("later=0.5,hint=0.25", "1.25/3"),
      ("first=2 later=1 hint=0 skip=0.5", "3.5/6"), ("hint=5", "1/3"),
    ]
    for (text, points) in schemes {
      let result = students.grade(["a.receipt"]) { $0.scheme = PointScheme(text) }
      #expect(result.text.contains("  \(points) "), "\(text): \(result.text)")
    }
    for text in ["", "half", "first", "first=x", "first=-1", "first=1 first=1", "nan", "later=nan"]
    {
      #expect(PointScheme(text) == nil, "\(text)")
    }
    // Front matter says it too, and a flag is stronger.
    let own = ClassOfStudents.toy.replacing(
      "title: A toy\n", with: "title: A toy\npoints: first=1 later=0.5\n")
    try students.write(own, to: "own.md")
    #expect(
      students.grade(["a.receipt"]) { $0.lessons = [students.path("own.md")] }.text.contains(
        "1.5/3"))
    #expect(LessonParser.parse(own.replacing("later=0.5", with: "late=1")).problems.count == 1)
  }

  @Test func `A lesson begun without a name is claimed, under the numbers that it was taken with`()
    throws
  {
    let drawn = ClassOfStudents.toy.replacing(
      "What is 2 + 2?", with: "What is $pick(2,3,4,5,6,7) + 2?"
    )
    .replacing("expect: 4", with: "expect: $pick(2,3,4,5,6,7) + 2")
    try students.write(drawn, to: "toy.md")
    let desk = try Desk()
    for line in ["lesson \(students.path("toy.md"))", "4", "", "quit"] { desk.type(line) }
    let said = desk.type("set student \"Zoë Example\"")
    #expect(
      said.contains("1 lesson begun without a name is now Zoë Example's; it keeps its numbers."))
    // It goes on with the same numbers.
    #expect(!desk.type("lesson \(students.path("toy.md"))").contains("numbers of Zoë"))
    for line in ["1", "", "plus", "", "quit"] { desk.type(line) }
    #expect(!desk.type("set student \"Zoë Example\"").contains("without a name"))
    desk.type("progress export \(students.path("z.receipt"))")
    let text = try students.folder.read("z.receipt")
    #expect(
      text.contains("\nstudent Zoë Example\n") && text.contains("\nstudent\n")
        || text.contains("\nstudent \n"))
    let result = students.grade(["z.receipt"])
    #expect(result.status == 0, "\(result.text)")
    #expect(result.text.contains("Zoë Example") && result.text.contains("3/3"))
    #expect(result.text.contains("verified, taken without a name"))
    // The numbers of another student are no claim.
    try students.receipt("e.receipt", of: "eve", ["skip", "", "1", ""])
    let stolen = try Self.withStudent("anna", students.folder.read("e.receipt"))
    try students.write(stolen, to: "s.receipt")
    let other = students.grade(["s.receipt"])
    #expect(other.status == 1 && other.text.contains("with the numbers of 'eve'"), "\(other.text)")
  }

  private static func withStudent(_ name: String, _ text: String) throws -> String {
    var isTouched = false
    var receipt = try Receipt(text: text, isTouched: &isTouched)
    receipt.student = Student(name)
    return receipt.text
  }

  @Test func `Names in any script go through a receipt`() throws {
    for name in [
      "Zoë Example", "王小明", "Łukasz Żółć", "Đặng Thị Hồng", "Иван Петров", "O'Brien, Seán",
    ] {
      try students.receipt("n.receipt", of: "\"\(name)\"", ["skip", "", "1", "", "plus", ""])
      let result = students.grade(["n.receipt"])
      #expect(result.status == 0 && result.text.contains(name), "\(name): \(result.text)")
    }
  }

  /// Sixty receipts at once give the same as one after the other.
  @Test func `Many are graded side by side as one by one`() throws {
    let drawn = ClassOfStudents.toy.replacing("expect: 4", with: "expect: $pick(4,5,6,7)")
    try students.write(drawn, to: "toy.md")
    let names = (0..<12).map { "s\($0).receipt" }
    for (i, name) in names.enumerated() {
      try students.receipt(name, of: "student\(i)", ["4", "5", "skip", "", "\(i % 3 + 1)", ""])
    }
    let all = students.grade(names) { $0.csv = students.path("all.csv") }
    #expect(all.status == 0, "\(all.text)")
    let rows = try students.folder.read("all.csv").split(separator: "\n").dropFirst().map(
      String.init)
    #expect(rows.count == names.count)
    for (name, row) in zip(names, rows) {
      _ = students.grade([name]) {
        $0.csv = students.path("one.csv")
        $0.isForced = true
      }
      let one = try students.folder.read("one.csv").split(separator: "\n").dropFirst().map(
        String.init)
      #expect(one == [row])
    }
  }
}
