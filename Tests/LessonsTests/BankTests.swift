import Foundation
import Lessons
import Shell
import TestSupport
import Testing

/// A block that is a bank of questions, and what the check says of the numbers that it used.
@Suite struct BankTests {
  private static let bank = lessonText(
    """
    ```descent setup
    start 3 2
    ```
    ```descent number id=slope
    ask: What is $choose(∂L/∂x | ∂L/∂y) here, times $pick(1,2)?
    expect: $choose(grad[0] | grad[1])
    wrong: $choose(grad[1] | grad[0]) -> That is the slope along $choose(y | x).
    hint: Differentiate.
    ```
    ```descent text id=word
    ask: What is the $choose(first | second | third) letter?
    accept: $choose(ay | bee | cee) | $choose(alpha | beta | gamma)
    hint: Count.
    ```
    ```descent number id=nested
    ask: What is $choose($pick(2,3) squared | twice $pick(4,5))?
    expect: $choose(6 | 9)
    hint: Count.
    ```
    """)

  private func texts(of student: String, _ id: String) throws -> [String] {
    let lesson = parsed(Self.bank).resolved(for: Student(student))
    let block = try #require(lesson.questions.first { $0.id == id })
    return [block.ask?.text ?? "", block.expect?.text ?? ""] + block.accepted.map(\.text)
      + block.wrongs.flatMap { [$0.pattern.text, $0.message.text] }
  }

  @Test func `All lines of a block take the same variant`() throws {
    #expect(LessonParser.parse(Self.bank).problems.isEmpty)
    var seen: Set<String> = []
    for student in [""] + (0..<40).map({ "student-\($0)" }) {
      let slope = try texts(of: student, "slope")
      let isFirst = slope[0].contains("∂L/∂x")
      #expect(slope[1] == (isFirst ? "grad[0]" : "grad[1]"))
      #expect(slope[2] == (isFirst ? "grad[1]" : "grad[0]"))
      #expect(slope[3] == "That is the slope along \(isFirst ? "y" : "x").")
      let word = try texts(of: student, "word")
      #expect([["ay", "alpha"], ["bee", "beta"], ["cee", "gamma"]].contains(Array(word[2...3])))
      #expect(word[0].contains(["ay": "first", "bee": "second", "cee": "third"][word[2]] ?? "?"))
      let nested = try texts(of: student, "nested")
      #expect(!nested[0].contains("$"))
      #expect(nested[0].contains("squared") == (nested[1] == "6"))
      if student.isEmpty { #expect(isFirst && word[2] == "ay") }
      seen.insert(slope[1] + word[2])
    }
    // Blocks are drawn each by itself.
    #expect(seen.count == 6)
  }

  @Test func `Variants that do not pair are a problem`() {
    let uneven = Self.bank.replacing("$choose(grad[0] | grad[1])", with: "$choose(grad[0] | x | y)")
    #expect(
      LessonParser.parse(uneven).problems.contains {
        $0.message.contains("2 variants here, and 3 before")
      })
    let empty = Self.bank.replacing("$choose(6 | 9)", with: "$choose(6 | )")
    #expect(!LessonParser.parse(empty).problems.isEmpty)
  }

  @Test func `The check tries every variant`() throws {
    let files = [LessonCheck.File(path: "bank.md", bytes: Array(Self.bank.utf8))]
    let good = LessonCheck().check(files) { _, _ in ToyLaboratory() }
    #expect(good[0].failures.isEmpty, "\(good[0].failures)")
    let wrong = Self.bank.replacing(
      "$choose(grad[1] | grad[0]) ->", with: "$choose(grad[1] | grad[1]) ->")
    let bad = LessonCheck().check([.init(path: "bank.md", bytes: Array(wrong.utf8))]) { _, _ in
      ToyLaboratory()
    }
    #expect(bad[0].failures.contains { $0.message.contains("passes for right") })
  }

  @Test func `The check explains its numbers and what no answer met`() throws {
    let students = try ClassOfStudents()
    try students.write(
      ClassOfStudents.toy.replacing(
        "wrong: 0 -> That", with: "wrong: 10/2 -> Half of ten.\nwrong: 0 -> That"),
      to: "toy.md")
    var options = LessonTools.CheckOptions()
    options.explains = true
    let text = LessonTools.check([students.path("toy.md")], options) { _, _ in }.text
    for line in [
      "the answer is 4; what is at most 0.02 away passes",
      "'5' is 5, which is refused: One too many.",
      "the answer is printed as '4', which passes", "'sum' is answered with '4'",
      "no answer of the checks met 'wrong: 10/2'",
      "1 student drew 1 set of numbers; 3 of 4 'wrong:' lines met",
      "'minus' is refused: That takes away.",
    ] {
      #expect(text.contains(line), "\(line): \(text)")
    }
    options.explains = false
    #expect(
      !LessonTools.check([students.path("toy.md")], options) { _, _ in }.text.contains(
        "no answer of"))
  }

  /// What students do by mistake at a task: a command left out, a number or a word changed.
  @Test func `Mistakes at tasks are tried`() throws {
    let students = try ClassOfStudents()
    let task = """

      ```descent do id=far
      ask: Come near the minimum with gd, at a rate of 0.3.
      check: t == 9 and lr == 0.3 and loss < 1e-3
      answer: optimizer gd lr=0.3
      answer: step 9
      wrong: t == 9 and lr == 0.1 -> The rate is the old one.
      wrong: lr > 2 -> That diverges.
      wrong: rule("adam") -> That is another rule.
      wrong: x == 17 -> None of the mistakes leads here.
      hint: Set the rate.
      ```
      """
    try students.write(ClassOfStudents.toy + task, to: "toy.md")
    var options = LessonTools.CheckOptions()
    options.explains = true
    let result = LessonTools.check([students.path("toy.md")], options) { _, _ in }
    #expect(result.status == 0, "\(result.text)")
    #expect(result.text.contains("no answer of the checks met 'wrong: x == 17'"))
    #expect(result.text.components(separatedBy: "no answer of the checks met").count == 2)
  }

  // MARK: Notebooks

  /// The text of a lesson stands in Markdown cells as its author wrote it, and the kernel does not say
  /// it again.
  @Test func `A lesson's text stands in its notebook's own cells`() throws {
    let students = try ClassOfStudents()
    let prose = "Some *text*:\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    try students.write(
      ClassOfStudents.toy.replacing("# A toy\n\n```", with: "# A toy\n\n\(prose)\n\n```"),
      to: "toy.md")
    let notebook = students.path("toy.ipynb")
    #expect(LessonTools.exportLesson(students.path("toy.md"), to: notebook).status == 0)
    let data = try Data(contentsOf: URL(fileURLWithPath: notebook))
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let cells = try #require(object["cells"] as? [[String: Any]])
    func sources(_ kind: String) -> [String] {
      cells.filter { $0["cell_type"] as? String == kind }.map {
        ($0["source"] as? [String] ?? []).joined()
      }
    }
    #expect(sources("markdown").contains { $0.contains(prose) })
    #expect(sources("markdown").count { $0.contains("**Question ") } == 3)
    let code = sources("code")
    #expect(code.count { $0.hasSuffix("again") } == 3)
    let desk = try Desk()
    var said = ""
    for line in code.dropLast().flatMap({ $0.split(separator: "\n") }) {
      if line.hasPrefix("# your") { said += desk.type("skip") }
      if !line.hasPrefix("#") { said += desk.type(String(line)) }
    }
    #expect(!said.contains("Some text") && !said.contains("Enter goes on"))
    #expect(said.contains("What is 2 + 2?") && said.contains("You solved 0 of 3"), "\(said)")
  }
}
