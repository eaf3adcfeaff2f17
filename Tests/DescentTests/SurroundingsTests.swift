import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Terminals, locales and signals.
@Suite struct SurroundingsTests {
  var program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  /// A short session with an error, which would be coloured, and its transcript.
  private func converse() throws -> PseudoTerminal {
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter("nonsense")
    try terminal.enter("print \"σ\"")
    #expect(try terminal.quit() == 0)
    return terminal
  }

  private func hasColors(_ transcript: [UInt8]) -> Bool {
    String(decoding: transcript, as: UTF8.self).contains(/\u{1B}\[[0-9;]+m/)
  }

  @Test mutating func aDumbTerminalGetsNoEscapes() throws {
    program.environment["TERM"] = "dumb"
    let terminal = try converse()
    #expect(!terminal.transcript.contains(0x1B))
  }

  @Test mutating func noColorIsRespected() throws {
    program.environment["NO_COLOR"] = "1"
    #expect(!hasColors(try converse().transcript))
  }

  @Test mutating func anUnknownTerminalStillWorks() throws {
    program.environment["TERM"] = "no-such-terminal"
    _ = try converse()
    #expect(try program.history() == ["nonsense", "print \"σ\"", "quit"])
  }

  @Test(arguments: ["C", "POSIX", "xx_YY.UTF-9"])
  mutating func aLocaleWithoutUTF8GetsASCIIAndTakesGreek(language: String) throws {
    program.environment["LANG"] = language
    let terminal = try program.atTerminal()
    let start = try terminal.wait(for: PseudoTerminal.prompt)
    #expect(start.utf8.allSatisfy { $0 < 0x80 })
    try terminal.enter("print \"σ\"")
    #expect(try terminal.quit() == 0)
    #expect(try program.history() == ["print \"σ\"", "quit"])
  }

  @Test(arguments: [SIGTERM, SIGHUP]) func theTerminalIsPutBackBeforeASignalEndsIt(
    signal: Int32
  ) throws {
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    #expect(!terminal.isCooked)
    kill(terminal.process, signal)
    #expect(try terminal.waitForExit() == -signal)
    #expect(terminal.isCooked)
  }

  @Test func noHomeIsNoTrouble() throws {
    var program = program
    program.environment["HOME"] = nil
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter("print 1")
    #expect(try terminal.quit() == 0)
  }
}
