import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What one sees of a run from outside; serialized, since one test measures time.
@Suite("Commands at a terminal", .serialized) struct RunningTests {
  var program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  /// Interrupts a run of a thousand million updates: seconds from ^C to the next prompt.
  private func secondsToStop(_ terminal: PseudoTerminal) throws -> Double {
    try terminal.type("run 1000000000" + Key.enter)
    // The terminal is the run's own once the line has been taken; then it has to get going.
    while !terminal.isCooked { usleep(1000) }
    usleep(100_000)
    let start = now()
    try terminal.type(Key.control("c"))
    try terminal.wait(for: PseudoTerminal.prompt)
    return now() - start
  }

  @Test func interruptStopsARunAndKeepsItsState() throws {
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter("surface bowl")
    // Every one must stop; the promise of 50 ms is the program's, and a busy machine may add to
    // all but the best of several.
    let times = try (1...5).map { _ in try secondsToStop(terminal) }
    #expect((times.min() ?? 1) < 0.05)
    try terminal.type("print t" + Key.enter)
    try terminal.wait(for: "print t\n")
    let answer = try terminal.wait(for: PseudoTerminal.prompt)
    let steps = try #require(
      answer.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }.last)
    #expect(steps > 0 && steps < 5_000_000_000)
    try terminal.enter("back")
    #expect(try terminal.quit() == 0)
  }

  @Test func interruptEndsAScript() throws {
    let terminal = try program.atTerminal(["-c", "surface bowl; run 1000000000; print 4711"])
    usleep(200_000)
    try terminal.type(Key.control("c"))
    #expect(try terminal.waitForExit() == 130)
    #expect(!String(decoding: terminal.screen, as: UTF8.self).contains("4711"))
  }

  @Test func thePromptSaysWhereOneIs() throws {
    let terminal = try program.atTerminal()
    try terminal.wait(for: "descent> ")
    try terminal.enter("surface rosenbrock")
    try terminal.enter("optimizer adam lr=0.1")
    try terminal.type("step" + Key.enter)
    try terminal.wait(for: "rosenbrock · adam · t=1 > ")
    // An empty line repeats the step.
    try terminal.type(Key.enter)
    try terminal.wait(for: "rosenbrock · adam · t=2 > ")
    #expect(try terminal.quit() == 0)
  }

  @Test mutating func withoutUTF8EverythingShownIsASCII() throws {
    program.environment["LANG"] = "C"
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter("surface rosenbrock")
    try terminal.enter("optimizer adam")
    try terminal.enter("step 3")
    try terminal.enter("explain m_hat")
    try terminal.enter("help adam")
    #expect(try terminal.quit() == 0)
    #expect(terminal.transcript.allSatisfy { $0 < 0x80 })
  }

  @Test mutating func colorsAreShownUnlessUnwanted() throws {
    func transcript() throws -> String {
      let terminal = try program.atTerminal()
      try terminal.wait(for: PseudoTerminal.prompt)
      try terminal.enter("surface rosenbrock")
      try terminal.enter("nonsense")
      #expect(try terminal.quit() == 0)
      return String(decoding: terminal.transcript, as: UTF8.self)
    }
    let color = /\u{1B}\[[0-9;]*[1-9][0-9;]*m/
    #expect(try transcript().contains(color))
    program.environment["NO_COLOR"] = "1"
    #expect(try !transcript().contains(color))
  }

  @Test func tabKnowsKeysAndValues() throws {
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter("surface rosenbrock")
    try terminal.type("optimizer ada" + Key.tab)
    try terminal.wait(for: "adagrad")
    try terminal.wait(for: "adam")
    try terminal.type("m l" + Key.tab)
    try terminal.wait(for: "lr=")
    try terminal.enter("0.5")
    #expect(try terminal.quit() == 0)
    #expect(try program.history().dropFirst().first == "optimizer adam lr=0.5")
  }

  /// What follows the prompt is wide; the window's width is respected at once after a resize.
  @Test func outputFitsTheWindowOfNow() throws {
    let terminal = try program.atTerminal(columns: 100)
    try terminal.wait(for: PseudoTerminal.prompt)
    terminal.resize(columns: 50, rows: 24)
    try terminal.enter("surface rosenbrock")
    try terminal.type("help step" + Key.enter)
    try terminal.wait(for: "help step\n")
    let page = try terminal.wait(for: "\nrosenbrock")
    #expect(page.split(separator: "\n").allSatisfy { $0.count <= 50 })
    #expect(try terminal.quit() == 0)
  }
}
