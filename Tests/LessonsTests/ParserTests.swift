import Lessons
import Markdown
import Testing

/// Lesson files.
@Suite struct ParserTests {
  @Test func `A lesson with every kind of block is well formed`() {
    let (lesson, problems) = LessonParser.parse(everyKind)
    #expect(problems.isEmpty)
    #expect(lesson.id == "toy")
    #expect(
      lesson.blocks.map(\.kind.name) == [
        "setup", "do", "number", "checkpoint", "predict", "show", "output", "play", "choice",
        "text",
      ])
    let number = lesson.blocks[2]
    #expect(number.hints.count == 2)
    #expect(number.wrongs[0].message.text == "You added the gradient.")
    #expect(lesson.blocks[8].rightChoice == 1)
    #expect(lesson.blocks[9].accepted.map(\.text) == ["zig-zag", "zigzag", "oscillation"])
  }

  struct Broken: CustomTestStringConvertible {
    var body: String
    var place: String
    var message: String
    var testDescription: String { message }
  }

  @Test(arguments: [
    Broken(
      body: "```descent numbr id=a\n```", place: "5:12",
      message: "there is no block 'numbr'; did you mean 'number'?"),
    Broken(
      body: "```descent number id=a\nask: x?\nexepct: x\nhint: h\n```", place: "7:1",
      message: "a 'number' block has no key 'exepct'; did you mean 'expect'?"),
    Broken(
      body: "```descent number id=a relt=1\nask: x?\nexpect: x\nhint: h\n```", place: "5:24",
      message: "a 'number' block has no setting 'relt'; did you mean 'rel'?"),
    Broken(
      body: "```descent number id=a\nask: x?\nexpect: x\nhint: h\n```\n```descent setup id=a\n```",
      place: "10:1", message: "the id 'a' is taken by the block in line 5"),
    Broken(
      body: "```descent choice id=a\nask: x?\n- [x] one\n- [x] two\n```", place: "5:1",
      message: "exactly one choice is right, marked '- [x]'; here are 2"),
    Broken(
      body: "```descent choice id=a\nask: x?\n- [x] one\n- [ ] two\n```", place: "8:7",
      message: "say behind '->' why this choice is not right"),
    Broken(
      body: "```descent number id=a\nask: x?\nexpect: x\n```", place: "5:1",
      message: "a 'number' block needs 'hint:', what to say to a student who is stuck"),
    Broken(
      body: "```descent do id=a\ncheck: t == 1\nhint: h\n```", place: "5:1",
      message: "a 'do' block needs 'answer:', the commands that bring it about"),
    Broken(
      body: "```descent number id=a\nask: x?\nexpect: x + * 2\nhint: h\n```", place: "7:13",
      message: "'x + * 2' does not parse: "),
    Broken(
      body: "```descent number id=a\nask: {x + }?\nexpect: x\nhint: h\n```", place: "6:",
      message: "does not parse"),
    Broken(
      body: "```descent number\nask: x?\nexpect: x\nhint: h\n```", place: "5:1",
      message: "a question needs a name of its own, as in 'number id=first-step'"),
    Broken(
      body: "```descent number id=a\nask: x?\nexpect: after(\"step\")\nhint: h\n```", place: "7:",
      message: "behind after(\"...\") stands '.QUANTITY'"),
    Broken(
      body: "```descent setup\nstart $piick(1,2) 3\n```", place: "6:1",
      message: "'$piick' is not known"),
    Broken(body: "```descent setup\nstep", place: "5:1", message: "this block is never closed"),
    Broken(
      body: "- a list\n  ```descent setup\n  step\n  ```", place: "6:1",
      message: "a descent block must begin at the left margin"),
    Broken(
      body: "```descent text id=a\nask: x?\nmatch: (a\nanswer: a\nhint: h\n```", place: "7:8",
      message: "the pattern '(a' cannot be read"),
    Broken(
      body: "```descent output\n1\n```", place: "5:1",
      message: "an output block stands behind the block that prints it"),
    Broken(
      body: "  ```descent setup\n  step\n  ```", place: "5:1",
      message: "a descent block must begin at the left margin"),
    Broken(
      body: "```Descent setup\nstep\n```", place: "5:1",
      message: "is marked 'descent', as in '```descent show', not 'Descent'"),
    Broken(
      body: "```decsent\nstep\n```", place: "5:1", message: "is marked 'descent'"),
    Broken(
      body: "```descent setup id=\"a\n```", place: "5:21",
      message: "the quote that opens here is never closed"),
    Broken(
      body: "```descent number id=a\nask:x?\nexpect: x\nhint: h\n```", place: "6:1",
      message: "a blank is missing behind 'ask:'"),
    Broken(
      body: "```descent number id=a\n  ask: x?\nexpect: x\nhint: h\n```", place: "6:1",
      message: "'ask:' must begin at the left margin"),
    Broken(
      body: "```descent text id=a\nask: x?\naccept: a | | b\nhint: h\n```", place: "7:9",
      message: "between two '|' stands nothing"),
    Broken(
      body: "```descent setup\nlet: a = $pick(1\(String(repeating: ",1", count: 9000)))\n```",
      place: "6:1", message: "a line in a block may hold 8000 bytes"),
    Broken(
      body: "```descent choice id=a\nask: x?\n"
        + String(repeating: "- [ ] no -> no\n", count: 2000) + "```",
      place: "1006:1", message: "a block may hold 1000 lines"),
    Broken(
      body: "```descent setup\nlet: a = $pick(1,2)\n"
        + (0..<9).map { _ in "let: a = \(String(repeating: "$a", count: 10))\n" }.joined() + "```",
      place: "", message: "from here on the values put in grow too long"),
    Broken(body: "A bell \u{7} rings.", place: "5:1", message: "a control character stands here"),
  ])
  func `What is wrong is said with its place and the nearest name`(broken: Broken) {
    let problems = LessonParser.parse(lessonText(broken.body)).problems
    let texts = problems.map { $0.text(file: "f.md") }
    #expect(
      texts.contains {
        $0.hasPrefix("f.md:\(broken.place)") && $0.contains(broken.message)
      }, "\(texts)")
  }

  @Test func `Front matter knows its keys`() {
    let problems = LessonParser.parse("---\nlesson: a\ntitel: A\n---\n").problems
    #expect(
      problems.map(\.message).contains("front matter has no key 'titel'; did you mean 'title'?"))
    #expect(problems.contains { $0.message == "front matter needs a 'title'" })
    let open = LessonParser.parse("---\nlesson: a\n").problems
    #expect(open.contains { $0.message.hasPrefix("the front matter is never closed") })
  }

  @Test func `Escape sequences are left out, and it is said`() {
    let text = lessonText("Ring \u{1B}[2J\u{1B}]0;title\u{7} and \u{202E}turn.\n")
    let (lesson, problems) = LessonParser.parse(text)
    #expect(lesson.remark?.contains("4 control characters") == true)
    #expect(problems.count == 1)
    let lines = ProseLayout(width: 80).lines(of: lesson.prose)
    #expect(!lines.contains { $0.plain.unicodeScalars.contains { $0.value < 0x20 } })
  }

  @Test func `Too much of anything is refused with a sentence`() {
    let large = [UInt8](repeating: UInt8(ascii: "a"), count: 10 << 20)
    #expect(
      LessonParser.parse(large).problems.map(\.message) == [
        "a lesson may hold 2 MB; this file has 10 MB"
      ])
    let many = lessonText(String(repeating: "```descent setup\n```\n", count: 10_000))
    #expect(
      LessonParser.parse(many).problems.map(\.message).contains("a lesson may hold 1000 blocks"))
    #expect(LessonParser.parse([0xFF, 0xFE]).problems.count == 1)
    // Deep nesting must neither crash nor hang.
    for deep in [
      String(repeating: ">", count: 100_000), String(repeating: "- ", count: 5_000),
      String(repeating: "*a **b ", count: 20_000), String(repeating: "[", count: 50_000),
    ] {
      let lesson = LessonParser.parse(lessonText(deep)).lesson
      #expect(!ProseLayout(width: 80).lines(of: lesson.prose).isEmpty)
    }
  }

  @Test(arguments: ["\r\n", "\n"])
  func `Line ends of either kind are read`(end: String) {
    let text = everyKind.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: end)
    #expect(LessonParser.parse(text).problems.isEmpty)
  }
}

extension Lesson {
  var prose: [ProseBlock] {
    parts.compactMap { if case .prose(let prose, _) = $0 { prose } else { nil } }
  }
}
