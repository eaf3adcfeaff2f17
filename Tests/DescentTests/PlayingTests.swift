import TestSupport
import Testing

/// Playing at a terminal.
///
/// What `animate` plays, at a real terminal.
@Suite struct PlayingTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  /// A terminal on which a path plays, paused by the space bar.
  private func pausedTerminal() throws -> PseudoTerminal {
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter("surface ravine; optimizer momentum lr=0.05; run 90")
    try terminal.type("animate surface speed=0.1" + Key.enter)
    try terminal.wait(for: "space pauses")
    try terminal.type(" ")
    try terminal.wait(for: "space goes on")
    return terminal
  }

  @Test func keysPauseAndEndAndTheTerminalIsGivenBack() throws {
    let terminal = try pausedTerminal()
    try terminal.type("q")
    try terminal.wait(for: PseudoTerminal.prompt)
    // Echo and line editing are back.
    try terminal.enter("print 12" + Key.left + "3")
    #expect(try terminal.quit() == 0)
    #expect(try program.history().suffix(2) == ["print 132", "quit"])
  }

  /// No parent is there to take over, and so the program does not stop; but all happens that a stop
  /// brings with it: the terminal is given back and taken again, and the picture is drawn again.
  @Test func controlZGivesTheTerminalBackAndGoesOn() throws {
    let terminal = try pausedTerminal()
    try terminal.type(Key.control("z"))
    try terminal.wait(for: "space goes on")
    // A key counts without Enter.
    try terminal.type(" ")
    try terminal.wait(for: "space pauses")
    try terminal.type("q")
    try terminal.wait(for: PseudoTerminal.prompt)
    #expect(try terminal.quit() == 0)
    #expect(try program.history().last == "quit")
  }

  @Test func controlCEndsItWithTheWholePicture() throws {
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter("surface ravine; run 90")
    try terminal.type("animate surface speed=0.05" + Key.enter)
    try terminal.wait(for: "space pauses")
    try terminal.type(Key.control("c"))
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter("print 7*6")
    #expect(try terminal.quit() == 0)
  }
}
