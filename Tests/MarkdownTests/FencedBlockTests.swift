import Markdown
import Testing

/// Fenced blocks of Markdown.
@Suite struct FencedBlockTests {
  @Test func everyBlockKnowsItsLines() {
    let text = """
      ---
      lesson: x
      ---
      # Title
      Prose with `code`.
      ```descent setup
      surface rosenbrock

      step
      ```

          an indented block

      - In a list:
        ~~~ descent show id=a
        step 2
        ~~~
      > ```descent
      > back
      > ```
      ```swift
      ```
      """
    #expect(
      FencedBlock.all(in: text) == [
        .init(info: ["descent", "setup"], line: 6, content: ["surface rosenbrock", "", "step"]),
        .init(info: ["descent", "show", "id=a"], line: 15, content: ["step 2"]),
        .init(info: ["descent"], line: 18, content: ["back"]),
        .init(info: ["swift"], line: 21, content: []),
      ])
  }

  @Test(arguments: [
    ("", 0),
    ("no fence", 0),
    // A longer fence holds a shorter one.
    ("````markdown\n```descent\nstep\n```\n````\n", 1),
    ("<!--\n```descent\nstep\n```\n-->\n", 0),
    // Never closed: it reaches to the end.
    ("```descent\nstep\n", 1),
    ("```\nnameless\n```\n", 0),
  ])
  func whatCounts(text: String, count: Int) {
    #expect(FencedBlock.all(in: text).count == count)
  }

  @Test func windowsLineEndsAreNoPartOfALine() {
    #expect(
      FencedBlock.all(in: "a\r\n```descent\r\nstep\r\n```\r\n") == [
        .init(info: ["descent"], line: 2, content: ["step"])
      ])
  }

  @Test func deepNestingEnds() {
    let deep = String(repeating: "> ", count: 5_000) + "```descent\nstep\n"
    #expect(FencedBlock.all(in: deep).count == 1)
  }
}
