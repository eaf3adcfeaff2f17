import ArgumentParser
import LineEditor
import Shell

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Brings together a session, the text it is fed and the streams it writes to.
struct Program {
  let json: Bool

  /// Whether a person sits at both ends.
  static var isAtTerminal: Bool {
    Terminal.isTerminal(STDIN_FILENO) && Terminal.isTerminal(STDOUT_FILENO)
  }

  /// Runs a script up to its first error and says how the program ends: 0, 1 after an error, 130
  /// after ^C.
  func run(_ script: Script) -> ExitCode {
    Interrupt.install()
    let watch = InterruptWatch(endsLine: Self.isAtTerminal)
    let session = Session(
      output: StandardStreams.sessionOutput, traits: currentTraits(interactive: false),
      interrupt: watch.isInterrupted)
    do throws(ScriptFailure) {
      var lines = try ScriptLines(script)
      while let line = try lines.next() {
        let outcome = session.execute(line, at: .init(file: script.name, line: lines.lineNumber))
        if Interrupt.pending { return .interrupted }
        switch outcome {
        case .done: continue
        case .failed: return .failure
        case .quit: return .success
        }
      }
      let end = SourceLocation(file: script.name, line: lines.lineNumber)
      return session.finish(at: end) == .failed ? .failure : .success
    } catch {
      switch error {
      case .interrupted:
        return .interrupted
      case .refused(let message, let line):
        session.refuse(message, at: line.map { .init(file: script.name, line: $0) })
        return .failure
      }
    }
  }

  /// Shows what the shell's `help` shows.
  func help(on words: [String]) -> ExitCode {
    let session = Session(
      output: StandardStreams.sessionOutput, traits: currentTraits(interactive: false),
      interrupt: { false })
    let outcome = session.execute((["help"] + words).joined(separator: " "))
    return outcome == .failed ? .failure : .success
  }

  /// The shell: reads lines from the terminal until ^D or `quit`.
  func converse() -> ExitCode {
    let historyFile = Folders.state.map { $0 + "/history" }
    guard
      let editor = LineEditor(
        programName: "descent", historyFile: historyFile, report: StandardStreams.complain)
    else { return run(.standardInput) }
    Interrupt.install()
    let watch = InterruptWatch(endsLine: true)
    let session = Session(
      output: StandardStreams.sessionOutput, traits: currentTraits(interactive: true),
      interrupt: watch.isInterrupted)
    session.adoptHistory(editor.history) { editor.clearHistory() }
    StandardStreams.write(
      """
      descent \(Descent.version), a debugger for gradient descent
      'help' lists what can be typed, ^D leaves

      """)
    editor.complete = { line, cursor in
      let found = session.completions(line: line, cursorUTF8: cursor)
      return Completion(
        replacing: found.replacing, of: line,
        with: found.candidates.map { .init(text: $0.text, isComplete: $0.isComplete) })
    }
    while true {
      session.traits = currentTraits(interactive: true)
      switch editor.read(prompt: session.prompt) {
      case .interrupted:
        session.cancel()
      case .endOfFile:
        StandardStreams.write("\n")
        return .success
      case .line(let line):
        Interrupt.take()
        let outcome = session.execute(line)
        watch.reset()
        if outcome == .quit { return .success }
      }
    }
  }

  private func currentTraits(interactive: Bool) -> Traits {
    // Errors are coloured like everything else, so both streams have to be able to show it.
    let canShowColor = !json && Terminal.isTerminal(STDERR_FILENO)
    let color: Traits.ColorDepth =
      switch canShowColor ? Terminal.colorDepth(of: STDOUT_FILENO) : .none {
      case .none: .none
      case .basic: .ansi
      case .palette: .palette256
      case .full: .trueColor
      }
    return Traits(
      width: Terminal.columns() ?? 80, height: Terminal.rows() ?? 24,
      color: color, unicode: Terminal.usersLocaleIsUTF8,
      isInteractive: interactive, json: json)
  }
}

extension ExitCode {
  /// As a shell reports a program that SIGINT ended.
  static let interrupted = ExitCode(130)
}
