import TestSupport
import Testing

/// Keys, as the terminal sends them.
enum Key {
  static let enter = "\r"
  static let tab = "\t"
  static let escape = "\u{1B}"
  static let up = "\u{1B}[A"
  static let left = "\u{1B}[D"
  static let home = "\u{1B}[H"
  static let delete = "\u{1B}[3~"
  static let backspace = "\u{7F}"
  static let controlRight = "\u{1B}[1;5C"
  static let controlLeft = "\u{1B}[1;5D"

  static func control(_ letter: Unicode.Scalar) -> String {
    String(Unicode.Scalar(UInt8(truncatingIfNeeded: letter.value & 0x1F)))
  }
}

extension BuiltProgram {
  /// The lines that the shell remembered: exactly what editing made of the keys.
  func history() throws -> [String] {
    try home.read(".local/state/descent/history").split(separator: "\n").map(String.init)
  }
}

extension PseudoTerminal {
  static let prompt = "> "

  /// Types a line and waits for the prompt that follows.
  func enter(_ keys: String) throws {
    try type(keys + Key.enter)
    try wait(for: "\n")
    try wait(for: Self.prompt)
  }

  func quit() throws -> Int32 {
    try type("quit" + Key.enter)
    return try waitForExit()
  }
}

/// Editing at a terminal.
@Suite struct EditingTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  @Test(arguments: [
    ("print 13" + Key.left + "2", "print 123"),
    ("print abc def" + Key.control("w") + "x", "print abc x"),
    ("junk" + Key.control("u") + "print 1", "print 1"),
    ("print 2" + Key.home + Key.controlRight + " 1 +", "print 1 + 2"),
    ("print 1 2" + Key.controlLeft + "+ ", "print 1 + 2"),
    ("print 12" + Key.left + Key.delete, "print 1"),
    ("xprint 1" + Key.control("a") + Key.control("d"), "print 1"),
    ("print \"漢字" + Key.backspace + "σ\"", "print \"漢σ\""),
    // No parent is there to take over; otherwise the program would stop here.
    ("print 1" + Key.control("z") + "2", "print 12"),
    ("print 1" + Key.control("k") + Key.control("a") + Key.control("k") + "help", "help"),
  ])
  func keysDoWhatFingersExpect(keys: String, line: String) throws {
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter(keys)
    #expect(try terminal.quit() == 0)
    #expect(try program.history() == [line, "quit"])
  }

  @Test(arguments: [20, 60, 80]) func longLinesWrapAndStayWhole(columns: Int) throws {
    let sum = "print 1" + String(repeating: " + 1", count: 300)
    let terminal = try program.atTerminal(columns: columns)
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter(sum + "23" + Key.backspace)
    #expect(try terminal.quit() == 0)
    #expect(try program.history() == [sum + "2", "quit"])
  }

  @Test func historyOutlivesTheProgram() throws {
    let first = try program.atTerminal()
    try first.wait(for: PseudoTerminal.prompt)
    try first.enter("print 1 # one σ")
    try first.enter("print 22")
    #expect(try first.quit() == 0)

    let second = try program.atTerminal()
    try second.wait(for: PseudoTerminal.prompt)
    try second.enter(Key.up + Key.up + "2")
    // Searched backwards for a part of the line.
    try second.enter(Key.control("r") + "# one" + Key.control("e") + "!")
    #expect(try second.quit() == 0)
    let lines = try program.history()
    #expect(
      lines == ["print 1 # one σ", "print 22", "quit", "print 222", "print 1 # one σ!", "quit"])
  }

  @Test func historyIsListedAndForgotten() throws {
    try program.home.makeFolders(".local/state/descent")
    try program.home.write(Array("print 4711\n".utf8), to: ".local/state/descent/history")
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.type("history" + Key.enter)
    try terminal.wait(for: "print 4711")
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter("history clear=yes")
    #expect(try terminal.quit() == 0)
    #expect(try program.history() == ["quit"])
  }

  @Test func historyFollowsXDG() throws {
    var program = program
    program.environment["XDG_STATE_HOME"] = program.home.path + "/state"
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    #expect(try terminal.quit() == 0)
    #expect(try program.home.read("state/descent/history") == "quit\n")
  }

  @Test func aDamagedHistoryIsToldAndKept() throws {
    var program = program
    program.environment["XDG_STATE_HOME"] = program.home.path + "/descent"
    // The state folder cannot be made where a file is.
    try program.home.write([], to: "descent")
    let terminal = try program.atTerminal()
    try terminal.wait(for: "history: ")
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter("print 1")
    #expect(try terminal.quit() == 0)
  }

  @Test func tabCompletesAndLists() throws {
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.type("optimi" + Key.tab)
    try terminal.wait(for: "optimizer ")
    try terminal.type(Key.control("u") + "s" + Key.tab)
    let listing = try terminal.wait(for: PseudoTerminal.prompt)
    for verb in ["schedule", "step", "surface"] { #expect(listing.contains(verb)) }
    // The line is drawn again below the listing and goes on.
    try terminal.type("urf" + Key.tab)
    try terminal.wait(for: "surface ")
    try terminal.type(Key.control("c"))
    try terminal.wait(for: PseudoTerminal.prompt)
    #expect(try terminal.quit() == 0)
  }

  @Test func tabQuotesNamesWithBlanks() throws {
    try program.home.makeFolders("my dir")
    try program.home.write(Array("print 4711\n".utf8), to: "my dir/a file")
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.type("source my" + Key.tab)
    try terminal.wait(for: "dir/")
    try terminal.type(Key.tab)
    try terminal.wait(for: "file\"")
    try terminal.type(Key.enter)
    try terminal.wait(for: "= 4711")
    try terminal.wait(for: PseudoTerminal.prompt)
    #expect(try terminal.quit() == 0)
    #expect(try program.history() == ["source \"my dir/a file\" ", "quit"])
  }

  @Test func interruptAtThePromptDropsTheLine() throws {
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.type("print 1")
    try terminal.wait(for: "print 1")
    try terminal.type(Key.control("c"))
    try terminal.wait(for: PseudoTerminal.prompt)
    for _ in 0..<100 {
      try terminal.type(Key.control("c"))
      try terminal.wait(for: PseudoTerminal.prompt)
    }
    try terminal.enter("print 2")
    #expect(try terminal.quit() == 0)
    #expect(try program.history() == ["print 2", "quit"])
  }

  @Test func endOfFileLeavesOnAnEmptyLineOnly() throws {
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.type("print 1" + Key.control("d"))
    try terminal.enter("")
    try terminal.type(Key.control("d"))
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.isCooked)
    #expect(try program.history() == ["print 1"])
  }

  @Test func viKeysAsTheUsersFileSays() throws {
    try program.home.write(Array("bind -v\n".utf8), to: ".editrc")
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter("prnt 1" + Key.escape + "0cwprint" + Key.escape + "A2")
    // Tab and ^C still mean what they should, in both of vi's modes.
    try terminal.type("optimi" + Key.tab)
    try terminal.wait(for: "optimizer ")
    try terminal.type(Key.control("c"))
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.type("print 3" + Key.escape + Key.control("c"))
    try terminal.wait(for: PseudoTerminal.prompt)
    #expect(try terminal.quit() == 0)
    #expect(try program.history() == ["print 12", "quit"])
  }

  @Test func theWorkingDirectoryChangesNoKeys() throws {
    var program = program
    let elsewhere = try TemporaryFolder()
    // The program starts in the old home, where a foreign file lies.
    try program.home.write(Array("bind ^A ed-delete-prev-char\n".utf8), to: ".editrc")
    program.environment["HOME"] = elsewhere.path
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter("rint 1" + Key.control("a") + "p")
    #expect(try terminal.quit() == 0)
    #expect(try elsewhere.read(".local/state/descent/history") == "print 1\nquit\n")
  }

  @Test func resizingKeepsTheLine() throws {
    let terminal = try program.atTerminal(columns: 80)
    try terminal.wait(for: PseudoTerminal.prompt)
    let half = "print 1" + String(repeating: " + 1", count: 12)
    try terminal.type(half)
    try terminal.wait(for: half)
    terminal.resize(columns: 40, rows: 12)
    try terminal.enter(String(repeating: " + 1", count: 12))
    #expect(try terminal.quit() == 0)
    #expect(
      try program.history() == ["print 1" + String(repeating: " + 1", count: 24), "quit"])
  }

  @Test func linesPastedTogetherRunInOrder() throws {
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    let lines = (1...40).map { "print \($0)" }
    // A tab that was pasted indents; it asks for nothing.
    try terminal.type(lines.map { "\t\($0)\n" }.joined() + "print 99")
    try terminal.wait(for: "print 99")
    try terminal.enter("")
    #expect(try terminal.quit() == 0)
    let typed = try program.history().map { line in String(line.drop { $0 == " " }) }
    #expect(typed == lines + ["print 99", "quit"])
  }
}
