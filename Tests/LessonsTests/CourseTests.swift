import Foundation
import Lessons
import Shell
import TestSupport
import Testing

/// The lessons that the program ships.
enum Course {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("lessons")

  static var paths: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".md") && $0 != "README.md" }.sorted()
      .map { folder.path + "/" + $0 }
  }

  static func lesson(_ path: String) throws -> Lesson {
    LessonParser.parse(try Data(contentsOf: URL(fileURLWithPath: path)).map { $0 }).lesson
  }
}

@Suite("The course")
struct CourseTests {
  @Test func `All lessons pass with the numbers of 200 students`() {
    var options = LessonTools.CheckOptions()
    options.seeds = 200
    let result = LessonTools.check(Course.paths, options) { _, _ in }
    #expect(result.status == 0, "\(result.text)")
  }

  @Test(arguments: Course.paths)
  func `Each lesson has what a lesson needs`(path: String) throws {
    let lesson = try Course.lesson(path)
    #expect(lesson.questions.count >= 6)
    #expect(Set(lesson.questions.map(\.kind)).count >= 3)
    #expect(lesson.questions.contains { $0.kind == .predict })
    let commands = lesson.blocks.filter { $0.kind == .show }.flatMap(\.commands).map(\.text)
    let pictures = ["plot", "race", "masks", "subnets"]
    #expect(commands.contains { command in pictures.contains { command.hasPrefix($0) } })
    #expect(!lesson.slide.isEmpty && !lesson.minutes.isEmpty)
    #expect(lesson.blocks.last?.kind == .play, "it ends with an open experiment")
    #expect(lesson.lines.contains("## What to remember"))
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

  /// Line by line, with a shell that ends after each without warning.
  @Test(arguments: Course.paths)
  func `A lesson killed anywhere resumes where it was`(path: String) throws {
    let number = try #require(Int(path.split(separator: "/").last?.prefix(2) ?? ""))
    let folder = try TemporaryFolder()
    for line in ["hint", "step 2", "12345.5", "1", "play", "step", "next", "skip", "print t"] {
      for _ in 0..<2 {
        let desk = try Desk(folder)
        desk.type("lesson \(number)")
        desk.type(line)
        desk.type("")
        let before = desk.state
        let again = try Desk(folder)
        #expect(again.type("lesson \(number)").contains("back where you left"))
        #expect(again.state == before, "after '\(line)'")
      }
    }
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

@Suite("Lessons in the shell")
struct LessonShellTests {
  @Test func `Outside a lesson its words say what they are for`() throws {
    let desk = try Desk()
    #expect(desk.type("next").contains("'next' belongs to a lesson"))
    #expect(desk.outcome == .failed)
    #expect(desk.type("lesson 99").contains("there is no lesson 99"))
    #expect(desk.type("lesson adagard").contains("did you mean 'adagrad'?"))
    #expect(desk.type("lesson /nowhere.md").contains("cannot read '/nowhere.md'"))
  }

  @Test func `Leaving a lesson brings the session back`() throws {
    let desk = try Desk()
    desk.type("surface rosenbrock; step 3")
    let before = desk.state
    desk.type("lesson 4")
    #expect(desk.prompt == "lesson 4 · 1/10 > ")
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
    #expect(next.type("lessons").contains("1/10"))
    next.type("set student grace")
    #expect(!next.type("lessons").contains("1/10"))
    #expect(next.type("set student ../../x").contains("takes a short name"))
  }

  @Test func `An empty line goes on, repeats, or says what there is to do`() throws {
    let desk = try Desk()
    desk.type("lesson 4")
    #expect(desk.type("").contains("Question 1 of 10"))
    #expect(desk.type("").contains("Answer with a number"))
    desk.type("step")
    #expect(desk.type("").contains("Answer with a number"))
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
    #expect(text.contains("damaged") && text.contains("begins anew"))
  }

  @Test func `Receipts are handed in and graded`() throws {
    let folder = try TemporaryFolder()
    let desk = try Desk(folder)
    desk.type("set student ada")
    #expect(desk.type("progress export \(desk.path("a.receipt"))").contains("no lesson"))
    desk.type("lesson 4")
    for line in ["", "1.5", "skip", "", "skip", "", "step"] { desk.type(line) }
    #expect(desk.type("progress export \(desk.path("a.receipt"))").contains("1 lesson written"))
    let csv = desk.path("out.csv")
    let honest = LessonTools.grade(
      [desk.path("a.receipt")], lessons: [], csv: csv, items: desk.path("items.csv"))
    #expect(honest.status == 0, "\(honest.text)")
    let table = try String(contentsOfFile: csv, encoding: .utf8)
    #expect(table.contains(",ada,gradient-descent,verified,no,1,10,0.1,0,2,"))
    let text = try String(contentsOfFile: desk.path("a.receipt"), encoding: .utf8)
    try text.replacingOccurrences(of: "result skipped", with: "result solved")
      .write(toFile: desk.path("b.receipt"), atomically: true, encoding: .utf8)
    let edited = LessonTools.grade([desk.path("b.receipt")], lessons: [], csv: nil, items: nil)
    #expect(edited.status == 1)
    #expect(edited.text.contains("edited"))
    #expect(
      LessonTools.grade([desk.path("none")], lessons: [], csv: nil, items: nil).status == 2)
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
