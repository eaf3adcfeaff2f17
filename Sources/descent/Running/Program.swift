import Console
import LineEditor
import Session
import Shell
import View
import Wording

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
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
    let session = makeSession(interactive: false).session
    if case .file(let path) = script { session.file = path }
    return run(script, in: session) { _ in false }
  }

  private func run(
    _ script: Script, in session: Session, until isOver: (Session) -> Bool
  ) -> ExitCode {
    do throws(ScriptFailure) {
      var lines = try ScriptLines(script)
      while let line = try lines.next() {
        let outcome = session.execute(line, at: .init(file: lines.file, line: lines.lineNumber))
        if Interrupt.pending { return .interrupted }
        switch outcome {
        case .done:
          if isOver(session) { return session.hadTrouble ? .failure : .success }
        case .failed: return .failure
        case .quit: return session.hadTrouble ? .failure : .success
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
      output: StandardStreams.sessionOutput(erasing: nil),
      traits: currentTraits(interactive: false), interrupt: { false })
    let outcome = session.execute((["help"] + words).joined(separator: " "))
    return outcome == .failed ? .failure : .success
  }

  /// The shell: reads lines from the terminal until ^D or `quit`.
  ///
  /// - Parameter opening: a line to carry out first.
  func converse(opening: String? = nil) -> ExitCode {
    let parts = makeSession(interactive: true)
    return converse(
      parts, opening: opening,
      greeting: """
        descent \(Session.programVersion), a debugger for gradient descent
        'help' lists what can be typed, ^D leaves

        """
    ) { _ in false }
  }

  /// A lesson, opened by `line`; leaving the lesson leaves the program.
  func take(lesson line: String, student: String?) -> ExitCode {
    Interrupt.install()
    let parts = makeSession(interactive: Self.isAtTerminal)
    let session = parts.session
    if let student, !session.setStudent(student) {
      session.refuse("--student takes \(Session.studentNamePhrase)")
      return .failure
    }
    guard session.execute(line) == .done else { return .failure }
    guard Self.isAtTerminal else {
      return run(.standardInput, in: session) { !$0.isInLesson }
    }
    return converse(parts) { !$0.isInLesson }
  }

  /// A lesson, opened by `line`, whose answers come from a file: 0 where it is finished, 1 where it is
  /// not.
  func take(lesson line: String, student: String?, answers path: String) -> ExitCode {
    Interrupt.install()
    let session = makeSession(interactive: false).session
    if let student, !session.setStudent(student) {
      session.refuse("--student takes \(Session.studentNamePhrase)")
      return .failure
    }
    let lines: [String]
    do { lines = try Files.lines(of: path) } catch {
      session.refuse(error.message)
      return .failure
    }
    guard session.execute(line) == .done else { return .failure }
    let (standing, leftOver) = session.take(answers: lines, file: path)
    if Interrupt.pending { return .interrupted }
    if leftOver > 0 {
      session.refuse("\(counted(leftOver, "answer")) left over: the lesson is over before them")
    }
    return standing == .finished ? .success : .failure
  }

  /// Reads lines from the terminal until ^D, `quit`, or until `isOver`.
  private func converse(
    _ parts: Parts, opening: String? = nil, greeting: String = "",
    until isOver: (Session) -> Bool
  ) -> ExitCode {
    let (session, watch) = (parts.session, parts.watch)
    let historyFile = Folders.state.map { $0 + "/history" }
    guard
      let editor = LineEditor(
        programName: "descent", historyFile: historyFile,
        report: { session.refuse("descent: \($0)") })
    else { return run(.standardInput, in: session, until: isOver) }
    Interrupt.install()
    session.adoptHistory(editor.history) { editor.clearHistory() }
    StandardStreams.write(greeting)
    if !greeting.isEmpty, editor.history.isEmpty, let hint = session.firstStartHint {
      StandardStreams.write(hint + "\n")
    }
    session.keepJournal(offers: !session.isInLesson)
    editor.complete = { line, cursor in
      let found = session.completions(line: line, cursorUTF8: cursor)
      return Completion(
        replacing: found.replacing, of: line,
        with: found.candidates.map { .init(text: $0.text, isComplete: $0.isComplete) },
        in: found.quotes.map {
          .init(start: $0.start, open: $0.open, word: Session.word)
        })
    }
    let view = makeView(parts, editor)
    defer { view.close() }
    if let opening { carryOut(opening, in: session, watch, view) }
    while true {
      session.traits = currentTraits(interactive: true)
      let isPaging = session.isPaging
      // The q that ends the pages is no command.
      switch editor.read(prompt: session.prompt, remembering: { !isPaging || $0 != "q" }) {
      case .interrupted:
        session.cancel()
      case .endOfFile where isPaging:
        StandardStreams.write("\n")
        session.cancel()
      case .endOfFile:
        StandardStreams.write("\n")
        // A window that was closed ends the input too, and its session may be wanted again.
        if Self.isAtTerminal { session.closeJournal() }
        return .success
      case .line(let line, let isPasted):
        Interrupt.take()
        // The window may have changed while the line was typed.
        session.traits = currentTraits(interactive: true)
        // The page goes on where its prompt stood.
        if isPaging, !isPasted, line.isEmpty { StandardStreams.write("\u{1B}[A\r\u{1B}[K") }
        let outcome = carryOut(line, isPasted: isPasted, in: session, watch, view)
        if outcome == .quit || isOver(session) {
          session.closeJournal()
          return .success
        }
      }
    }
  }

  @discardableResult
  private func carryOut(
    _ line: String, isPasted: Bool = false, in session: Session, _ watch: InterruptWatch,
    _ view: PageView
  ) -> Session.Outcome {
    view.begin(line)
    let outcome = session.execute(line, isPasted: isPasted)
    view.end(hasFailed: outcome == .failed)
    // After the page knows: it asks for no stop from here on.
    watch.reset()
    return outcome
  }

  /// What `view` opens: its commands are carried out while a key is awaited, in the place of the line
  /// that is typed, which comes back after them.
  private func makeView(_ parts: Parts, _ editor: LineEditor) -> PageView {
    let session = parts.session
    let view = PageView(
      of: session, stateFolder: Folders.state, opener: Terminal.desktopOpener,
      wake: { LineEditor.wake() },
      interrupt: { Interrupt.request() }
    ) { line, words in
      editor.stepAside()
      Interrupt.take()
      session.traits = currentTraits(interactive: true)
      StandardStreams.write("\(session.prompt)\(line)   # \(words)\n")
      editor.remember(line)
    }
    session.workspace.host.viewer = view
    parts.tap.view = view
    editor.attend = {
      guard view.attend() else { return nil }
      parts.watch.reset()
      session.traits = currentTraits(interactive: true)
      return session.prompt
    }
    return view
  }

  /// A session with what surrounds it.
  private struct Parts {
    let session: Session
    let watch: InterruptWatch
    let tap: OutputTap
  }

  /// A session on the standard streams, and what tells it of ^C.
  private func makeSession(interactive: Bool) -> Parts {
    let statusLine = interactive ? TerminalStatusLine(on: STDOUT_FILENO) : nil
    let watch = InterruptWatch(
      endsLine: interactive || Self.isAtTerminal, statusLine: statusLine)
    let tap = OutputTap()
    let session = Session(
      output: tap.tapping(StandardStreams.sessionOutput(erasing: statusLine)),
      traits: currentTraits(interactive: interactive), interrupt: watch.isInterrupted)
    session.stateFolder = Folders.state
    session.keyboard = Keyboard(
      begin: { Terminal.movesCursor && Keys.begin() }, next: { Keys.next() }, end: Keys.end)
    return Parts(session: session, watch: watch, tap: tap)
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
      isInteractive: interactive, pages: interactive && Terminal.movesCursor,
      wrapsErrors: interactive && Terminal.isTerminal(STDERR_FILENO), json: json)
  }
}

extension ExitCode {
  /// As a shell reports a program that SIGINT ended.
  static let interrupted = ExitCode(130)
}
