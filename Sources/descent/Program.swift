import ArgumentParser
import LineEditor

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Brings together a session, the text it is fed and the streams it writes to.
struct Program {
  let json: Bool

  /// Where a script's lines come from.
  enum Script {
    /// A name for error messages stands beside the text.
    case text(String, name: String)
    case file(String)
    case standardInput

    /// What stands before the line number in an error.
    var name: String {
      switch self {
      case .text(_, let name): name
      case .file(let path): path
      case .standardInput: "<stdin>"
      }
    }
  }

  /// Whether a person sits at both ends.
  static var isAtTerminal: Bool {
    Terminal.isTerminal(STDIN_FILENO) && Terminal.isTerminal(STDOUT_FILENO)
  }

  /// Runs a script up to its first error and says how the program ends: 0, 1 after an error, 130
  /// after ^C.
  func run(_ script: Script) -> ExitCode {
    Interrupt.install()
    let session = makeSession(interactive: false)
    do {
      switch script {
      case .text(let text, let name):
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
          let location = SourceLocation(file: name, line: index + 1)
          if let code = execute(String(line), at: location, in: session) { return code }
        }
        return finish(session, at: .init(file: name, line: lines.count))
      case .file(let path):
        return run(try PlainInput(path: path), name: script.name, in: session)
      case .standardInput:
        return run(PlainInput(), name: script.name, in: session)
      }
    } catch {
      StandardStreams.complain("\(script.name): \(error)")
      return .failure
    }
  }

  private func run(
    _ input: consuming PlainInput, name: String, in session: Session
  ) -> ExitCode {
    do {
      while let line = try input.next() {
        let location = SourceLocation(file: name, line: input.lineNumber)
        if let code = execute(line, at: location, in: session) { return code }
      }
      return finish(session, at: .init(file: name, line: input.lineNumber))
    } catch .interrupted {
      return .interrupted
    } catch {
      session.refuse(error.description, at: .init(file: name, line: max(1, input.lineNumber)))
      return .failure
    }
  }

  private func finish(_ session: Session, at location: SourceLocation) -> ExitCode {
    session.finish(at: location) == .failed ? .failure : .success
  }

  /// One line of a script; the exit status where the script ends with it.
  private func execute(
    _ line: String, at location: SourceLocation, in session: Session
  ) -> ExitCode? {
    let outcome = session.execute(line, at: location)
    if Interrupt.pending { return .interrupted }
    switch outcome {
    case .done: return nil
    case .failed: return .failure
    case .quit: return .success
    }
  }

  /// The shell: reads lines from the terminal until ^D or `quit`.
  func converse() -> ExitCode {
    let historyFile = Folders.state.map { $0 + "/history" }
    guard
      let editor = LineEditor(
        programName: "descent", historyFile: historyFile, report: StandardStreams.complain)
    else { return run(.standardInput) }
    Interrupt.install()
    let session = makeSession(interactive: true)
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
        if session.execute(line) == .quit { return .success }
        Interrupt.take()
      }
    }
  }

  private func makeSession(interactive: Bool) -> Session {
    Session(
      output: StandardStreams.sessionOutput, traits: currentTraits(interactive: interactive),
      interrupt: { Interrupt.pending })
  }

  private func currentTraits(interactive: Bool) -> Traits {
    let color: Traits.ColorDepth =
      switch Terminal.colorDepth() {
      case .none: .none
      case .basic: .ansi
      case .palette: .palette256
      case .full: .trueColor
      }
    return Traits(
      width: Terminal.columns() ?? 80, height: Terminal.rows() ?? 24,
      color: interactive ? color : .none, unicode: Terminal.usersLocaleIsUTF8,
      isInteractive: interactive, json: json)
  }
}

extension ExitCode {
  /// As a shell reports a program that SIGINT ended.
  static let interrupted = ExitCode(130)
}
