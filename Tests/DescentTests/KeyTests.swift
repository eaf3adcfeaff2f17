import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Keys and pastes at a terminal.
///
/// Keys without a meaning, and lines that are pasted: in emacs' keys and in vi's, at several
/// terminals.
@Suite struct KeyTests {
  enum Editing: String, CaseIterable, Sendable {
    case emacs, vi
  }

  /// A shell at a terminal of that kind, with those keys.
  private func start(
    _ editing: Editing, _ term: String, in program: BuiltProgram
  ) throws -> PseudoTerminal {
    var program = program
    program.environment["TERM"] = term
    program.environment["NO_COLOR"] = "1"
    if editing == .vi { try program.home.write(Array("bind -v\n".utf8), to: ".editrc") }
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    return terminal
  }

  /// Sequences as terminals send them for keys that do nothing here, and for what is no key.
  static let silent: KeyValuePairs<String, String> = [
    "PageUp": "[5~", "PageDown": "[6~", "Insert": "[2~", "F1": "OP", "F4": "OS", "F5": "[15~",
    "F12": "[24~", "F1 on the Linux console": "[[A", "Shift-F5": "[15;2~", "F5 of rxvt": "[23$",
    "Menu": "[29~", "Shift-Tab": "[Z", "Ctrl-Up": "[1;5A", "Alt-Down": "[1;3B",
    "Alt-PageUp": "[5;3~", "middle of the keypad": "[E", "a key of kitty's": "[57441u",
    "mouse": "[<0;10;12M", "mouse let go": "[<0;10;12m", "mouse of old": "[M !!",
    "focus": "[I", "focus lost": "[O", "cursor's place": "[24;80R",
    "colour": "]11;rgb:0000/0000/0000\u{7}", "version": "P>|xterm\u{1B}\\",
  ]

  @Test(arguments: Editing.allCases, ["xterm-256color", "screen-256color", "linux"])
  func keysWithoutAMeaningTypeNothing(editing: Editing, term: String) throws {
    let program = try BuiltProgram()
    let terminal = try start(editing, term, in: program)
    for (i, (name, sequence)) in Self.silent.enumerated() {
      try terminal.type("print \(i) + 1")
      try terminal.wait(for: "print \(i) + 1")
      // Each piece waits for the last one's echo: a person is that slow.
      try terminal.type(Key.escape + sequence + "2")
      try terminal.wait(for: "2")
      try terminal.enter("")
      #expect(try program.history().last == "print \(i) + 12", "\(name)")
    }
    #expect(try terminal.quit() == 0)
  }

  /// After these keys libedit's cursor is before the line, and the next letter would be written before
  /// the line's memory, which shows when a long line needs more of it.
  @Test func theCursorStaysInTheLine() throws {
    let program = try BuiltProgram()
    let terminal = try start(.vi, "xterm-256color", in: program)
    try terminal.type("show lessdata sta" + Key.escape + "[B" + Key.escape + "[Frecipe 7")
    try terminal.type(Key.control("w") + Key.control("r") + "maxout ree")
    usleep(200_000)
    try terminal.type(Key.enter)
    try terminal.wait(for: "penalty none")
    try terminal.wait(for: "descent> ")
    try terminal.type(String(repeating: "a", count: 2_400) + Key.enter)
    try terminal.wait(for: "unknown verb")
    try terminal.wait(for: "descent> ")
    try terminal.enter("print 8 + 1")
    #expect(try terminal.quit() == 0)
  }

  /// The editor asks for a text at vi's slash.
  @Test(arguments: [(Editing.vi, "/", "abc"), (.vi, "?", "")])
  func interruptEndsAQuestionOfTheEditor(editing: Editing, key: String, answer: String) throws {
    let program = try BuiltProgram()
    let terminal = try start(editing, "xterm-256color", in: program)
    try terminal.type("print 17")
    try terminal.wait(for: "print 17")
    // An Escape that a person presses comes alone where vi's keys are meant.
    try terminal.type(Key.escape + (editing == .vi ? "" : key))
    if editing == .vi {
      usleep(200_000)
      try terminal.type(key)
    }
    try terminal.type(answer)
    try terminal.wait(for: answer.isEmpty ? key : answer)
    try terminal.type(Key.control("c"))
    try terminal.wait(for: "descent> ")
    try terminal.enter("print 8 + 1")
    #expect(try program.history().last == "print 8 + 1")
    #expect(try terminal.quit() == 0)
  }

  @Test(arguments: ["", "print 1"], ["", "pri", "zzz"])
  func interruptEndsASearchOfTheHistory(line: String, text: String) throws {
    let program = try BuiltProgram()
    let terminal = try start(.emacs, "xterm-256color", in: program)
    try terminal.enter("print 44")
    try terminal.type(line + Key.control("r") + text)
    try terminal.wait(for: "bck:")
    try terminal.type(Key.control("c"))
    try terminal.wait(for: "descent> ")
    try terminal.enter("print 8 + 1")
    #expect(try program.history().last == "print 8 + 1")
    #expect(try terminal.quit() == 0)
  }

  @Test(arguments: ["xterm-256color", "screen-256color", "tmux-256color", "linux", "rxvt"])
  func keysThatMoveDoSoInEveryForm(term: String) throws {
    let forms: [(keys: String, line: String)] = [
      ("rint 1\u{1B}[Hp", "print 1"), ("rint 1\u{1B}OHp", "print 1"),
      ("rint 1\u{1B}[1~p", "print 1"), ("rint 1\u{1B}[7~p", "print 1"),
      ("print 1\u{1B}[H\u{1B}[F2", "print 12"), ("print 1\u{1B}[H\u{1B}[4~2", "print 12"),
      ("print 1\u{1B}[H\u{1B}[8~2", "print 12"), ("print 12\u{1B}[D\u{1B}[3~", "print 1"),
      ("print 12\u{1B}OD\u{1B}[3~", "print 1"), ("print 13\u{1B}[1;2D2", "print 123"),
      ("print 1 2\u{1B}[1;5D+ ", "print 1 + 2"), ("print 1 2\u{1B}[1;3D+ ", "print 1 + 2"),
      ("print 1 2\u{1B}Od+ ", "print 1 + 2"), ("print 1 2\u{1B}\u{1B}[D+ ", "print 1 + 2"),
    ]
    let program = try BuiltProgram()
    let terminal = try start(.emacs, term, in: program)
    for (keys, line) in forms {
      try terminal.enter(keys)
      #expect(try program.history().last == line, "\(keys.debugDescription)")
      try terminal.enter("print 0")
    }
    #expect(try terminal.quit() == 0)
  }

  struct Paste: Sendable, CustomTestStringConvertible {
    var editing = Editing.emacs
    var term = "xterm-256color"
    /// Typed one after the other, each after the screen has come to rest.
    var pieces: [String]
    /// The updates made in the end.
    var t: Int
    var testDescription: String { "\(editing) \(term) \(pieces)" }
  }

  private static func marked(_ text: String) -> String { "\u{1B}[200~" + text + "\u{1B}[201~" }

  static let pastes: [Paste] = [
    // Marked by the terminal: a blank line repeats nothing.
    .init(pieces: [marked("step\r\rstep\r\r\r")], t: 2),
    .init(pieces: [marked("step\r\n\r\nstep\r\n")], t: 2),
    .init(pieces: ["step\r", marked("\r\rstep\r")], t: 2),
    .init(term: "tmux-256color", pieces: [marked("\tstep\n\n\tstep\n")], t: 2),
    // What is typed after it repeats; so does Enter pressed faster than a step.
    .init(pieces: [marked("step\r"), "\r", "\r"], t: 3),
    .init(pieces: [marked("step 3"), "\r", "\r"], t: 6),
    .init(pieces: ["step\r\r\r"], t: 3),
    // Not marked: what comes together is one paste.
    .init(pieces: ["step\r\rstep\r"], t: 2),
    .init(term: "linux", pieces: ["step\r\rstep\r\r\r"], t: 2),
    .init(term: "dumb", pieces: ["step\r\rstep\r\r\r"], t: 2),
    .init(editing: .vi, pieces: ["step\r\rstep\r\r\r"], t: 2),
    .init(editing: .vi, pieces: ["step\r", "\r\rstep\r"], t: 2),
    .init(editing: .vi, pieces: ["step\r", "\r", "\r"], t: 3),
    .init(editing: .vi, pieces: [marked("step\r\rstep\r")], t: 2),
  ]

  @Test(arguments: pastes) func aBlankLineWithinAPasteRepeatsNothing(paste: Paste) throws {
    let program = try BuiltProgram()
    let terminal = try start(paste.editing, paste.term, in: program)
    try terminal.enter("surface bowl")
    for piece in paste.pieces {
      try terminal.type(piece)
      // A prompt follows each line, blank or not.
      for _ in piece.filter(\.isNewline) { try terminal.wait(for: PseudoTerminal.prompt) }
    }
    try terminal.type("print t\r")
    try terminal.wait(for: "t = \(paste.t)")
    #expect(try terminal.quit() == 0)
  }

  @Test func theTerminalIsAskedForMarksOnlyWhileALineIsEdited() throws {
    let program = try BuiltProgram()
    let terminal = try start(.emacs, "xterm-256color", in: program)
    try terminal.enter("print 1")
    #expect(try terminal.quit() == 0)
    let text = String(decoding: terminal.transcript, as: UTF8.self)
    let asked = text.ranges(of: "\u{1B}[?2004h"), released = text.ranges(of: "\u{1B}[?2004l")
    #expect(asked.count == 2 && released.count == 2)
    let other = try start(.vi, "xterm-256color", in: program)
    #expect(try other.quit() == 0)
    #expect(!String(decoding: other.transcript, as: UTF8.self).contains("2004"))
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT]) func aSignalGivesTheTerminalBack(signal: Int32)
    throws
  {
    let program = try BuiltProgram()
    let terminal = try start(.emacs, "xterm-256color", in: program)
    #expect(!terminal.isCooked)
    kill(terminal.process, signal)
    #expect(try terminal.waitForExit() == -signal)
    #expect(terminal.isCooked)
    #expect(String(decoding: terminal.transcript, as: UTF8.self).hasSuffix("\u{1B}[?2004l"))
  }

  @Test func aStopFromElsewhereKeepsTheLine() throws {
    let program = try BuiltProgram()
    let terminal = try start(.emacs, "xterm-256color", in: program)
    try terminal.type("print 1")
    try terminal.wait(for: "print 1")
    kill(terminal.process, SIGSTOP)
    // A program that has not stopped yet would lose the stop to the signal to go on.
    var status: Int32 = 0
    while waitpid(terminal.process, &status, WUNTRACED) < 0, errno == EINTR {}
    try #require(status & 0xFF == 0x7F, "it has not stopped")
    kill(terminal.process, SIGCONT)
    // The line is shown again below what the stopping process wrote.
    try terminal.wait(for: "print 1")
    try terminal.enter("2")
    #expect(try terminal.quit() == 0)
    #expect(try program.history() == ["print 12", "quit"])
  }

  /// A signal is looked at when it comes, also where it comes between two waits for a key.
  @Test func aSignalBetweenTwoKeysIsHeard() throws {
    let program = try BuiltProgram()
    let terminal = try start(.emacs, "xterm-256color", in: program)
    var line = "print 1"
    try terminal.type(line)
    for _ in 0..<40 {
      try terminal.wait(for: line)
      line += "1"
      try terminal.type("1")
      // The signal meets the program at work with the key, awaiting the next one, or in between.
      kill(terminal.process, SIGCONT)
    }
    try terminal.wait(for: line)
    try terminal.enter(Key.control("u"))
    #expect(try terminal.quit() == 0)
  }
}
