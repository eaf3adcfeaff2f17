import Console
import Foundation
import Lessons
import TestSupport
import Testing

@testable import Session
@testable import Shell

/// Receipts as they come to an instructor: through mail, editors and other systems, twice, from other
/// machines.
@Suite struct ReceiptTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try writeData(slope: 2)
    let lesson = """
      ---
      lesson: toy
      title: A toy
      ---
      # A toy

      ```descent setup
      data d.csv target=y
      network 1-1:linear
      seed 3
      step 4
      ```

      ```descent number id=sum
      ask: What is 2 + 2?
      expect: 4
      hint: Half of eight.
      ```

      ```descent number id=product
      ask: What is 3 * 3?
      expect: 9
      hint: A square.
      ```
      """
    try folder.write(Array(lesson.utf8), to: "toy.md")
  }

  private func writeData(slope: Int) throws {
    let rows = (1...9).map { "\($0),\(slope * $0)\n" }.joined()
    try folder.write(Array(("x,y\n" + rows).utf8), to: "d.csv")
  }

  /// The receipt of a student who types these lines.
  private func receipt(_ name: String, student: String = "anna", _ lines: [String]) throws {
    let state = try TemporaryFolder()
    let transcript = Transcript(traits: Traits(isInteractive: true))
    transcript.session.stateFolder = state.path
    transcript.run("set pager off; set student \(student); lesson \(folder.path)/toy.md")
    for line in lines { transcript.run(line) }
    if transcript.session.isInLesson { transcript.run("quit") }
    transcript.run("progress export \(LineSyntax.quoted(folder.path + "/" + name))")
    #expect(transcript.outcome == .done, "\(transcript.errors)")
  }

  private func grade(
    _ names: [String], csv: String? = nil, taking choice: GradeReport.Choice = .best
  ) -> LessonTools.Result {
    LessonTools.grade(
      names.map { folder.path + "/" + $0 }, lessons: [folder.path + "/toy.md"],
      csv: csv.map { folder.path + "/" + $0 }, items: nil, taking: choice)
  }

  /// The rows of the table of students.
  private func rows(_ result: LessonTools.Result) -> [Substring] {
    let lines = result.text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.dropFirst().prefix { !$0.isEmpty }.filter { !$0.hasPrefix("not counted") }
  }

  @Test func anHonestReceiptIsVerifiedFromAnotherFolder() throws {
    try receipt("anna.receipt", ["4", "", "9", ""])
    let result = grade(["anna.receipt"])
    #expect(result.status == 0, "\(result.text)")
    #expect(result.text.contains("2/2") && result.text.contains("verified"))
    // The lesson and its data lie elsewhere with the instructor.
    try folder.makeFolders("there")
    for name in ["toy.md", "d.csv"] {
      try FileManager.default.moveItem(
        atPath: folder.path + "/" + name, toPath: folder.path + "/there/" + name)
    }
    let moved = LessonTools.grade(
      [folder.path + "/anna.receipt"], lessons: [folder.path + "/there/toy.md"], csv: nil,
      items: nil)
    #expect(moved.status == 0, "\(moved.text)")
  }

  @Test func lineEndsAndMarksAreNoChange() throws {
    try receipt("anna.receipt", ["5", "hint", "4", "", "skip", ""])
    let text = try folder.read("anna.receipt")
    let utf16 = Array(text.utf16).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    let forms: [(String, [UInt8])] = [
      ("crlf", Array(text.replacing("\n", with: "\r\n").utf8)),
      ("cr", Array(text.replacing("\n", with: "\r").utf8)),
      ("bom", [0xEF, 0xBB, 0xBF] + Array(text.utf8)),
      ("bom and crlf", [0xEF, 0xBB, 0xBF] + Array(text.replacing("\n", with: "\r\n").utf8)),
      ("utf-16", [0xFF, 0xFE] + utf16),
      ("blank lines", Array(text.replacing("\n", with: "  \n\n").utf8)),
      ("no last line end", Array(text.utf8.dropLast())),
      ("anna (1)", Array(text.utf8)),
    ]
    for (name, bytes) in forms {
      try folder.write(bytes, to: name + ".receipt")
      let result = grade([name + ".receipt"])
      #expect(result.status == 0, "\(name): \(result.text)")
      #expect(result.text.contains("1/2") && result.text.contains("verified"), "\(name)")
    }
    // All of them are one hand-in.
    let all = grade(forms.map { $0.0 + ".receipt" })
    #expect(rows(all).count == 1 && all.status == 0, "\(all.text)")
    #expect(all.text.ranges(of: "not counted: ").count == forms.count - 1)
    #expect(all.text.contains("not counted: \(folder.path)/crlf.receipt, anna in toy, 1/2"))
  }

  @Test func ofTwoHandInsTheBestOrTheLastCounts() throws {
    try receipt("first.receipt", ["4", "", "9", ""])
    try receipt("second.receipt", ["skip", "", "9", ""])
    // Whatever the second is: what the receipts say of their time counts.
    let time = /time .*/
    for (name, moment) in [("first", "2026-03-01T09:30:00Z"), ("second", "2026-03-02T09:30:00Z")] {
      let text = try folder.read(name + ".receipt")
      #expect(text.contains(time))
      let file = URL(fileURLWithPath: folder.path + "/" + name + ".receipt")
      var receipt = try Self.parsed(text)
      receipt.time = moment
      try Data(receipt.text.utf8).write(to: file)
    }
    for names in [["first.receipt", "second.receipt"], ["second.receipt", "first.receipt"]] {
      let best = grade(names, taking: .best)
      #expect(rows(best).count == 1 && rows(best)[0].contains("2/2"), "\(best.text)")
      #expect(best.text.contains("not counted: \(folder.path)/second.receipt, anna in toy, 1/2"))
      let last = grade(names, taking: .last)
      #expect(rows(last).count == 1 && rows(last)[0].contains("1/2"), "\(last.text)")
      #expect(last.text.contains("not counted: \(folder.path)/first.receipt, anna in toy, 2/2"))
    }
    // Another student's is another row.
    try receipt("bert.receipt", student: "bert", ["4", "", "9", ""])
    #expect(rows(grade(["first.receipt", "bert.receipt", "second.receipt"])).count == 2)
  }

  private static func parsed(_ text: String) throws -> Receipt {
    var isTouched = false
    return try Receipt(text: text, isTouched: &isTouched)
  }

  /// Answers that replay from another state are no accusation.
  @Test func otherDataAreNoAccusation() throws {
    try receipt("anna.receipt", ["4", "", "9", ""])
    try writeData(slope: 3)
    let result = grade(["anna.receipt"])
    #expect(result.text.contains("not verified: does not replay here"), "\(result.text)")
    #expect(result.text.contains("data") && !result.text.contains("edited"))
    #expect(result.text.contains("2/2") && result.status == 1)
    // What the receipt's own answers do not give is one, whatever the data.
    let text = try folder.read("anna.receipt").replacing("right 9", with: "right 8")
    try folder.write(Array(text.utf8), to: "edited.receipt")
    #expect(grade(["edited.receipt"]).text.contains("edited"))
  }

  @Test func whatCannotBeReadHasARow() throws {
    try receipt("anna.receipt", ["4", "", "9", ""])
    try folder.makeFolders("folder.receipt")
    try folder.write([0xFF, 0x00, 0x41], to: "binary.receipt")
    try folder.write(Array("hello\n".utf8), to: "letter.receipt")
    let half = Array(try folder.read("anna.receipt").utf8.prefix(150))
    try folder.write(half, to: "half.receipt")
    let names = ["none", "folder", "binary", "letter", "half"].map { $0 + ".receipt" }
    let result = grade(names + ["anna.receipt"], csv: "t.csv")
    #expect(result.status == 1)
    let table = try folder.read("t.csv")
    for name in names {
      #expect(result.text.contains("\(folder.path)/\(name): "), "\(name)")
      #expect(table.contains("\(folder.path)/\(name),"), "\(name)")
    }
    #expect(table.split(separator: "\n").count == 1 + names.count + 1)
    #expect(result.text.contains("2/2") && result.text.contains("verified"))
  }
}
