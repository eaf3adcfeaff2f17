import TestSupport
import Testing

/// Windows of every size.
///
/// Windows as no screen has them: from a broken setting, from a program that counts wrongly, or while
/// the corner is dragged.
@Suite struct WindowTests {
  static let sizes = [(0, 0), (1, 1), (2, 2), (20, 5), (5_000, 500), (65_535, 1), (65_535, 65_535)]

  @Test(arguments: sizes)
  func theShellStartsAndAnswers(columns: Int, rows: Int) throws {
    let program = try BuiltProgram()
    let terminal = try program.atTerminal(columns: columns, rows: rows)
    try terminal.wait(for: ">")
    try answers(terminal)
    #expect(try terminal.quit() == 0)
    // The window is the user's.
    #expect(terminal.columns == columns)
  }

  @Test(arguments: sizes)
  func theShellIsResizedAndAnswers(columns: Int, rows: Int) throws {
    let program = try BuiltProgram()
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.type("print 1")
    try terminal.wait(for: "print 1")
    terminal.resize(columns: columns, rows: rows)
    try terminal.type("0\r")
    try answers(terminal)
    terminal.resize(columns: 80, rows: 24)
    try answers(terminal)
    #expect(try terminal.quit() == 0)
    #expect(terminal.columns == 80)
  }

  /// A prompt that takes several rows, in a window that becomes too low for it before the next key.
  @Test func aNarrowWindowBecomesLower() throws {
    let program = try BuiltProgram()
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    for (columns, rows) in [(20, 1), (132, 2), (5, 1), (60, 5), (80, 1), (2, 1)] {
      // So narrow a window shows the prompt in part.
      for (columns, rows) in [(2, 60), (columns, rows)] {
        terminal.resize(columns: columns, rows: rows)
        try terminal.type("print 300 + 45\r")
        try terminal.wait(for: "345")
      }
    }
    #expect(try terminal.quit() == 0)
  }

  /// A line is laid out for the window in which it is entered, not for that in which it was begun.
  @Test func aLineSeesTheWindowAsItIs() throws {
    let program = try BuiltProgram()
    let terminal = try program.atTerminal(columns: 120, rows: 60)
    try terminal.wait(for: PseudoTerminal.prompt)
    terminal.resize(columns: 40, rows: 60)
    try terminal.type("help step\r")
    // The prompt is no sign that the help is there: it is shown again when the window changes.
    try terminal.wait(for: "Each update is shown with the gradient,")
    // Examples stay in one line, to be copied.
    let rest = try terminal.wait(for: "descent> ")
    #expect(rest.hasPrefix("\n"), "\(rest)")
    #expect(try terminal.quit() == 0)
  }

  /// The sum's digits come with nothing that was typed.
  private func answers(_ terminal: PseudoTerminal) throws {
    try terminal.type("print 300 + 45\r")
    try terminal.wait(for: "345")
    try terminal.wait(for: ">")
  }
}
