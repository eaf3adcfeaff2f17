import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Sessions survive.
///
/// What a person has typed survives whatever ends the program.
@Suite(.serialized) struct JournalSurvivalTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  private var folder: String { program.home.path + "/.local/state/descent/journals" }

  private var journals: [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  private func start() throws -> PseudoTerminal {
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    return terminal
  }

  private func end(_ terminal: PseudoTerminal, by signal: Int32) throws {
    kill(terminal.process, signal)
    _ = try terminal.waitForExit()
  }

  /// The last t that a prompt showed.
  private func shownTime(_ terminal: PseudoTerminal) -> Int {
    let text = String(decoding: terminal.screen, as: UTF8.self)
    let last = text.ranges(of: "· t=").last
    return last.flatMap { Int(text[$0.upperBound...].prefix { $0.isNumber }) } ?? 0
  }

  /// A text without the line ends that the window's width puts in.
  private func flat(_ text: String) -> String {
    text.split { $0 == " " || $0 == "\n" || $0 == "\r" || $0 == "\r\n" }.joined(separator: " ")
  }

  private func seen(_ terminal: PseudoTerminal) -> String {
    flat(String(decoding: terminal.screen, as: UTF8.self))
  }

  /// What a line shows, up to the next prompt.
  private func shown(_ line: String, on terminal: PseudoTerminal) throws -> String {
    try terminal.type(line + Key.enter)
    try terminal.wait(for: "\n")
    return try terminal.wait(for: PseudoTerminal.prompt)
  }

  /// A line ends in its result; then the prompt says where training stands, and both must be there
  /// again, whenever the end comes: while a line is typed, worked on, written down or shown.
  @Test func killedSixtyTimesItHasEverythingThatWasShown() throws {
    var generator = SystemRandomNumberGenerator()
    var time = 0
    for attempt in 0..<60 {
      let terminal = try start()
      if attempt > 0 {
        try terminal.enter("journal restore")
        #expect(shownTime(terminal) >= time, "attempt \(attempt)")
      } else {
        try terminal.enter("surface rosenbrock")
        try terminal.enter("optimizer adam lr=0.01")
      }
      for _ in 0..<Int.random(in: 0...2, using: &generator) { try terminal.enter("step") }
      // The end comes at some moment within a line.
      try terminal.type("step 2" + Key.enter + "run 3" + Key.enter)
      usleep(UInt32.random(in: 0...12_000, using: &generator))
      kill(terminal.process, SIGKILL)
      _ = try terminal.waitForExit()
      time = max(time, shownTime(terminal))
    }
    // All of it is the same course of training as one that was never disturbed.
    let terminal = try start()
    try terminal.enter("journal restore")
    try terminal.enter("set digits 17")
    let now = shownTime(terminal)
    #expect(now >= time && time > 60)
    let theta = try shown("print theta", on: terminal)
    let undisturbed = try start()
    try undisturbed.enter("surface rosenbrock; optimizer adam lr=0.01; set digits 17")
    try undisturbed.enter("goto \(now)")
    #expect(try shown("print theta", on: undisturbed).dropLast(30) == theta.dropLast(30))
    #expect(try undisturbed.quit() == 0)
    #expect(try terminal.quit() == 0)
    #expect(journals.isEmpty)
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGTERM, SIGHUP])
  func aLineThatEndedTheProgramIsNamedAndLeftOut(signal: Int32) throws {
    let terminal = try start()
    // A rate with which no update is the last.
    try terminal.enter("surface rosenbrock; optimizer gd lr=0.0001")
    try terminal.enter("step 3")
    try terminal.type("run 100000000000" + Key.enter)
    try terminal.wait(for: "updates/s")
    try end(terminal, by: signal)
    let again = try start()
    #expect(seen(again).contains("after 2 lines"))
    let text = flat(try shown("journal restore", on: again))
    #expect(text.contains("'run 100000000000' was under way"), "\(text)")
    #expect(shownTime(again) == 3)
    #expect(try again.quit() == 0)
    #expect(journals.isEmpty)
  }

  @Test func twoShellsKeepToTheirOwn() throws {
    let first = try start()
    try first.enter("surface bowl; step 2")
    let second = try start()
    #expect(!seen(second).contains("journal restore"))
    try second.enter("surface ravine; step 7")
    try end(first, by: SIGKILL)
    // The one that is left is offered to one shell, though two begin.
    let (third, fourth) = (try start(), try start())
    let offers = [third, fourth].map {
      seen($0).contains("without 'quit', after 1 line; 'journal restore' takes it up")
    }
    #expect(offers == [true, false])
    try third.enter("journal restore")
    #expect(shownTime(third) == 2)
    #expect(flat(try shown("journal restore", on: fourth)).contains("no session is left"))
    for terminal in [second, third, fourth] { #expect(try terminal.quit() == 0) }
    #expect(journals.isEmpty)
  }

  @Test func whoLeavesLeavesNothing() throws {
    let terminal = try start()
    try terminal.enter("surface bowl; step")
    #expect(journals.count == 1)
    try terminal.type(Key.control("d"))
    #expect(try terminal.waitForExit() == 0)
    #expect(journals.isEmpty)
    #expect(try program.run(["-c", "surface bowl; step"]).status == 0)
    #expect(try program.run([], input: "surface bowl\nstep\n").status == 0)
    try program.home.write(Array("surface bowl\n".utf8), to: "f")
    #expect(try program.run(["run", "f"]).status == 0)
    #expect(journals.isEmpty)
  }

  @Test func anInterruptedRunComesBackToItsUpdate() throws {
    let terminal = try start()
    try terminal.enter("surface rosenbrock; optimizer gd lr=0.0001")
    try terminal.type("run 100000000000" + Key.enter)
    try terminal.wait(for: "updates/s")
    try terminal.type(Key.control("c"))
    try terminal.wait(for: "interrupted after t ")
    try terminal.wait(for: PseudoTerminal.prompt)
    let time = shownTime(terminal)
    #expect(time > 0)
    try end(terminal, by: SIGKILL)
    let again = try start()
    try again.enter("journal restore")
    #expect(shownTime(again) == time)
    #expect(try again.quit() == 0)
  }
}
