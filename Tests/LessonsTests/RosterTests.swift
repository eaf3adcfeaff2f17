import Classroom
import Foundation
import Lessons
import Shell
import TestSupport
import Testing

/// Class lists, gradebooks, and the tables that other systems read.
@Suite struct RosterTests {
  static let list = """
    Last name,First name,ID number,Email address
    Example,Zoë,1001,zoe@example.edu
    Müller,Jürgen,1002,jm@example.edu
    "O'Brien",Seán Patrick,1003,sob@example.edu
    Łuczak,Anna,1004,al@example.edu
    小明,王,1005,wang@example.edu
    Nguyễn,Thị Hồng,1006,nth@example.edu

    """

  private func roster(_ text: String = list) throws -> Roster { try Roster(Array(text.utf8)) }

  @Test(arguments: [
    ("Zoë Example", "1001"), ("zoe example", "1001"), ("EXAMPLE, ZOE", "1001"),
    ("Zoe\u{308} Example", "1001"), ("juergen mueller", "1002"), ("Jurgen Muller", "1002"),
    ("Sean O’Brien", "1003"), ("Seán Patrick O'Brien", "1003"), ("anna luczak", "1004"),
    ("王小明", "1005"), ("小明 王", "1005"), ("Nguyen Thi Hong", "1006"), ("1004", "1004"),
    ("NTH@example.edu", "1006"),
  ])
  func `A name is matched whatever its accents, capitals and order`(name: String, id: String) throws
  {
    guard case .one(let student) = try roster().match(name) else {
      Issue.record("\(name): \(try roster().match(name))")
      return
    }
    #expect(student.id == id)
  }

  @Test func `What cannot be matched is listed`() throws {
    #expect(try roster().match("Zoé Exampel") == .none(nearest: ["Zoë Example"]))
    #expect(try roster().match("Quentin") == .none(nearest: []))
    #expect(try roster().match("") == .none(nearest: []))
    // A first name alone is too little.
    #expect(try roster().match("Anna") == .none(nearest: ["Anna Łuczak"]))
    let twins = try roster("name,id\nJo Li,1\njo li,2\nAda Li,3\n")
    guard case .several(let both) = twins.match("Jo Li") else {
      Issue.record("\(twins.match("Jo Li"))")
      return
    }
    #expect(both.map(\.id) == ["1", "2"] && twins.ambiguous.count == 1)
  }

  @Test func `An ID of two students is none of them`() throws {
    let twice = try roster("name,id\nJo Li,7\nAda Li,7\n")
    #expect(twice.match("7") == .several(twice.students))
    let capitals = try roster("name,id\nJo Li,AB7\n")
    #expect(capitals.match("ab7") == .one(capitals.students[0]))
  }

  /// Apostrophes join what they stand between, whichever way they are typed or left out.
  @Test func `Apostrophes do not matter`() throws {
    for typed in [
      "Sean OBrien", "Sean Patrick OBrien", "OBRIEN, Seán Patrick", "Seán Patrick O`Brien",
    ] {
      guard case .one(let student) = try roster().match(typed) else {
        Issue.record("\(typed): \(try roster().match(typed))")
        continue
      }
      #expect(student.id == "1003")
    }
  }

  @Test func `Columns are told apart`() throws {
    // 'Name' beside 'First name' is the last name, and an 'ID' alone is not Canvas's number.
    let beside = try roster("First name,Name,ID\nZoë,Example,1001\n").students
    #expect(beside.map(\.name) == ["Zoë Example"])
    #expect(beside.map(\.id) == ["1001"] && beside.map(\.number) == [""])
    // Without a header the column in which all have digits is the ID; of two such the second.
    for text in ["1001,Zoë Example\n", "Zoë Example,1001\n"] {
      #expect(try roster(text).students.map(\.name) == ["Zoë Example"])
    }
    let both = try roster("Zoë 2,1001\nJo 3,1002\n").students
    #expect(both.map(\.name) == ["Zoë 2", "Jo 3"] && both.map(\.id) == ["1001", "1002"])
    // Canvas's student who is none, and its row of points.
    let canvas = try roster(
      "Student,ID,SIS User ID\n    Points Possible,,\n\"Li, Jo\",5,7\n\"Student, Test\",6,\n")
    #expect(canvas.students.map(\.id) == ["7"])
  }

  /// A number is no formula, whatever its sign; a formula behind a tab is one.
  @Test func `Numbers stay numbers`() {
    #expect(Sheet([["-5", "+1.5", "=A1", "\t=A1"]]).text == "-5,+1.5,'=A1,'\t=A1\n")
  }

  @Test func `Tables are read as systems write them`() throws {
    let forms: [(String, [UInt8])] = [
      ("semicolons", Array("Name;Matrikelnummer\nZoë Example;1001\n".utf8)),
      ("windows", Array("\u{FEFF}Student,SIS User ID\r\n\"Example, Zoë\",1001\r\n".utf8)),
      (
        "utf-16",
        [0xFF, 0xFE]
          + "Last Name\tFirst Name\tUsername\tStudent ID\nExample\tZoë\tzex\t1001\n".utf16.flatMap {
            [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
          }
      ),
      ("sep", Array("sep=;\nname;id\nZoë Example;1001\n".utf8)),
      ("bare", Array("1001,Zoë Example\n".utf8)),
      ("latin-1", Array("name,id\nZo".utf8) + [0xEB] + Array(" Example,1001\n".utf8)),
    ]
    for (name, bytes) in forms {
      let roster = try Roster(bytes)
      guard case .one(let student) = roster.match("zoe example") else {
        Issue.record("\(name): \(roster.students)")
        continue
      }
      #expect(student.id == "1001", "\(name)")
    }
    for text in ["", "a,b,c\n1,2,3\n", "name,id\n", "name,id\n\"open,1\n"] {
      #expect(throws: Sheet.Failure.self, "\(text)") { try Roster(Array(text.utf8)) }
    }
  }

  @Test func `A table is written as it was read`() throws {
    let text = "\"a\";\"b; c\"\r\n\"d \"\"e\"\"\";f\r\n"
    for bytes in [Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8)] {
      #expect(try Sheet(bytes).bytes == bytes)
    }
  }

  @Test func `What is not filled in stays byte by byte`() throws {
    let text =
      "sep=;\r\n\"name\" ;id; note;hw\r\n\r\n  Bob \"Bobby\" Smith;7;\"a;b\";\r\n=1+1;8;-;\"\"\r\n"
    var sheet = try Sheet(Array(text.utf8))
    #expect(sheet.text == text.replacing("\r\n\r\n", with: "\r\n"))
    sheet.set(1, 3, to: "2.5")
    sheet.set(2, 3, to: "=2")
    #expect(sheet.text.contains("  Bob \"Bobby\" Smith;7;\"a;b\";2.5\r\n=1+1;8;-;\"'=2\"\r\n"))
    #expect(sheet.cell(1, 0) == "Bob \"Bobby\" Smith")
    #expect(
      throws: Sheet.Failure(
        "line 2: a quote is opened and never closed; a field in quotes "
          + "ends with a quote, and a quote inside it is written twice")
    ) {
      try Sheet(Array("name,id\n\"Zoë,1\n".utf8))
    }
  }

  @Test(arguments: [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1+1", "＠A",
  ])
  func `No formula reaches a spreadsheet`(text: String) {
    let written = Sheet([[text, "-7", "+2.5e3", "a=1"]]).text
    #expect(written.hasPrefix("'") || written.hasPrefix("\"'"), "\(written)")
    #expect(written.hasSuffix(",-7,+2.5e3,a=1\n"))
  }

  // MARK: Gradebooks

  private func graded() throws -> ClassOfStudents {
    let students = try ClassOfStudents()
    try students.write(ClassOfStudents.toy, to: "toy.md")
    try students.write(Self.list, to: "list.csv")
    try students.receipt(
      "zoe.receipt", of: "\"zoe example\"", ["4", "", "By counting.", "", "plus", ""])
    try students.receipt(
      "jm.receipt", of: "\"Jürgen Müller\"",
      ["5", "4", "", "By chance.", "By counting.", "", "skip"])
    return students
  }

  @Test func `A gradebook has a row for each student`() throws {
    let students = try graded()
    let result = students.grade(["zoe.receipt", "jm.receipt"]) {
      $0.roster = students.path("list.csv")
      $0.gradebook = students.path("g.csv")
    }
    #expect(result.status == 0, "\(result.text)")
    let rows = try students.folder.read("g.csv").split(separator: "\n")
    #expect(rows[0] == "id,name,toy,total,handed_in,remarks")
    #expect(rows.count == 7)
    #expect(rows[1].hasPrefix("1001,Zoë Example,3,3,20") && rows[1].hasSuffix("Z,"))
    #expect(rows[2].hasPrefix("1002,Jürgen Müller,2,2,20"))
    #expect(rows[3] == "1003,Seán Patrick O'Brien,,,,handed in nothing")
  }

  @Test func `Canvas and Moodle get their own forms`() throws {
    let students = try graded()
    for (form, lines) in [
      (
        Gradebook.Form.canvas,
        [
          "Student,ID,SIS User ID,SIS Login ID,Section,A toy", "    Points Possible,,,,,3",
          "\"Example, Zoë\",,1001,,,3", "\"Müller, Jürgen\",,1002,,,2",
        ]
      ),
      (
        .moodle,
        [
          "First name,Last name,ID number,Email address,A toy",
          "Zoë,Example,1001,zoe@example.edu,3", "Jürgen,Müller,1002,jm@example.edu,2",
        ]
      ),
    ] {
      let result = students.grade(["zoe.receipt", "jm.receipt"]) {
        $0.roster = students.path("list.csv")
        $0.gradebook = students.path("\(form).csv")
        $0.form = form
      }
      #expect(result.status == 0, "\(result.text)")
      let rows = try students.folder.read("\(form).csv").split(separator: "\n").map(String.init)
      #expect(Array(rows.prefix(lines.count)) == lines)
    }
  }

  /// Downloads as the systems write them.
  static let downloads: [(name: String, text: String, filled: [String])] = [
    (
      "blackboard.csv",
      "\u{FEFF}\"Last Name\",\"First Name\",\"Username\",\"Student ID\",\"A toy [Total Pts: 3 Score] |_812_1\"\r\n"
        + "\"Example\",\"Zoë\",\"zex\",\"1001\",\"\"\r\n\"Müller\",\"Jürgen\",\"jm\",\"1002\",\"\"\r\n"
        + "\"Łuczak\",\"Anna\",\"al\",\"1004\",\"\"\r\n",
      [
        "\"Example\",\"Zoë\",\"zex\",\"1001\",\"3\"", "\"Müller\",\"Jürgen\",\"jm\",\"1002\",\"2\"",
        "\"Łuczak\",\"Anna\",\"al\",\"1004\",\"\"",
      ]
    ),
    (
      "canvas.csv",
      "Student,ID,SIS User ID,SIS Login ID,Section,toy (4711),Final Score\n"
        + "    Points Possible,,,,,3,(read only)\n\"Müller, Jürgen\",2,1002,jm,A,,\n"
        + "\"Example, Zoë\",1,1001,zex,A,,\n\"Student, Test\",9,,x,A,,\n",
      [
        "    Points Possible,,,,,3,(read only)", "\"Müller, Jürgen\",2,1002,jm,A,2,",
        "\"Example, Zoë\",1,1001,zex,A,3,", "\"Student, Test\",9,,x,A,,",
      ]
    ),
    (
      "moodle.csv",
      "\"First name\",\"Last name\",\"ID number\",\"Email address\",\"Assignment: A toy (Real)\"\n"
        + "Zoë,Example,1001,zoe@example.edu,-\nJürgen,Müller,1002,jm@example.edu,-\n",
      ["Zoë,Example,1001,zoe@example.edu,\"3\"", "Jürgen,Müller,1002,jm@example.edu,\"2\""]
    ),
  ]

  @Test(arguments: 0..<3) func `The columns of a download are filled, and none is added`(i: Int)
    throws
  {
    let (name, text, filled) = Self.downloads[i]
    let students = try graded()
    try students.write(text, to: name)
    let result = students.grade(["zoe.receipt", "jm.receipt"]) {
      $0.template = students.path(name)
      $0.gradebook = students.path("up.csv")
    }
    #expect(result.status == 0, "\(result.text)")
    let written = try students.folder.read("up.csv")
    let lines = written.split(whereSeparator: \.isNewline).map(String.init)
    #expect(lines[0] == text.split(whereSeparator: \.isNewline).first.map(String.init))
    #expect(Array(lines.dropFirst()) == filled)
    #expect(written.contains("\r\n") == text.contains("\r\n"))
  }

  @Test func `A template without the students is refused with who is missing`() throws {
    let students = try graded()
    let text =
      "Student,ID,SIS User ID,SIS Login ID,Section,toy (1)\n\"Łuczak, Anna\",1,1004,al,A,\n"
    try students.write(text, to: "other.csv")
    let result = students.grade(["zoe.receipt", "jm.receipt"]) {
      $0.template = students.path("other.csv")
      $0.gradebook = students.path("up.csv")
    }
    #expect(result.status == 2)
    #expect(
      result.text.contains("2 students who handed in are not in it: zoe example, Jürgen Müller"),
      "\(result.text)")
    #expect(!FileManager.default.fileExists(atPath: students.path("up.csv")))
    // No column belongs to the lesson: said, with those there are.
    try students.write(
      Self.downloads[1].text.replacing("toy (4711)", with: "Homework 1 (4711)"), to: "c.csv")
    let none = students.grade(["zoe.receipt", "jm.receipt"]) {
      $0.template = students.path("c.csv")
      $0.gradebook = students.path("up.csv")
    }
    #expect(none.status == 2 && none.text.contains("'Homework 1 (4711)'"), "\(none.text)")
    let chosen = students.grade(["zoe.receipt", "jm.receipt"]) {
      $0.template = students.path("c.csv")
      $0.gradebook = students.path("up.csv")
      $0.columns = ["toy": "Homework 1"]
    }
    #expect(chosen.status == 0, "\(chosen.text)")
  }

  // MARK: The class report

  @Test func `The report tells mistakes by what they met, and options as words`() throws {
    let students = try graded()
    try students.receipt(
      "al.receipt", of: "\"Anna Luczak\"",
      ["5", "5", "77", "4", "", "By law.", "By counting.", "", "minus"])
    let names = ["zoe.receipt", "jm.receipt", "al.receipt"]
    let result = students.grade(names) {
      $0.roster = students.path("list.csv")
      $0.html = students.path("r.html")
    }
    #expect(result.status == 0, "\(result.text)")
    let page = try students.folder.read("r.html")
    for text in [
      // Met, times, students, typed.
      "One too many.</th><td class=\"number\">3</td><td class=\"number\">2</td><td><code>5</code> ×3",
      "<em>no known mistake</em></th><td class=\"number\">1</td>", "<code>77</code>",
      "By chance.</th><td class=\"number\">1</td>", "By law.</th><td class=\"number\">1</td>",
      "That takes away.", "1 remark that no student met", "That is the difference.",
      "Stuck here: Anna Luczak (1 wrong answer)", "handed in nothing: Seán Patrick O&#39;Brien",
      "<svg", "33\u{A0}%", "Content-Security-Policy", "default-src 'none'",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(!page.contains("<script"))
  }

  @Test func `A report without names holds no name anywhere`() throws {
    let students = try graded()
    // A name as an answer, and in the names of files.
    try students.receipt(
      "Luczak.receipt", of: "\"Anna Łuczak\"",
      ["4", "", "By counting.", "", "'Luczak'", "Anna says so"])
    try students.write("hello", to: "Müller.receipt")
    let result = students.grade(["zoe.receipt", "jm.receipt", "Luczak.receipt", "Müller.receipt"]) {
      $0.roster = students.path("list.csv")
      $0.html = students.path("r.html")
      $0.hasNames = false
    }
    #expect(result.status == 1)
    let page = try students.folder.read("r.html").lowercased()
    for name in [
      "zoë", "zoe", "jürgen", "müller", "anna", "łuczak", "luczak", "brien", "1001", "1002", "1004",
      "小明",
      "nguy", ".receipt",
    ] {
      #expect(!page.contains(name), "\(name)")
    }
    #expect(page.contains("1 student left the lesson here"))
  }
}
