import Foundation
import Lessons
import Markdown
import Session
import Shell
import TestSupport
import Testing

/// Hostile lessons.
///
/// A lesson is another person's file: it may compute and set up experiments, nothing else.
@Suite struct HostileTests {
  private func write(_ text: String, _ name: String, in folder: TemporaryFolder) throws -> String {
    let path = folder.path + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test(arguments: [
    ("save out.descent", "is not among them"), ("log tensorboard out", "is not among them"),
    ("export tensorboard out", "is not among them"), ("notebook out.md", "is not among them"),
    ("load out.descent", "is not among them"), ("source other", "is not among them"),
    ("progress export out.receipt", "is not among them"), ("lesson 4", "is not among them"),
    ("quit", "is not among them"), ("set student eve", "is not among them"),
    ("data /etc/passwd", "files beside it"), ("data ../secret.csv", "files beside it"),
    ("data ~/secret.csv", "files beside it"), ("data a/../../b.csv", "files beside it"),
    ("surface line data=/etc/passwd x=a y=b", "files beside it"),
    ("data idx images=/dev/zero labels=/dev/zero", "files beside it"),
    ("data link.csv target=y", "a link that leads out"),
    ("run 100000000", "at most 1000000 updates"), ("goto 999999999", "at most 1000000 updates"),
    ("run until loss < -1e9", ""), ("data linear n=10000000 features=10000", "at most 5000000"),
    ("run 1000000000 until 0 > 1", "at most 1000000 updates"),
    ("search random lr=log(1e-3,1) study=s", "keeps no study in a file"),
    ("search random lr=log(1e-3,1) export=slurm job", "keeps no study in a file"),
    ("search resume s", "keeps no study in a file"),
    ("search task . 0 of=1", "keeps no study in a file"),
    ("search collect .", "keeps no study in a file"),
    ("search random lr=log(1e-3,1) trials=100000", "at most 1000 trials"),
  ])
  func `What reaches beyond the experiment is refused`(command: String, says: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/link.csv", withDestinationPath: "/etc/passwd")
    let text = """
      ---
      lesson: hostile
      title: Hostile
      ---
      Hello.
      ```descent setup
      surface bowl
      \(command)
      ```
      ```descent do id=a
      check: t == 123456
      answer: \(command)
      hint: h
      ```
      """
    let path = try write(text, "hostile.md", in: folder)
    let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let result = LessonTools.check([path], .init()) { _, _ in }
    #expect(result.status == 1)
    #expect(says.isEmpty || result.text.contains("hostile.md:8:1: '\(command)': "))
    #expect(says.isEmpty || result.text.contains(says), "\(result.text)")
    let desk = try Desk()
    desk.type("lesson \(path)")
    desk.type("skip")
    #expect(says.isEmpty || desk.text.replacing("\n", with: " ").contains(says))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == before)
  }

  /// Every whole number that a text can hold, for questions whose choices have the numbers 1 and 2.
  @Test(arguments: [
    "-9223372036854775808", "9223372036854775807", "0", "-1", "3", "99999999999999999999",
  ])
  func `A number that is no choice is told`(number: String) throws {
    let folder = try TemporaryFolder()
    let text = """
      ---
      lesson: choices
      title: Choices
      ---
      ```descent setup
      surface bowl
      ```
      ```descent choice id=a
      ask: Which?
      - [x] This.
      - [ ] That. -> No.
      hint: The first.
      ```
      ```descent predict id=b
      ask: And then?
      run: step
      - [ ] Up.
      - [x] Down.
      right: Down.
      ```
      """
    let path = try write(text, "choices.md", in: folder)
    let desk = try Desk()
    desk.type("lesson \(path)")
    #expect(desk.type(number).contains("with 1 or 2"))
    desk.type("1")
    desk.type("")
    #expect(desk.type(number).contains("with 1 or 2"))
    #expect(desk.type("2").contains("As you said"))
  }

  @Test func `A receipt cannot announce more than it holds`() throws {
    let folder = try TemporaryFolder()
    var text = "descent receipt 2\nstudent ada\n"
    for lesson in 0..<40 {
      text += "\ndescent progress 2\nlesson l\(lesson)\ntitle L\nat 1 finished\n"
      for question in 0..<20 { text += "result solved 1000000 0 number q\(question)\n" }
      text += "end\n"
    }
    let path = try write(text + "\nsum 0\n", "large.receipt", in: folder)
    let result = LessonTools.grade([path], lessons: [], csv: nil, items: nil)
    #expect(result.status == 1)
    #expect(
      result.text.contains("damaged") || result.text.contains("cannot be read"), "\(result.text)")
  }

  @Test func `Data beside the lesson are read from there`() throws {
    let folder = try TemporaryFolder()
    _ = try write("x,y\n1,2\n2,4\n3,6\n", "mine.csv", in: folder)
    let text = """
      ---
      lesson: own-data
      title: Own data
      ---
      ```descent show
      data mine.csv target=y
      ```
      """
    let path = try write(text, "own.md", in: folder)
    let result = LessonTools.check([path], .init()) { _, _ in }
    #expect(result.status == 0, "\(result.text)")
  }

  @Test func `Names in data never reach the terminal as they are`() throws {
    let folder = try TemporaryFolder()
    _ = try write("a\u{1B}[2J,\u{9B}31mb,c\u{202E}\n1,2,3\n2,4,4\n3,6,7\n", "evil.csv", in: folder)
    let path = try write(
      "---\nlesson: evil\ntitle: Evil\n---\n```descent show\ndata evil.csv\nnetwork 2-1\nstep\n"
        + "status\nprint evil\n```\n", "evil.md", in: folder)
    let desk = try Desk()
    desk.type("lesson \(path)")
    #expect(desk.text.contains("3 examples"))
    let isSafe = desk.text.unicodeScalars.allSatisfy {
      ($0.value >= 0x20 || $0 == "\n") && !(0x7F..<0xA0).contains($0.value) && $0.value != 0x202E
    }
    #expect(isSafe)
  }

  @Test func `What takes too long ends, and says so`() throws {
    let folder = try TemporaryFolder()
    let work = String(repeating: "run 1000000\n", count: 900)
    let path = try write(
      "---\nlesson: long\ntitle: Long\n---\n```descent setup\nsurface bowl\noptimizer gd lr=0.01\n"
        + "\(work)```\n", "long.md", in: folder)
    var options = LessonTools.CheckOptions()
    options.patience = .milliseconds(300)
    let start = ContinuousClock.now
    let result = LessonTools.check([path], options) { _, _ in }
    #expect(result.status == 1)
    #expect(result.text.contains("'run 1000000': this takes longer than a lesson's own commands"))
    // Without a limit the runs take a minute and more.
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test func `Escape sequences never reach the terminal`() throws {
    let folder = try TemporaryFolder()
    let text = """
      ---
      lesson: bell
      title: Bell \u{1B}]0;owned\u{7}
      ---
      Hello \u{1B}[2J\u{9B}31m there.
      ```descent number id=a
      ask: \u{1B}[31mred?
      expect: 1
      hint: \u{1B}c
      ```
      """
    let path = try write(text, "bell.md", in: folder)
    let desk = try Desk()
    #expect(desk.type("lesson \(path)").contains("control character"))
    for line in ["hint", "2", "skip", ""] { desk.type(line) }
    #expect(!desk.text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x9B })
    #expect(LessonTools.check([path], .init()) { _, _ in }.status == 2)
  }
}

/// Notebooks.
@Suite struct NotebookTests {
  private static let session = [
    "surface ravine", "optimizer momentum lr=0.05", "step 2", "print nonsense", "run 40",
    "define rule mine; param lambda = 0.9; slot v; v = lambda*v - eta*g; delta = v; end",
    "optimizer mine lr=0.05; run 5", "undo", "plot surface", "explain v", "help", "back 3",
  ]

  @Test func `A notebook runs again to the same outputs`() throws {
    let desk = try Desk()
    for line in Self.session { desk.type(line) }
    let state = desk.state
    let path = desk.path("n.md")
    #expect(desk.type("notebook \(path)").contains("written to"))
    #expect(!desk.text.contains("another state"))
    let result = LessonTools.check([path], .init()) { _, _ in }
    #expect(result.status == 0, "\(result.text)")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(!text.contains("nonsense") && !text.contains("\nhelp\n"))
    // The blocks alone lead to the same state.
    let lesson = LessonParser.parse(text).lesson
    let again = try Desk()
    for command in lesson.blocks.flatMap(\.commands) { again.type(command.text) }
    #expect(again.state == state)
    // A changed output is found.
    let changed = text.replacingOccurrences(of: "a ravine", with: "a river")
    try changed.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(LessonTools.check([path], .init()) { _, _ in }.status == 1)
    var options = LessonTools.CheckOptions()
    options.accepts = true
    #expect(LessonTools.check([path], options) { _, _ in }.status == 0)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }

  @Test func `A page holds everything and loads nothing`() throws {
    let desk = try Desk()
    for line in Self.session { desk.type(line) }
    let path = desk.path("n.html")
    desk.type("notebook \(path) title=\"A <session> & more\"")
    let page = try String(contentsOfFile: path, encoding: .utf8)
    #expect(page.hasPrefix("<!DOCTYPE html>"))
    #expect(page.contains("<svg") && !page.contains("<?xml"))
    #expect(page.contains("A &lt;session&gt; &amp; more"))
    for forbidden in ["<script", "src=", "@import", "url(http", "<link"] {
      #expect(!page.contains(forbidden))
    }
    #expect(XMLDocumentCheck.isBalanced(page))
  }

  /// Whatever a title holds, it stands as it is, in the front matter and in the heading.
  @Test(arguments: [
    "A <session> & more", "*stars* _and_ `code` # \\ [link](u) ![i](j) ~~x~~ $y$", "a: b", "'q'",
    "- item", "1. one", "C#", "trailing \\", "</title><script>alert(1)</script>", "ünï 名前 🙂",
    "it's", "--- # !",
  ])
  func `A title has no meaning of its own`(title: String) throws {
    let notebook = Notebook(title: title, entries: [.init(commands: ["step"], output: "t 1")])
    let (lesson, problems) = LessonParser.parse(notebook.markdown)
    #expect(problems.isEmpty && lesson.title == title)
    let heading = try #require(
      notebook.markdown.split(separator: "\n").first { $0.hasPrefix("# ") })
    #expect(MarkdownReader.inlines(of: String(heading.dropFirst(2))) == [.text(title)])
    let page = notebook.html
    #expect(!page.contains("<script"))
    #expect(page.components(separatedBy: "<title>").count == 2)
    #expect(XMLDocumentCheck.isBalanced(page))
  }

  /// The power of ten of a number in an output is the file's to say.
  @Test(arguments: [
    "1e-9223372036854775808", "1.5e-9223372036854775808", "1e9223372036854775807",
    "1e-99999999999999999999", "0.5e-400", "2e400",
  ])
  func `Any number may stand in an output`(number: String) throws {
    let desk = try Desk()
    let path = desk.path("n.md")
    try "# N\n\n```descent\nprint 3\n```\n\n```descent output\n\(number)\n```\n".write(
      toFile: path, atomically: true, encoding: .utf8)
    let result = LessonTools.check([path], .init()) { _, _ in }
    #expect(result.status == 1 && result.text.contains("n.md"), "\(result.text)")
  }

  @Test func `Other files are left alone`() throws {
    let desk = try Desk()
    #expect(desk.type("notebook \(desk.path("n.md"))").contains("nothing has been done"))
    desk.type("surface bowl")
    try "mine".write(toFile: desk.path("n.md"), atomically: true, encoding: .utf8)
    #expect(desk.type("notebook \(desk.path("n.md"))").contains("is no notebook"))
    #expect(desk.type("notebook \(desk.path("n.txt"))").contains("ends in .md, .ipynb or .html"))
    #expect(desk.type("notebook \(desk.path("n.md")) force=yes").contains("written"))
    #expect(desk.type("notebook \(desk.path("n.md"))").contains("written"))
  }
}

/// Whether every element of a page is closed, but for those that never are.
enum XMLDocumentCheck {
  static func isBalanced(_ page: String) -> Bool {
    var open: [Substring] = []
    var rest = page[...]
    while let start = rest.firstIndex(of: "<") {
      rest = rest[rest.index(after: start)...]
      guard let end = rest.firstIndex(of: ">") else { return false }
      let tag = rest[..<end]
      rest = rest[end...]
      let name = tag.drop { $0 == "/" }.prefix { !$0.isWhitespace && $0 != "/" }
      if tag.hasPrefix("!") || tag.hasSuffix("/") || name == "meta" { continue }
      if tag.hasPrefix("/") {
        guard open.popLast() == name else { return false }
      } else {
        open.append(name)
      }
    }
    return open.isEmpty
  }
}
