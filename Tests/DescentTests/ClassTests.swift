import Foundation
import Lessons
import TestSupport
import Testing

/// A class of sixty: taken by the program itself, graded by it, and compared with what is known of each
/// student.
@Suite struct ClassTests {
  /// What a student does. Six of each.
  enum Kind: String, CaseIterable {
    case right, typical, guessing, skipping, half, edited, twice, mailed, elsewhere, older
  }

  struct Student {
    var kind: Kind
    var number: Int
    var id: String
    var name: String
    var receipt: String { "\(kind)-\(number).receipt" }
    /// The points that the student has by what they did.
    var points: String {
      switch kind {
      case .right, .typical, .twice, .mailed, .elsewhere, .older: "4"
      case .guessing: "1"
      case .skipping: "0"
      case .half: "2"
      case .edited: ""
      }
    }
  }

  /// First names in several scripts, each with a way to write it without accents.
  private static let names = [
    ("Zoë", "Zoe"), ("Jürgen", "Juergen"), ("Łukasz", "Lukasz"), ("王小明", "王小明"), ("Seán", "Sean"),
    ("Đặng", "Dang"),
  ]

  static let class60: [Student] = Kind.allCases.enumerated().flatMap { k, kind in
    names.indices.map { i in
      Student(
        kind: kind, number: i, id: "\(1000 + 10 * k + i)",
        name: "\(names[i].0) \(kind.rawValue.capitalized)")
    }
  }

  static let lesson = """
    ---
    lesson: class
    title: A class
    ---
    # A class

    ```descent setup
    data d.csv target=y
    network 1-1:linear
    seed 3
    step 2
    ```

    ```descent number id=twice
    let: k = $pick(3,4,5,6,7)
    ask: What is twice $k?
    expect: $k*2
    wrong: $k + 2 -> You added where you multiply.
    hint: Add it to itself.
    ```

    ```descent choice id=why
    ask: Why is that so?
    - [x] By counting.
    - [ ] By chance. -> Chance has nothing to do with it.
    - [ ] By law. -> No law says so.
    ```

    ## A word

    ```descent text id=word
    ask: What is the sign between the numbers of a sum called?
    accept: plus | cross
    wrong: minus -> That takes away.
    hint: A word of four letters.
    ```

    ```descent do id=go
    ask: Make three more updates.
    check: t == 5
    answer: step 3
    hint: A verb and a number.
    ```
    """

  /// The lesson before the word was added to the list of those that pass.
  static let older = lesson.replacingOccurrences(of: "plus | cross", with: "plus")

  private func answers(of student: Student) -> String {
    let resolved = LessonParser.parse(Self.lesson).lesson.resolved(
      for: Lessons.Student(student.name))
    let right = resolved.questions.first?.expect?.text ?? ""
    let added = right.replacingOccurrences(of: "*2", with: " + 2")
    switch student.kind {
    case .right, .mailed, .elsewhere, .twice:
      return "# all right\n\(right)\nBy counting.\nplus\nstep 3\n"
    case .typical:
      return "\(added)\n\(right)\nBy chance.\nBy counting.\nminus\nplus\nstep 3   # three at once\n"
    case .guessing:
      return "0\n1\n2\nskip\nBy chance.\nBy law.\nBy counting.\nfoo\nhint\nskip\nskip\n"
    case .skipping: return "skip\nskip\nskip\nskip\n"
    case .half: return "\(right)\nBy counting.\n\n"
    case .edited: return "99\nskip\nBy law.\nskip\nplus\nstep 3\n"
    case .older: return "\(right)\nBy counting.\ncross\nskip\nstep 3\n"
    }
  }

  /// A changed receipt: each edit is of another kind, and each is found.
  private func edited(_ text: String, _ number: Int) -> String {
    func replaced(_ old: String, _ new: String) -> String {
      let changed = text.replacingOccurrences(of: old, with: new)
      return changed
    }
    switch number {
    case 0: return replaced("result skipped", with: "result solved")
    case 1: return replaced("wrong 99", "right 99")
    case 2: return replaced("wrong 99\n", "")
    case 3: return replaced("\nskip\n", "\nright 6\n")
    case 4: return replaced(" 1 0 number twice", " 0 0 number twice")
    default:
      return replaced("\nprogram 0.1.0\n", "\nprogram 0.1.0\ndata 0123456789abcdef\n")
    }
    func replaced(_ old: String, with new: String) -> String { replaced(old, new) }
  }

  @discardableResult
  private func run(
    _ program: BuiltProgram, _ arguments: [String], status: Int32 = 0
  ) throws -> BuiltProgram.Outcome {
    let outcome = try program.run(arguments)
    #expect(outcome.status == status, "\(arguments): \(outcome.output) \(outcome.errors)")
    return outcome
  }

  private func take(_ student: Student, in program: BuiltProgram) throws {
    let home = program.home
    let file = "answers-\(student.receipt)"
    try home.write(Array(answers(of: student).utf8), to: file)
    let lesson =
      switch student.kind {
      case .elsewhere: "other/class.md"
      case .older: "older/class.md"
      default: "class.md"
      }
    if student.kind == .twice {
      try home.write(Array("skip\nskip\nskip\nskip\n".utf8), to: "skips")
      try run(program, ["lesson", lesson, "--answers", "skips", "--student", student.name])
      try run(
        program,
        ["-c", "set student \"\(student.name)\"; progress export first-\(student.receipt)"])
      try run(
        program,
        ["lesson", lesson, "--answers", file, "--student", student.name, "--restart"])
    } else {
      try run(
        program, ["lesson", lesson, "--answers", file, "--student", student.name],
        status: student.kind == .half ? 1 : 0)
    }
    try run(program, ["-c", "set student \"\(student.name)\"; progress export \(student.receipt)"])
    let text = try home.read(student.receipt)
    switch student.kind {
    case .edited:
      let changed = edited(text, student.number)
      #expect(changed != text, "\(student.number)")
      try home.write(Array(changed.utf8), to: student.receipt)
    case .mailed:
      let mark: [UInt8] = student.number % 2 == 0 ? [0xEF, 0xBB, 0xBF] : []
      let lines = student.number < 4 ? text.replacingOccurrences(of: "\n", with: "\r\n") : text
      try home.write(mark + Array(lines.utf8), to: student.receipt)
    default: break
    }
  }

  @Test func sixtyStudentsAreGradedAsTheyDid() throws {
    let program = try BuiltProgram()
    let home = program.home
    for folder in ["", "other/", "older/"] {
      if !folder.isEmpty { try home.makeFolders(folder) }
      try home.write(
        Array((folder == "older/" ? Self.older : Self.lesson).utf8), to: folder + "class.md")
      try home.write(Array("x,y\n1,2\n2,4\n3,6\n4,8\n".utf8), to: folder + "d.csv")
    }
    let roster = Self.class60.map { student in
      "\(student.kind.rawValue.uppercased()),\(Self.names[student.number].1),\(student.id)\n"
    }.joined()
    try home.write(Array(("Last name,First name,Student ID\n" + roster).utf8), to: "list.csv")
    for student in Self.class60 { try take(student, in: program) }

    // Every honest receipt is verified, from another folder than the lesson's.
    let honest = Self.class60.filter { $0.kind != .edited }
    let firsts = Self.class60.filter { $0.kind == .twice }.map { "first-" + $0.receipt }
    let common = ["--lessons", "class.md", "--roster", "list.csv"]
    let verified = try run(program, ["grade"] + honest.map(\.receipt) + firsts + common)
    #expect(!verified.output.contains("edited") && !verified.output.contains("not verified"))
    #expect(verified.output.components(separatedBy: "not counted: first-").count - 1 == 6)

    let all = try run(
      program,
      ["grade"] + Self.class60.map(\.receipt) + firsts + common + [
        "--gradebook", "g.csv", "--csv", "t.csv", "--html", "r.html",
      ], status: 1)
    #expect(!all.output.contains("roster: "), "\(all.output)")
    // Each row is what is known of its student.
    let rows = try home.read("g.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(rows.first?.prefix(4) == ["id", "name", "class", "total"])
    #expect(rows.count == 61)
    for student in Self.class60 {
      let row = try #require(rows.first { $0[0] == student.id })
      #expect(row[2] == student.points, "\(student.name): \(row)")
      #expect(row[4].hasSuffix("Z"), "\(student.name): \(row)")
    }
    let table = try home.read("t.csv").split(separator: "\n").map(String.init)
    for student in Self.class60 where student.kind == .edited {
      let row = try #require(table.first { $0.hasPrefix(student.receipt + ",") })
      #expect(row.contains("edited: "), "\(row)")
    }
    #expect(table.count { $0.contains("edited: ") } == 6)

    // The report counts mistakes by what they met, whatever numbers each student had.
    let page = try home.read("r.html")
    for text in [
      "You added where you multiply.</th><td class=\"number\">6</td><td class=\"number\">6</td>",
      // Six typical, six guessing.
      "By chance.</th><td class=\"number\">12</td><td class=\"number\">12</td>",
      // Six guessing; what was edited counts for nothing.
      "By law.</th><td class=\"number\">6</td><td class=\"number\">6</td>",
      "That takes away.</th><td class=\"number\">6</td>", "<code>foo</code> ×6",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    for student in Self.class60 where student.kind == .half {
      #expect(page.contains(student.kind.rawValue.uppercased()) || page.contains(student.name))
    }
    try run(
      program,
      ["grade"] + Self.class60.map(\.receipt) + common + ["--html", "p.html", "--no-names"],
      status: 1)
    let bare = try home.read("p.html")
    for (name, plain) in Self.names {
      #expect(!bare.contains(name) && !bare.contains(plain))
    }
    for student in Self.class60 { #expect(!bare.contains(student.id)) }
    #expect(bare.contains("6 students left the lesson here."))
  }

  @Test func gradeEndsWithTwoForWrongUse() throws {
    let program = try BuiltProgram()
    for arguments in [
      ["grade"], ["grade", "--nonsense", "a"], ["grade", "a", "--take", "first"],
      ["grade", "a", "--points", "half"], ["grade", "a", "--template", "t.csv"],
      ["grade", "a", "--gradebook", "g.csv", "--format", "moodle"], ["roster"], ["site", "a"],
    ] {
      #expect(try program.run(arguments).status == 2, "\(arguments)")
    }
    // A receipt that is not there has its row.
    let missing = try program.run(["grade", "a"])
    #expect(missing.status == 1 && missing.output.contains("a: "))
  }

  /// An assignment, from nothing to grades, with five students of different kinds, a letter, and a
  /// student whom the class list does not have.
  @Test func anAssignmentIsGradedByItsScript() throws {
    let program = try BuiltProgram()
    let home = program.home
    try run(program, ["assign", "new", "hw"])
    try run(program, ["assign", "new", "hw"], status: 2)
    try run(program, ["check", "hw/hw.md"])
    try home.write(
      Array(
        "name,id\nZoë Right,1\nJürgen Typical,2\n王 Skips,3\nXenia Half,4\nOttokar Edited,5\nQuirin Absent,6\n"
          .utf8), to: "hw/roster.csv")
    let right = "2*x\nstep\nx*(1-2*lr)^5\nThe gradient points uphill.\n"
    let people = [
      ("zoe right", right, 0),
      (
        "Typical, Jürgen",
        "x\nhint\n2*x\nstep 3\nback\ngoto 1\n7\nthe learning rate is negative.\nthe gradient points uphill.\n",
        0
      ),
      ("王 Skips", "skip\nskip\nskip\nskip\n", 0), ("Xenia Half", "2*x\n\n", 1),
      ("Ottokar Edited", "skip\nstep\nskip\nskip\n", 0), ("Wilhelm Stranger", right, 0),
    ]
    for (i, (name, answers, status)) in people.enumerated() {
      try home.write(Array(answers.utf8), to: "a")
      try run(
        program, ["lesson", "hw/hw.md", "--answers", "a", "--student", name], status: Int32(status))
      try run(program, ["-c", "set student \"\(name)\"; progress export hw/receipts/\(i).receipt"])
    }
    try home.write(Array("Dear all, my dog ate it.\n".utf8), to: "hw/receipts/letter.txt")
    let text = try home.read("hw/receipts/4.receipt")
    let edited = text.replacingOccurrences(of: "result skipped", with: "result solved")
    #expect(edited != text)
    try home.write(Array(edited.utf8), to: "hw/receipts/4.receipt")
    var shell = program
    shell.environment["DESCENT"] = try BuiltProgram.path()
    let graded = try shell.run(
      [home.path + "/hw/grade.sh"], input: [], path: "/bin/sh")
    #expect(graded.status == 1, "\(graded.output) \(graded.errors)")
    #expect(graded.output.contains("letter.txt: "))
    #expect(graded.output.components(separatedBy: "edited: ").count == 2)
    #expect(
      graded.output.contains("roster: 'Wilhelm Stranger' (receipts/5.receipt) is not in the roster")
    )
    let rows = try home.read("hw/gradebook.csv").split(separator: "\n").map(String.init)
    #expect(rows.count == 8)
    for (row, start) in zip(
      rows.dropFirst(),
      [
        "1,Zoë Right,4,4,2", "2,Jürgen Typical,4,4,2", "3,王 Skips,0,0,2", "4,Xenia Half,1,1,2",
        "5,Ottokar Edited,,0,2", "6,Quirin Absent,,,,handed in nothing", ",Wilhelm Stranger,4,4,2",
      ])
    {
      #expect(row.hasPrefix(start), "\(row)")
    }
    let page = try home.read("hw/report.html")
    #expect(page.contains("Jürgen Typical") && page.contains("The derivative of x² is 2x."))
    #expect(page.contains("Quirin Absent"))
    let projector = try home.read("hw/projector.html")
    for (name, _, _) in people + [("Quirin Absent", "", 0)] {
      for part in name.split(whereSeparator: { $0 == " " || $0 == "," })
      where !["right", "Half", "Typical", "Skips", "Edited"].contains(part) {
        #expect(!projector.lowercased().contains(part.lowercased()), "\(part)")
      }
    }
    // Another scheme, and an honest class alone, ends with 0.
    let points = try run(
      program,
      [
        "grade", "hw/receipts/0.receipt", "hw/receipts/1.receipt", "--lessons", "hw/hw.md",
        "--points",
        "first=1 later=0.5 hint=0.25",
      ])
    #expect(points.output.contains("4/4") && points.output.contains("2.25/4"), "\(points.output)")
  }

  @Test func aLessonIsTakenFromAFile() throws {
    let program = try BuiltProgram()
    let home = program.home
    try home.write(Array(Self.lesson.utf8), to: "class.md")
    try home.write(Array("x,y\n1,2\n2,4\n3,6\n4,8\n".utf8), to: "d.csv")
    // The file's end leaves the lesson and keeps progress.
    try home.write(Array("# half\n6\n\nhint\n".utf8), to: "a")
    let half = try run(program, ["lesson", "class.md", "--answers", "a"], status: 1)
    #expect(half.output.contains("Right") && half.output.contains("comes back to this place"))
    try home.write(Array("BY COUNTING\r\nplus # a word\r\nstep 3\r\n".utf8), to: "b")
    let whole = try run(program, ["lesson", "class.md", "--answers", "b"])
    #expect(whole.output.contains("You are back where you left."))
    #expect(try program.run(["lesson", "class.md", "--answers", "none"]).status == 1)
  }

  /// The name is asked for once, on the first page of the first lesson.
  @Test func aNameIsAskedForOnce() throws {
    let program = try BuiltProgram()
    let terminal = try program.atTerminal(["lesson", "0"], rows: 80)
    try terminal.wait(for: "What is your name, as your instructor knows you?")
    try terminal.enter("Zoë Example")
    try terminal.wait(for: "Hello, Zoë Example.")
    _ = try terminal.quit()
    #expect(try program.run(["-c", "set"]).output.contains("student Zoë Example"))
    let again = try program.atTerminal(["lesson", "1"], rows: 80)
    try again.wait(for: "numbers of Zoë")
    _ = try again.quit()

    // Enter goes on without one, and it is not asked for again.
    let other = try BuiltProgram()
    let nameless = try other.atTerminal(["lesson", "4"], rows: 80)
    try nameless.wait(for: "What is your name")
    try nameless.type("\r")
    try nameless.wait(for: "Question 1 of")
    _ = try nameless.quit()
    let later = try other.atTerminal(["lesson", "5"], rows: 80)
    let seen = try later.wait(for: "lesson 5 · 1/")
    _ = try later.quit()
    #expect(!seen.contains("What is your name"))
  }
}
