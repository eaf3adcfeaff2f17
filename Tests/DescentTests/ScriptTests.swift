import TestSupport
import Testing

/// Scripts and exit statuses.
@Suite struct ScriptTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  @Test(arguments: [
    ("", 0, ""),
    ("print 1\n", 0, ""),
    ("print 1", 0, ""),
    ("print 1\r\n\r\nprint 2\r\n", 0, ""),
    ("print 1\nnonsense\nprint 2\n", 1, "<stdin>:2: "),
    ("# nothing\n\n  nonsense", 1, "<stdin>:3: "),
    ("quit\nnonsense\n", 0, ""),
  ])
  func aPipeIsAScript(text: String, status: Int32, complaint: String) throws {
    let outcome = try program.run(input: text)
    #expect(outcome.status == status)
    #expect(outcome.errors.hasPrefix(complaint))
    #expect(outcome.errors.isEmpty == complaint.isEmpty)
    #expect(!outcome.output.contains("> "))
    #expect(!(outcome.output + outcome.errors).contains("\u{1B}"))
    // A script is not remembered.
    #expect(throws: (any Error).self) { try program.history() }
  }

  @Test func theFirstErrorStops() throws {
    let outcome = try program.run(input: "print 11\nnonsense\nprint 22\n")
    #expect(outcome.output.contains("11"))
    #expect(!outcome.output.contains("22"))
  }

  @Test func whatIsNoTextIsASentence() throws {
    let foreign = try program.run(input: Array("print 1\n".utf8) + [0xC3, 0x28, 0x0A])
    #expect(foreign.status == 1)
    #expect(foreign.errors.hasPrefix("<stdin>:2: this line is not UTF-8 text"))
    let endless = try program.run(input: [UInt8](repeating: 0x61, count: 2 << 20))
    #expect(endless.status == 1)
    #expect(endless.errors.hasPrefix("<stdin>:1: a line longer than"))
  }

  @Test func runsAFile() throws {
    try program.home.write(Array("print 11\nprint 22\nnonsense\n".utf8), to: "a.descent")
    let outcome = try program.run(["run", "a.descent"])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("11") && outcome.output.contains("22"))
    #expect(outcome.errors.hasPrefix("a.descent:3: "))
  }

  @Test func runsTheBlocksOfAMarkdownFile() throws {
    let text = """
      # Notebook
      ```descent
      print 11
      ```
      ```descent output
      nonsense that is not run
      ```
      1. A list:

         ```descent show
         print 22
         nonsense
         ```
      """
    try program.home.write(Array(text.utf8), to: "a.md")
    let outcome = try program.run(["run", "a.md"])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("11") && outcome.output.contains("22"))
    #expect(outcome.errors.hasPrefix("a.md:12: "))
    #expect(!outcome.errors.contains("is not run"))
  }

  @Test func aLessonsQuestionIsNoScript() throws {
    try program.home.write(
      Array("```descent\nprint 1\n```\n```descent do id=a\n```".utf8), to: "a.md")
    let outcome = try program.run(["run", "a.md"])
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("a.md:4: a 'do' block belongs to a lesson"))
  }

  @Test(arguments: [("none.descent", "No such file or directory"), (".", "directory")])
  func aFileThatCannotBeReadIsNamed(path: String, reason: String) throws {
    let outcome = try program.run(["run", path])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains(path))
    #expect(outcome.errors.contains(reason))
    #expect(outcome.output == "")
  }

  @Test func commandsFromTheArgument() throws {
    let outcome = try program.run(["-c", "print 11\nprint 22\nnonsense"])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("11") && outcome.output.contains("22"))
    #expect(outcome.errors.hasPrefix("-c:3: "))
  }

  @Test func errorsAreObjectsToo() throws {
    let outcome = try program.run(["--json"], input: "\nnonsense\n")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("\"error\""))
    #expect(outcome.output.contains(/"line": ?2/))
    #expect(outcome.errors.hasPrefix("<stdin>:2: "))
  }

  @Test(arguments: [["--nonsense"], ["run"], ["run", "a", "b"], ["-c"], ["nonsense"]])
  func usageErrorsExit64(arguments: [String]) throws {
    let outcome = try program.run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("Usage: descent"))
  }

  @Test(arguments: ["--version", "--help"]) func informationExits0(option: String) throws {
    let outcome = try program.run([option])
    #expect(outcome.status == 0)
    #expect(outcome.output.count > 3)
    #expect(outcome.errors == "")
  }

  @Test func aClosedPipeEndsItQuietly() throws {
    let line = "yes 'print 12345' | head -n 20000 | '\(try BuiltProgram.path())' | head -n 1"
    let outcome = try program.run(["-c", line], input: [], path: "/bin/sh")
    #expect(outcome.output.contains("12345"))
    #expect(outcome.errors == "")
  }

  @Test(.enabled(if: canWriteToFullDevice)) func aFullDiskIsReported() throws {
    let outcome = try program.run(["-c", "print 1"], input: [], output: "/dev/full")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("standard output: No space left on device"))
  }
}

/// Linux has a device that is always full.
private var canWriteToFullDevice: Bool {
  #if os(Linux)
    true
  #else
    false
  #endif
}
