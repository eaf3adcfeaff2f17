import Classroom
import Lessons
import TestSupport
import Testing

/// What a gradebook says of each student, and which column of a download is whose.
@Suite struct GradebookTests {
  private func gradebook(
    _ receipts: [String], roster: String? = nil
  ) throws -> Gradebook {
    Gradebook(
      GradeReport(of: receipts), roster: try roster.map { try Roster(Array($0.utf8)) }, order: [])
  }

  @Test func `A name that begins with the last name is taken apart`() throws {
    let roster = "name,id\n\"Example, Zoë\",1001\nJo Ann Li,1002\n"
    let book = try gradebook([handedIn(by: "Zoë Example", linesSolving(2))], roster: roster)
    #expect(
      book.sheet(.canvas).text.split(separator: "\n").dropFirst(2).map(String.init) == [
        "\"Example, Zoë\",,1001,,,2", "\"Li, Jo Ann\",,1002,,,",
      ])
    #expect(
      book.sheet(.moodle).text.split(separator: "\n").dropFirst().map(String.init) == [
        "Zoë,Example,1001,,2", "Jo Ann,Li,1002,,",
      ])
    // Without a roster the name is as it was typed.
    let typed = try gradebook([handedIn(by: "O'Brien, Seán Patrick", linesSolving(1))])
    #expect(typed.sheet(.moodle).text.hasSuffix("\nSeán Patrick,O'Brien,,,1\n"))
  }

  /// Points stand where a receipt is what the program wrote; whatever else was handed in is remarked.
  @Test func `An edited receipt brings a remark and no points`() throws {
    let edited = handedIn(by: "ada", linesSolving(1)) { $0.results[1].isSkipped = false }
    let book = try gradebook([edited, handedIn(by: "ben", linesSolving(0))])
    #expect(book.students.map(\.name) == ["ada", "ben"])
    #expect(book.students.map { $0.points["toy"] } == [nil, 0])
    #expect(book.students.map { book.total(of: $0) } == [0, 0])
    #expect(book.students[0].remarks.first?.hasPrefix("toy: edited: ") == true)
    #expect(book.students[0].hasHandedIn && book.students[1].remarks.isEmpty)
  }

  @Test func `Who handed in nothing has no points, not even 0`() throws {
    let roster = "name,id\nZoë Example,1001\nJo Li,1002\n"
    let book = try gradebook(
      [handedIn(by: "Jo Li", at: "2026-03-01T10:00:00Z", linesSolving(0))], roster: roster)
    #expect(
      book.sheet(.plain).text.split(separator: "\n").dropFirst().map(String.init) == [
        "1001,Zoë Example,,,,handed in nothing", "1002,Jo Li,0,0,2026-03-01T10:00:00Z,",
      ])
    let template = try GradebookTemplate(
      Array("name,id,toy\nZoë Example,1001,\nJo Li,1002,\n".utf8))
    let (sheet, remarks) = try template.filled(with: book, columns: [:])
    #expect(sheet.text == "name,id,toy\nZoë Example,1001,\nJo Li,1002,0\n")
    #expect(remarks == ["handed in nothing: Zoë Example"])
  }

  /// What systems put around a column's name.
  @Test(arguments: [
    "toy", "A toy", "a  TOY", "toy |_812_1", "A toy|_812_1", "A toy [Total Pts: 3 Score] |_812_1",
    "toy (4711)", "Assignment: A toy (Real)", "Quiz:toy",
  ])
  func `A column belongs to its lesson with all that a system puts around its name`(
    header: String
  ) throws {
    let book = try gradebook([handedIn(by: "Zoë Example", linesSolving(2))])
    let template = try GradebookTemplate(
      Array("name,id,other,\(header)\nZoë Example,1001,,\n".utf8))
    let (sheet, _) = try template.filled(with: book, columns: [:])
    #expect(sheet.text.hasSuffix("\nZoë Example,1001,,2\n"), "\(sheet.text)")
  }
}
