import Console
import Engine
import LongWork
import Wording

/// A conversation: lines in, text out. It knows no terminal.
///
/// ```swift
/// let session = Session(output: .init(write: { print($0, terminator: "") }, ...), traits: traits)
/// _ = session.execute("surface rosenbrock; step 3")
/// ```
package final class Session {
  /// Where text goes. Both are called with whole lines.
  package struct Output {
    package var write: (String) -> Void
    package var writeError: (String) -> Void
    /// Where long commands show how far they are; nil where no person watches.
    package var statusLine: StatusLine?

    package init(
      write: @escaping (String) -> Void, writeError: @escaping (String) -> Void,
      statusLine: StatusLine? = nil
    ) {
      self.write = write
      self.writeError = writeError
      self.statusLine = statusLine
    }
  }

  package enum Outcome: Hashable, Sendable {
    case done
    /// An error was written; what stood after it on the line was not run.
    case failed
    case quit
  }

  package let output: Output
  package var workspace: Workspace
  /// What the terminal can show; what the user has `set` stands above it.
  package var terminal: Traits
  /// The last statement that an empty line repeats.
  package var repeatable: String?
  /// What takes the lines: the lesson that is under way.
  package var guide: (any Guide)?
  /// Output that waits to be read.
  package var pager = Pager()
  /// Whether a question waits with it, unseen.
  package var holdsQuestion = false
  /// Whether what is written belongs to a line that was typed.
  package var isCarryingOut = false
  /// Whether something went wrong that no command's outcome told.
  package private(set) var hadTrouble = false

  /// - Parameter interrupt: whether the user has pressed ^C since the current command began. A run
  ///   polls it between updates.
  package init(
    output: Output, traits: Traits = Traits(), interrupt: @escaping () -> Bool = { false },
    rooms: Rooms
  ) {
    self.output = output
    terminal = traits
    let host = Host(rooms: rooms, interrupt: interrupt)
    workspace = Workspace(traits: traits, host: host)
    host.statusLine = output.statusLine
    host.emit = { [weak self] report, verb, traits in
      self?.show(report, verb: verb, traits: traits)
    }
  }

  /// How output is shown. Setting it tells the session what the terminal can show now; what the
  /// user has chosen with `set` stays.
  package var traits: Traits {
    get { workspace.traits }
    set {
      terminal = newValue
      workspace.traits = workspace.preferences.applied(to: terminal)
    }
  }

  /// A text as one word of a line, in quotes where it needs them.
  package static func word(for text: String) -> String { LineSyntax.word(for: text) }

  /// The file whose lines are run: what they read is looked for beside it first. Nil where a person
  /// types.
  package var file: String? {
    get { workspace.files.first }
    set { workspace.files = newValue.map { [$0] } ?? [] }
  }

  /// Takes over what an editor keeps of earlier sessions: `history` lists those lines too, oldest
  /// first, and has them forgotten by `forget`.
  package func adoptHistory(_ lines: [String], forget: @escaping () -> Void) {
    workspace.host.lines = lines
    workspace.host.forget = forget
  }

  /// Runs a line: any number of statements, stopping at the first that fails.
  ///
  /// An empty line repeats the last `step`, `back`, `continue` or `next` where a person types it; one
  /// within a paste is nothing. Where a page waits, an empty line turns it, `q` ends the pages, and
  /// any other ends them and is carried out. Errors are written, not thrown.
  @discardableResult
  package func execute(
    _ line: String, isPasted: Bool = false, at location: SourceLocation? = nil
  ) -> Outcome {
    if isPasted, line.unicodeScalars.allSatisfy(\.isBlank) { return .done }
    if pager.isWaiting, let outcome = turnPage(line, at: location) { return outcome }
    beginPage()
    isCarryingOut = true
    defer {
      isCarryingOut = false
      pager.close()
    }
    return carryOut(line, at: location)
  }

  private func carryOut(_ line: String, at location: SourceLocation?) -> Outcome {
    if let guide { return guide.respond(to: line, in: self, at: location) }
    let statements: [Statement]
    do { statements = try LineSyntax.statements(of: line) } catch {
      report(error, at: location)
      return .failed
    }
    if traits.isInteractive, !statements.isEmpty { remember(line) }
    if statements.isEmpty {
      if let remark = Workspace.remark(in: line) { workspace.note(prose: remark) }
      guard traits.isInteractive, line.unicodeScalars.allSatisfy(\.isBlank),
        workspace.definition == nil, let repeatable
      else { return .done }
      return carryOut(repeatable, at: location)
    }
    let wasDefining = workspace.definition != nil
    defer { tellTroubles(at: location) }
    for (i, statement) in statements.enumerated() {
      do { try run(statement, continuesLine: i > 0) } catch {
        if !wasDefining, workspace.definition != nil { noteCancel() }
        var shown = wasDefining ? error : workspace.cancelDefinition(after: error)
        if workspace.host.listener != nil { shown.column = shown.column ?? statement.column }
        report(shown, at: location)
        return .failed
      }
      if workspace.isLeaving { return .quit }
      let outcome = carryOutRequest(at: location)
      workspace.host.listener?.statementEnd()
      if let outcome, outcome != .done || guide != nil { return outcome }
      // A student who interrupts a run does not want what follows it on the line.
      if workspace.host.interrupt() { return .done }
    }
    return .done
  }

  /// Does what the last command asked for; nil where it asked for nothing.
  package func carryOutRequest(at location: SourceLocation?) -> Outcome? {
    guard let request = workspace.request as? any SessionRequest else { return nil }
    workspace.request = nil
    return request.carryOut(in: self, at: location)
  }

  /// Tells a script's reader what went wrong beside the commands; a person has seen it by now.
  private func tellTroubles(at location: SourceLocation?) {
    for trouble in workspace.host.troubles {
      hadTrouble = true
      if !traits.isInteractive, !traits.json { report(trouble, at: location) }
    }
    workspace.host.troubles = []
  }

  /// Says what is left open at the end of a file or of the input.
  ///
  /// - Returns: `failed` also where something went wrong before that did not stop the commands.
  package func finish(at location: SourceLocation? = nil) -> Outcome {
    guard let definition = workspace.definition else { return hadTrouble ? .failed : .done }
    workspace.definition = nil
    report(
      ShellError("'define rule \(definition.name)' is not closed; end it with a line 'end'"),
      at: location)
    return .failed
  }

  /// Drops what is half typed: ^C at the prompt.
  package func cancel() {
    endPages()
    if workspace.definition != nil { noteCancel() }
    workspace.cancelDefinition()
    guide?.cancel()
  }

  private func run(_ statement: Statement, continuesLine: Bool) throws(ShellError) {
    let host = workspace.host
    defer {
      host.stopwatch = nil
      host.statusLine?.show(nil)
    }
    if let line = host.statusLine, traits.isInteractive, !traits.json {
      host.stopwatch = Stopwatch(statement.tokens.first?.text ?? "", on: line)
    }
    noteBegin(statement, continuesLine: continuesLine)
    var draft = workspace
    draft.fileSteps = []
    let performance: Performance
    do { performance = try draft.run(statement) } catch {
      noteFailure()
      throw error
    }
    draft.remember(workspace, before: statement.text, effect: performance.effect)
    draft.traits = draft.preferences.applied(to: terminal)
    workspace = draft
    noteEnd(performance, of: draft)
    if performance.isRepeatable { repeatable = statement.text }
    let interruption = Interruption(host.interrupt)
    for report in performance.reports {
      // Where ^C ended a run, its end is told: it is as short as ^C wants it.
      if performance.stop != nil {
        show(report, verb: performance.verb)
        continue
      }
      let text = interruption.whileInForce {
        host.tell(report, verb: performance.verb)
        return Self.longRendering(of: report, verb: performance.verb, traits: workspace.traits)
      }
      guard !interruption.gaveUp else { return }
      if !text.isEmpty { write(text) }
    }
  }

  private func remember(_ line: String) {
    let host = workspace.host
    if host.lines.last != line { host.lines.append(line) }
    if host.lines.count > 10_000 { host.lines.removeFirst(1_000) }
  }

  // MARK: Output

  /// A report as text; whole, though ^C may have come.
  package static func rendering(of report: Report, verb: String, traits: Traits) -> String {
    Interruption.suspended { longRendering(of: report, verb: verb, traits: traits) }
  }

  /// The same where ^C may cut it short.
  private static func longRendering(of report: Report, verb: String, traits: Traits) -> String {
    guard traits.json else { return TextRenderer(traits: traits).text(of: report) }
    return report.readers == .people ? "" : report.jsonLine(verb: verb) + "\n"
  }

  /// Shows a report at once; whole, though ^C may have come.
  package func show(_ report: Report, verb: String, traits: Traits? = nil) {
    Interruption.suspended { workspace.host.tell(report, verb: verb) }
    let text = Self.rendering(of: report, verb: verb, traits: traits ?? workspace.traits)
    if !text.isEmpty { write(text) }
  }

  /// Reports that something outside the session's commands went wrong: a file that cannot be read.
  package func refuse(_ message: String, at location: SourceLocation? = nil) {
    report(ShellError(message), at: location)
  }

  /// Reports an error in the form of the command line: `FILE:LINE: what` on the error stream, and
  /// an object on the output where objects are wanted.
  package func report(_ error: ShellError, at location: SourceLocation?) {
    if let listener = workspace.host.listener {
      listener.failure(error, location)
      return
    }
    if traits.json {
      var object: JSON.Object = ["error": .string(error.message)]
      object["line"] = .integer(location?.line ?? 1)
      if let column = error.column { object["column"] = .integer(column) }
      write(JSON.object(object).text + "\n")
    }
    let place =
      traits.isInteractive ? "" : location.map { "\($0.file):\($0.line): " } ?? ""
    let text = StyledText(place) + StyledText(error.message, .bad)
    let shown = traits.wrapsErrors ? Report([.paragraph(text, indent: 2)]) : Report([.line(text)])
    write(TextRenderer(traits: traits).text(of: shown), isError: true)
  }
}

extension Workspace {
  /// Performs a command; where ^C made it give up work whose results it has not dropped itself, it
  /// has failed.
  private mutating func run(
    _ command: Command, _ arguments: Arguments
  ) throws(ShellError) -> [Report] {
    let interruption = Interruption(host.interrupt)
    let result = interruption.whileInForce {
      // After a long run that ^C stopped, the last update's quantities are made again when wanted.
      branch?.timeline.recallRecord()
      return Result { () throws(ShellError) in try command.handler(&self, arguments) }
    }
    guard interruption.gaveUp else { return try result.get() }
    if case .failure(let error) = result, error.isInterruption { throw error }
    throw .interrupted()
  }

  /// Runs one statement, changing the workspace; the caller keeps it only if this returns.
  package mutating func run(_ statement: Statement) throws(ShellError) -> Performance {
    guard let verb = statement.tokens.first else {
      return Performance(statement: statement, effect: .looks)
    }
    if definition != nil {
      let reports = try continueDefinition(with: statement)
      notes.append(statement.text)
      return Performance(
        statement: statement, effect: Verbs.define.effect, reports: reports,
        verb: Verbs.define.name)
    }
    if verb.key != nil || verb.isQuoted {
      throw verbAdvice(for: statement)
        ?? ShellError(
          "a line begins with a verb, not with '\(shortened(verb.text))'; 'help' lists the verbs",
          column: verb.column)
    }
    if try table.known(verb.text, column: verb.column) == nil,
      let advice = verbAdvice(for: statement)
    {
      throw advice
    }
    let command = try table.command(for: verb.text, column: verb.column)
    var arguments = try ArgumentReader.read(statement, as: command, in: self)
    let statement = try locatePaths(in: &arguments, of: statement)
    try sandbox?.admit(command, &arguments, of: statement, in: self)
    let bytes = trainingBytes
    let reports = try run(command, arguments)
    try checkTraining(after: bytes)
    followLog()
    note(statement, of: command)
    return Performance(
      statement: statement, effect: command.effect, reports: reports, verb: command.name,
      isRepeatable: command.isRepeatable, stop: stop(of: command))
  }

  /// Runs one statement of a file, and puts down what it did for the session's journal.
  package mutating func runLine(_ statement: Statement) throws(ShellError) -> Performance {
    let before = fileSteps
    fileSteps = []
    let performance = try run(statement)
    fileSteps = before + steps(of: performance, isOfFile: true)
    return performance
  }

  /// What the command that was just run did, for the session's journal.
  ///
  /// - Parameter isOfFile: whether it is a line of a file. Of what was typed the journal has the text
  ///   already, and going through that again is the same in most cases.
  package func steps(of performance: Performance, isOfFile: Bool) -> [JournalStep] {
    guard performance.effect.changesState || performance.effect.drawsFigure else { return [] }
    // The lines of a file stand for the command that read it.
    let hasLines = fileSteps.contains { if case .study = $0 { false } else { true } }
    let isSame = fileSteps.isEmpty && performance.stop == nil
    guard !hasLines, isOfFile || !isSame else { return fileSteps }
    let stop = performance.stop.map { [JournalStep.stop($0)] } ?? []
    return fileSteps + [.line(performance.statement.text)] + stop
  }
}

/// A statement that was run.
package struct Performance {
  /// The statement with the paths that were meant.
  package var statement: Statement
  package var effect: Effect
  package var reports: [Report] = []
  /// The verb's full name.
  package var verb = ""
  /// Whether an empty line repeats it.
  package var isRepeatable = false
  /// Where ^C ended it.
  package var stop: RunStop?
}
