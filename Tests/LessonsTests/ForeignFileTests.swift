import Console
import Session
import Shell
import TestSupport
import Testing

/// Foreign files.
///
/// Files that are no lessons, lessons that are files, and notebooks as commands.
@Suite struct ForeignFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func check(_ text: String, _ name: String = "f.md") throws -> LessonTools.Result {
    try folder.write(Array(text.utf8), to: name)
    return LessonTools.check([folder.path + "/" + name], .init()) { _, _ in }
  }

  @Test(arguments: [
    "", "\n\n", "Only prose.\n", "# A heading\n\n```python\nprint(1)\n```\n", "a,b\n1,2\n",
  ])
  func aFileWithoutBlocksIsMalformed(text: String) throws {
    let result = try check(text)
    #expect(result.status == 2)
    #expect(result.text.contains("there is no '```descent' block in this file"), "\(result.text)")
  }

  @Test(arguments: ["<!DOCTYPE html>\n<html></html>", "\n <HTML lang=en>\n</HTML>\n"])
  func aPageIsMalformed(text: String) throws {
    let result = try check(text, "x.html")
    #expect(result.status == 2)
    #expect(result.text.contains("this is a page to read"), "\(result.text)")
  }

  @Test func aNotebookAsAPageIsMalformed() throws {
    let desk = try Desk(folder, traits: Traits())
    desk.type("surface bowl; step; notebook \"\(desk.path("n.html"))\"")
    let result = LessonTools.check([desk.path("n.html")], .init()) { _, _ in }
    #expect(result.status == 2)
  }

  @Test func anUnmarkedOutputIsWarnedOf() throws {
    let block = "```descent show\nprint 1 + 1\n```\n\n"
    let plain = try check(block + "```output\nanything\n```\n")
    #expect(plain.status == 0)
    #expect(
      plain.text.contains("f.md:5: warning: this output is not compared; '```descent output'"),
      "\(plain.text)")
    #expect(try !check(block + "```descent output\n1 + 1 = 2\n```\n").text.contains("warning"))
    // Behind prose it is an example of whatever.
    #expect(try !check(block + "See:\n\n```output\nanything\n```\n").text.contains("warning"))
  }

  /// Commands in a fence without the mark look as if they were run.
  @Test(arguments: ["```", "```text", "```console", "~~~"]) func commandsInABareFenceAreNamed(
    fence: String
  ) throws {
    let block = "```descent show\nprint 1 + 1\n```\n\n"
    let end = String(fence.prefix(3))
    for content in [
      "surface bowl; step\nt 1   L 6.25 → 6.002", "descent> step\nt 1   L 99",
      "bowl · gd · t=0 > step 3\nt 3   L 99", "print 1 + 1\n1 + 1 = 3",
    ] {
      let result = try check(block + "See:\n\n\(fence)\n\(content)\n\(end)\n")
      #expect(result.status == 0)
      #expect(
        result.text.contains("f.md:7: warning: these commands are not run"), "\(result.text)")
    }
    // Output right behind a block looks as if it were compared.
    let bare = try check(block + "\(fence)\n1 + 1 = 3\n\(end)\n")
    #expect(bare.text.contains("f.md:5: warning: this output is not compared"), "\(bare.text)")
    // A formula, or another language, is neither.
    for other in ["See:\n\n\(fence)\nθ ← θ − η g\n\(end)\n", "```python\nprint(1)\n```\n"] {
      #expect(try !check(block + other).text.contains("warning"))
    }
  }

  /// A fence in a list or a quotation is looked at as one at the margin is.
  @Test(arguments: [
    ("- ```\n  step 3\n  ```\n", 5, "these commands are not run"),
    ("- Type:\n\n  ~~~ text\n  surface bowl; step\n  ~~~\n", 7, "these commands are not run"),
    (
      "1. First:\n   - then\n\n     ```\n     bowl · gd · t=0 > step\n     ```\n", 8,
      "these commands"
    ),
    ("> ```console\n> descent> step\n> ```\n", 5, "these commands are not run"),
    ("> ```\n> 1 + 1 = 3\n> ```\n", 5, "this output is not compared"),
    ("- ```number id=q\n  ask: 1?\n  ```\n", 5, "this block does nothing; '```descent number'"),
    ("See:\n\n```choice id=q\nask: 1?\n```\n", 7, "this block does nothing; '```descent choice'"),
  ])
  func aFenceWithinIsNamed(text: String, line: Int, warning: String) throws {
    let block = "```descent show\nprint 1 + 1\n```\n\n"
    let result = try check(block + text)
    #expect(result.status == 0)
    #expect(result.text.contains("f.md:\(line): warning: \(warning)"), "\(result.text)")
  }

  /// What is neither commands nor what they print is left alone, and indented code is no fence.
  @Test(arguments: [
    "- ```\n  θ ← θ − η g\n  ```\n", "- ```python\n  step(3)\n  ```\n",
    "- Indented:\n\n      step 3\n", "See:\n\n> ```\n> 1 + 1 = 3\n> ```\n",
    "````\n- ```\n  a formula\n  ```\n````\n\nEnd.\n",
  ])
  func aFenceOfSomethingElseIsLeftAlone(text: String) throws {
    let block = "```descent show\nprint 1 + 1\n```\n\nProse.\n\n"
    #expect(try !check(block + text).text.contains("warning"))
  }

  @Test func aMisspelledMarkInAListIsNamed() throws {
    let result = try check("```descent\nstep\n```\n\n- ```decent show\n  step\n  ```\n")
    #expect(result.status == 2)
    #expect(result.text.contains("f.md:5:1: a block that does something is marked"))
  }

  @Test func aLessonFileGoesByItsNameAfterARestart() throws {
    let first = try Desk(folder)
    #expect(LessonTools.writeTemplate(to: first.path("hx.md")).status == 0)
    first.type("lesson \"\(first.path("hx.md"))\"")
    first.type("")
    #expect(first.prompt.hasPrefix("lesson hx"))
    let left = first.type("quit")
    #expect(left.contains("'lesson hx' comes back to this place"))
    let second = try Desk(folder)
    let text = second.type("lesson hx")
    #expect(second.prompt.hasPrefix("lesson hx"), "\(text)")
    #expect(text.contains("You are back where you left."))
    second.type("quit")
    #expect(second.type("lesson hy").contains("there is no lesson 'hy'"))
    try folder.write([], to: "hx.md")
    #expect(second.type("lesson hx").contains("hx.md"))
  }

  /// A name that cannot be kept is not taken: the command says so, and changes nothing.
  @Test func aNameThatCannotBeKeptIsNotTaken() throws {
    let desk = try Desk(folder)
    try folder.write([], to: "state")
    #expect(desk.type("set student anna").contains("cannot"))
    #expect(!desk.type("set").contains("anna"))
  }

  @Test func aNotebookIsSourced() throws {
    let desk = try Desk(folder, traits: Traits())
    desk.type("surface bowl; optimizer adam lr=0.1; step 3")
    desk.type("notebook \"\(desk.path("n.md"))\"")
    let other = try Desk(folder, traits: Traits())
    other.type("source \"\(other.path("n.md"))\"")
    #expect(other.outcome == .done, "\(other.text)")
    #expect(other.type("print theta") == desk.type("print theta"))
    try folder.write(Array("# x\n\n```descent\nsurface bowl\nstpe\n```\n".utf8), to: "bad.md")
    #expect(other.type("source \"\(other.path("bad.md"))\"").contains("bad.md:5: "))
    try folder.write(Array("```descent number\nask: 1?\n```\n".utf8), to: "q.md")
    #expect(other.type("source \"\(other.path("q.md"))\"").contains("belongs to a lesson"))
  }
}
