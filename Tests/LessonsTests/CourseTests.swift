import Console
import Foundation
import Lessons
import Session
import Shell
import TestSupport
import Testing
import Wording

/// The lessons that the program ships.
enum Course {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("lessons")

  static var paths: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".md") && $0 != "README.md" }.sorted()
      .map { folder.path + "/" + $0 }
  }

  /// `8b` for `08b-which-rule-wins.md`.
  static func label(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    let label = name.prefix { $0 != "-" }
    return label.first == "0" ? String(label.dropFirst()) : String(label)
  }

  static func lesson(_ path: String) throws -> Lesson {
    LessonParser.parse(try Data(contentsOf: URL(fileURLWithPath: path)).map { $0 }).lesson
  }
}

/// The course.
@Suite struct CourseTests {
  /// A few students here; CI has the program check the numbers of 200.
  @Test func `All lessons pass with the numbers of a few students`() {
    var options = LessonTools.CheckOptions()
    options.seeds = 5
    let result = LessonTools.check(Course.paths, options) { _, _ in }
    #expect(result.status == 0, "\(result.text)")
  }

  @Test(arguments: Course.paths)
  func `Each lesson has what a lesson needs`(path: String) throws {
    let lesson = try Course.lesson(path)
    #expect(lesson.questions.count >= 6)
    #expect(Set(lesson.questions.map(\.kind)).count >= 3)
    #expect(lesson.questions.contains { $0.kind.name == "predict" })
    let shown = lesson.blocks.filter { $0.kind.name == "show" }.flatMap(\.commands)
    let commands = (shown + lesson.blocks.flatMap(\.runs)).flatMap {
      $0.text.split(separator: ";").map { $0.drop(while: \.isWhitespace) }
    }
    let pictures = ["plot", "race", "masks", "subnets"]
    #expect(commands.contains { command in pictures.contains { command.hasPrefix($0) } })
    #expect(!lesson.slide.isEmpty && !lesson.minutes.isEmpty)
    #expect(lesson.blocks.last?.kind.name == "play", "it ends with an open experiment")
    #expect(lesson.lines.contains("## What to remember"))
    #expect(lesson.blocks.contains { $0.kind.name == "figures" }, "its numbers have sources")
  }

  /// A remark that nothing meets helps no one. Here one is met by data that the lesson has set up before.
  @Test func `Each remark to a mistake in lesson 1 is met`() throws {
    var options = LessonTools.CheckOptions()
    options.explains = true
    options.seeds = 3
    let path = try #require(Course.paths.first { $0.contains("01-recipe") })
    let text = LessonTools.check([path], options) { _, _ in }.text
    #expect(text.contains("'wrong:' lines met"))
    #expect(!text.contains("no answer of the checks met"), "\(text)")
  }

  @Test func `A remark of the program's own is a sentence among the author's`() throws {
    let desk = try Desk()
    for line in ["lesson 7", ""] { desk.type(line) }
    #expect(desk.type("0").contains("Not yet: You left out the gradient's share"))
  }

  @Test func `Without symbols a dot in a lesson still multiplies`() throws {
    let desk = try Desk(traits: Traits(unicode: false))
    desk.type("lesson 0")
    #expect(desk.type("1.6").contains("2 - 0.1 * 4 = 1.6"))
  }

  @Test func `The program holds the lessons of the folder`() throws {
    let desk = try Desk(traits: Traits(json: true))
    let list = desk.type("lessons")
    for path in Course.paths {
      let lesson = try Course.lesson(path)
      #expect(list.contains("\"lesson\":\"\(lesson.id)\""), "\(lesson.id)")
    }
    #expect(list.components(separatedBy: "\"lesson\":").count - 1 == Course.paths.count)
  }

  /// The shell ends without warning after every line, at every page of every lesson, with something
  /// tried out or answered there first. Coming back is exact where every bit of the state is the same.
  @Test(arguments: Course.paths)
  func `A lesson killed at any block resumes bit for bit`(path: String) throws {
    let number = try #require(Course.paths.firstIndex(of: path))
    let folder = try TemporaryFolder()
    let trials = [
      ["hint", "step 2"], ["12345.5"], ["1"], ["play", "step"], ["reset; step", "undo"],
      ["define rule half; delta = -g"], ["play", "surface bowl", "next"], ["print t", "hint"],
    ]
    // A page in one piece: the question is then always the last that is shown.
    let traits = Traits(height: 1000, isInteractive: true)
    let desk = try Desk(folder, traits: traits)
    desk.type("lesson \(Course.label(path))")
    var pages = 0
    var isOver: Bool { desk.text.contains("The end.") }
    func comeBack(after line: String) throws {
      guard !isOver else { return }
      let again = try Desk(folder, traits: traits)
      let said = again.type("lesson \(Course.label(path))")
      #expect(
        said.contains("You are back where you left.") || said.contains("You have finished this"),
        "\(said)")
      #expect(again.state == desk.state, "page \(pages) after '\(line)'")
    }
    while !isOver {
      for line in trials[(pages + number) % trials.count] where !isOver {
        desk.type(line)
        try comeBack(after: line)
      }
      desk.type("skip")
      try comeBack(after: "skip")
      desk.type("")
      pages += 1
      try #require(pages < 100)
    }
    #expect(pages >= 6)
  }

  @Test(arguments: Course.paths)
  func `A lesson fits a terminal of 80 columns, also without symbols`(path: String) throws {
    for isPlain in [false, true] {
      let desk = try Desk(traits: Traits(unicode: !isPlain))
      desk.type("lesson \(path)")
      for _ in 0..<60 {
        desk.type("hint")
        desk.type("skip")
        desk.type("")
      }
      let lines = desk.text.split(separator: "\n")
      #expect(desk.text.contains("The end."))
      let wide = lines.filter { displayWidth(of: String($0)) > 80 }
      #expect(wide.isEmpty)
      if isPlain { #expect(desk.text.utf8.allSatisfy { $0 < 0x80 }) }
    }
  }
}

/// Lessons in the shell.
@Suite struct LessonShellTests {
  @Test func `Outside a lesson its words say what they are for`() throws {
    let desk = try Desk()
    #expect(desk.type("next").contains("'next' belongs to a lesson"))
    #expect(desk.outcome == .failed)
    #expect(desk.type("lesson 99").contains("there is no lesson 99"))
    #expect(desk.type("lesson adagard").contains("did you mean 'adagrad'?"))
    #expect(desk.type("lesson /nowhere.md").contains("cannot read '/nowhere.md'"))
  }

  @Test func `The lesson's words work behind other commands and within a definition`() throws {
    let desk = try Desk()
    desk.type("lesson 4")
    #expect(desk.type("next; step; skip").contains("Skipped. The answer is: 15"))
    #expect(desk.type("next; step; next").contains("This is not answered yet"))
    #expect(!desk.text.contains("belongs to a lesson"))
    desk.type("define rule mine")
    #expect(desk.type("hint").contains("Hint 1 of 2"))
    #expect(desk.type("next \"half a quote").contains("not answered yet"))
    desk.type("define rule mine")
    #expect(desk.type("skip").contains("The answer is: −0.75"))
    #expect(desk.prompt == "lesson 4 · 2/11 > ")
    desk.type("define rule mine")
    #expect(desk.type("quit \"").contains("comes back to this place"))
  }

  @Test func `The lines of a definition are no stray numbers`() throws {
    let desk = try Desk()
    for line in ["lesson 4", "", "skip", "define rule mine", "delta = -0.5*g"] { desk.type(line) }
    #expect(!desk.type("end").contains("answered"))
    #expect(desk.type("optimizer mine").contains("mine"))
    #expect(desk.type("0.5*2").contains("This question is answered; Enter or 'next' goes on."))
  }

  @Test func `A mistake that divides by zero is nobody's`() throws {
    let desk = try Desk(traits: Traits(height: 1000, isInteractive: true))
    for line in ["lesson 8", "", "skip", "", "skip", ""] { desk.type(line) }
    #expect(desk.text.contains("What is m̂?"))
    for answer in ["0", "3.3", "-100"] {
      let said = desk.type(answer)
      #expect(said.contains("too large") || said.contains("wrong sign"), "\(said)")
    }
    #expect(desk.type("-1.5/0.9").contains("Divide by 1 − β₁ᵗ, not by β₁."))
    #expect(desk.type("-1.5*10").contains("Right"))
  }

  @Test func `Without colour, code stands in quotes`() throws {
    let plain = try Desk()
    #expect(plain.type("lesson 4").contains("Enter goes on, 'quit' leaves"))
    let coloured = try Desk(traits: Traits(color: .ansi))
    #expect(!coloured.type("lesson 4").contains("'quit'"))
  }

  @Test func `Leaving a lesson brings the session back`() throws {
    let desk = try Desk()
    desk.type("surface rosenbrock; step 3")
    let before = desk.state
    desk.type("lesson 4")
    #expect(desk.prompt == "lesson 4 · 1/11 > ")
    #expect(desk.type("quit").contains("'lesson 4' comes back to this place"))
    #expect(desk.outcome == .done)
    #expect(desk.state == before)
  }

  @Test func `A student has numbers and progress of their own`() throws {
    let folder = try TemporaryFolder()
    let desk = try Desk(folder)
    desk.type("set student ada")
    #expect(desk.type("lesson 4").contains("numbers of ada"))
    desk.type("")
    desk.type("skip")
    desk.type("quit")
    let next = try Desk(folder)
    #expect(next.type("lessons").contains("1/11"))
    next.type("set student grace")
    #expect(!next.type("lessons").contains("1/11"))
    #expect(next.type("set student ../../x").contains("takes a short name"))
  }

  @Test func `An empty line goes on, repeats, or says what there is to do`() throws {
    let desk = try Desk()
    desk.type("lesson 4")
    #expect(desk.type("").contains("Question 1 of 11"))
    #expect(desk.type("").contains("Question 1 of 11"))
    desk.type("step")
    #expect(desk.type("").contains("Question 1 of 11"))
    #expect(desk.type("again").contains("Question 1 of 11"))
    desk.type("play")
    desk.type("step")
    #expect(desk.type("").contains("t 3"))
  }

  @Test func `A damaged progress file is said, and the lesson begins anew`() throws {
    let folder = try TemporaryFolder()
    let desk = try Desk(folder)
    desk.type("lesson 4")
    desk.type("")
    let file = folder.path + "/state/lessons/-/gradient-descent.progress"
    try "descent progress 1\nlesson".write(toFile: file, atomically: true, encoding: .utf8)
    let again = try Desk(folder)
    let text = again.type("lesson 4")
    #expect(text.contains("damaged") && text.contains("starts over"))
  }

  @Test func `Receipts are handed in and graded`() throws {
    let folder = try TemporaryFolder()
    let desk = try Desk(folder)
    desk.type("set student ada")
    #expect(desk.type("progress export \(desk.path("a.receipt"))").contains("no lesson"))
    desk.type("lesson 4")
    for line in ["", "1.5", "skip", "", "skip", ""] { desk.type(line) }
    #expect(desk.type("progress export \(desk.path("a.receipt"))").contains("1 lesson written"))
    let csv = desk.path("out.csv")
    let honest = LessonTools.grade(
      [desk.path("a.receipt")], lessons: [], csv: csv, items: desk.path("items.csv"))
    #expect(honest.status == 0, "\(honest.text)")
    let table = try String(contentsOfFile: csv, encoding: .utf8)
    #expect(table.contains(",ada,gradient-descent,verified,no,0,11,0.0,0,2,"))
    let text = try String(contentsOfFile: desk.path("a.receipt"), encoding: .utf8)
    try text.replacingOccurrences(of: "result skipped", with: "result solved")
      .write(toFile: desk.path("b.receipt"), atomically: true, encoding: .utf8)
    let edited = LessonTools.grade([desk.path("b.receipt")], lessons: [], csv: nil, items: nil)
    #expect(edited.status == 1)
    #expect(edited.text.contains("edited"))
    #expect(
      LessonTools.grade([desk.path("none")], lessons: [], csv: nil, items: nil).status == 1)
  }

  @Test func `The template passes, and is taken as a lesson`() throws {
    let desk = try Desk()
    let path = desk.path("mine.md")
    #expect(LessonTools.writeTemplate(to: path).status == 0)
    #expect(LessonTools.writeTemplate(to: path).status == 2)
    let result = LessonTools.check([path], .init()) { _, _ in }
    #expect(result.status == 0, "\(result.text)")
    #expect(desk.type("lesson \(path)").contains("How far does one step go?"))
  }
}
