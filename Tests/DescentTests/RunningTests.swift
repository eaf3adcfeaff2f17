import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Commands at a terminal.
///
/// What one sees of a run from outside; serialized, since one test measures time.
@Suite(.serialized) struct RunningTests {
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

  /// ^C within a pass over many examples: the wait is a small part of what the pass takes on the
  /// same machine at the same time.
  @Test(arguments: [
    "batch 64; run 1000000", "batch all; run 1000", "batch 64; run 1000 until loss < 0",
    "batch all; step 3; trace loss last=3", "print loss; print loss; print loss; print loss",
  ])
  func interruptIsHeardWithinALongPass(line: String) throws {
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter("data moons n=200000 noise=0.2")
    try terminal.enter("network 2-256:relu-256:relu-1:sigmoid")
    var begin = now()
    try terminal.enter("print loss")
    let pass = now() - begin
    let times = try (1...4).map { k in
      try terminal.type(line + Key.enter)
      while !terminal.isCooked { usleep(1000) }
      usleep(useconds_t(150_000 + 70_000 * k))
      begin = now()
      try terminal.type(Key.control("c"))
      try terminal.wait(for: PseudoTerminal.prompt)
      return now() - begin
    }
    #expect((times.min() ?? 1) < max(0.05, pass / 4), "\(times), a pass takes \(pass)")
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

  /// What a run shows of its progress, up to ^C; then the transcript to the next prompt.
  private func interruptedRun(_ program: BuiltProgram, columns: Int) throws -> [UInt8] {
    let terminal = try program.atTerminal(columns: columns)
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter("surface bowl")
    let before = terminal.transcript.count
    try terminal.type("run 1000000000" + Key.enter)
    try terminal.wait(for: "s left")
    try terminal.wait(for: "s left")
    try terminal.type(Key.control("c"))
    try terminal.wait(for: PseudoTerminal.prompt)
    #expect(try terminal.quit() == 0)
    return Array(terminal.transcript[before...])
  }

  @Test(arguments: [80, 40]) func progressIsOneLineThatLeavesNoTrace(columns: Int) throws {
    let bytes = try interruptedRun(program, columns: columns)
    let seen = ScreenLines(bytes, columns: columns)
    #expect(seen.shown.contains { $0.contains("run  ") && $0.contains("s left") })
    // Nothing wrapped, and nothing of it is left.
    #expect(seen.shown.allSatisfy { $0.count < columns })
    #expect(!seen.lines.contains { $0.contains("s left") || $0.contains("^C") })
    #expect(seen.lines.contains { $0.contains("interrupted after t") })
  }

  @Test mutating func progressWithoutUTF8IsASCII() throws {
    program.environment["LANG"] = "C"
    #expect(try interruptedRun(program, columns: 80).allSatisfy { $0 < 0x80 })
  }

  /// A terminal that cannot erase, a pipe, and objects have none.
  @Test(arguments: ["dumb", "pipe", "json"]) mutating func noProgress(where place: String) throws {
    let commands = "surface bowl; run 20000000 every=10000000"
    if place == "pipe" {
      let outcome = try program.run(input: commands)
      #expect(!(outcome.output + outcome.errors).contains("left"))
      return
    }
    if place == "dumb" { program.environment["TERM"] = "dumb" }
    let terminal = try program.atTerminal(place == "json" ? ["--json", "-c", commands] : [])
    if place == "dumb" {
      try terminal.wait(for: PseudoTerminal.prompt)
      try terminal.enter(commands)
      try terminal.type("quit" + Key.enter)
    }
    #expect(try terminal.waitForExit() == 0)
    let text = String(decoding: terminal.screen, as: UTF8.self)
    #expect(!text.contains("left") && text.contains("20000000"))
  }
}

/// The lines that a transcript leaves on a terminal that knows carriage return and "erase to the
/// end of the line", and every text that one of its lines ever was.
private struct ScreenLines {
  private(set) var lines: [String] = []
  private(set) var shown: [String] = []

  init(_ bytes: [UInt8], columns: Int) {
    var line: [Character] = []
    var column = 0
    let text = String(decoding: bytes, as: UTF8.self)
    var rest = Array(text.unicodeScalars)[...]
    func keep() { shown.append(String(line)) }
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\r":
        keep()
        column = 0
      case "\n":
        keep()
        lines.append(String(line))
        (line, column) = ([], 0)
      case "\u{1B}":
        guard rest.first == "[" else { continue }
        var sequence = ""
        while let next = rest.popFirst() {
          sequence.unicodeScalars.append(next)
          if next != "[", (0x40...0x7E).contains(next.value) { break }
        }
        if sequence == "[K", column < line.count { line.removeSubrange(column...) }
      default:
        guard scalar.value >= 0x20 else { continue }
        if column == line.count { line.append(" ") }
        line[column] = Character(scalar)
        column += 1
      }
    }
    keep()
    lines.append(String(line))
  }
}
