import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Lessons at a terminal.
@Suite struct LessonProcessTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  @Test func aKilledLessonComesBack() throws {
    for keys in ["\r", "hint", "1.25", "step 3", "play", "step", "next", "skip"] {
      let terminal = try program.atTerminal(["lesson", "4"])
      try terminal.wait(for: PseudoTerminal.prompt)
      try terminal.enter(keys)
      kill(terminal.process, SIGKILL)
      _ = try terminal.waitForExit()
      let again = try program.atTerminal(["lesson", "4"])
      try again.wait(for: "You are back where you left.")
    }
  }

  #if os(Linux)
    /// Nanoseconds that the process's threads have computed.
    private func machineTime(of process: pid_t) throws -> Double {
      let file = try #require(fopen("/proc/\(process)/schedstat", "r"))
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 100)
      _ = fgets(&line, 100, file)
      let text = String(
        decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      return try #require(text.split(separator: " ").first.flatMap { Double($0) })
    }

    @Test func theFirstQuestionComesAtOnce() throws {
      // The best of several: what else the machine does costs time too.
      let times = try (1...5).map { _ in
        let terminal = try BuiltProgram().atTerminal(["lesson", "4"])
        try terminal.wait(for: PseudoTerminal.prompt)
        // A long page asks for Enter once more.
        try terminal.type("\r")
        if try !terminal.wait(for: " > ").contains("Question 1 of") {
          try terminal.type("\r")
          try terminal.wait(for: "Question 1 of")
        }
        return try machineTime(of: terminal.process) / 1e6
      }
      #expect((times.min() ?? .infinity) < 50, "milliseconds: \(times)")
    }
  #endif
}
