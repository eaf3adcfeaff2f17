import Console
import Disk
import Engine
import Wording

/// A journal's commands gone through again.
package struct Restoration {
  /// The state that they lead to.
  package private(set) var workspace: Workspace
  /// The entries that were gone through.
  package private(set) var entries: [JournalEntry] = []
  /// Why the entry after those could not be.
  package private(set) var failure: ShellError?
  /// The first command after which the numbers are not those of the time.
  package private(set) var difference: String?
  /// The line that began a log for TensorBoard, which is not gone on with.
  package private(set) var log: String?

  /// Goes through a journal quietly: nothing is shown but how far it is, and no file is written.
  ///
  /// - Throws: `ShellError` after ^C.
  package init(of contents: JournalContents, after present: Workspace) throws(ShellError) {
    var fresh = present.emptied
    fresh.remember(present, before: "journal restore", effect: .loads)
    workspace = fresh
    let host = present.host
    let (emit, log, drawn) = (host.emit, host.log, host.drawn)
    host.emit = { _, _, _ in }
    (host.log, host.drawn, host.isReplaying) = (nil, nil, true)
    defer {
      host.emit = emit
      (host.log, host.drawn, host.isReplaying) = (log, drawn, false)
    }
    let drawings = Self.lastDrawings(of: contents.entries, present.table)
    let meter = present.meter("restore", of: Double(contents.entries.count), "commands")
    for (i, entry) in contents.entries.enumerated() {
      do throws(ShellError) {
        try take(entry, isDrawn: drawings.contains(i))
      } catch {
        guard !host.interrupt() else { break }
        failure = ShellError(
          "'\(shortened(entry.statement))' cannot be done again: \(error.message)")
        break
      }
      if host.interrupt() { break }
      entries.append(entry)
      meter.update(Double(i + 1), shortened(entry.statement, to: 30))
    }
    if host.interrupt() {
      throw .interruption(
        "taking the session up was interrupted; nothing has changed, and 'journal restore' is there "
          + "as before")
    }
    workspace.files = present.files
    workspace.fileSteps = []
  }

  /// The drawings that are done again: the last, and the last race. The others are gone anyway.
  private static func lastDrawings(of entries: [JournalEntry], _ table: CommandTable) -> Set<Int> {
    func verb(_ entry: JournalEntry) -> Command? {
      let word = (try? LineSyntax.statements(of: entry.statement))?.first?.tokens.first?.text
      return word.flatMap { try? table.command(for: $0) }
    }
    let drawn = entries.indices.filter {
      entries[$0].kind == .done && (verb(entries[$0])?.effect.drawsFigure ?? false)
    }
    let race = drawn.last { verb(entries[$0])?.effect == .races }
    return Set([drawn.last, race].compactMap(\.self))
  }

  private mutating func take(_ entry: JournalEntry, isDrawn: Bool) throws(ShellError) {
    guard entry.kind != .dropped else {
      workspace.cancelDefinition()
      return
    }
    guard let statement = try LineSyntax.statements(of: entry.statement).first else { return }
    var draft = workspace
    // Its paths are those of the folder where it was typed.
    draft.files = entry.folder == Path.absolute(".") ? [] : [entry.folder + "/journal"]
    let command = try? draft.table.command(for: statement.tokens.first?.text ?? "")
    let isDrawing = command?.effect.drawsFigure ?? false
    let isShown =
      entry.kind == .seen || (draft.definition == nil && isDrawing && !isDrawn)
    if isShown {
      if let command {
        draft.note(statement, of: command)
        noteLog(statement, command)
      }
    } else if !entry.steps.isEmpty {
      try draft.take(entry.steps)
    } else {
      _ = try draft.run(statement)
    }
    draft.remember(workspace, before: statement.text, effect: command?.effect ?? .sets)
    draft.fileSteps = []
    workspace = draft
    if !entry.mark.isEmpty, entry.mark != workspace.mark, difference == nil {
      difference = entry.statement
    }
  }

  private mutating func noteLog(_ statement: Statement, _ command: Command) {
    guard command.effect == .logs, statement.tokens.count > 1 else { return }
    log = statement.tokens[1].text == "none" ? nil : statement.text
  }
}

extension Workspace {
  /// A workspace as at the start of a session, with what is shown and how as here.
  package var emptied: Workspace {
    var fresh = Workspace(traits: traits, host: host)
    fresh.preferences = preferences
    fresh.past = past
    fresh.files = files
    fresh.keepsStudies = keepsStudies
    return fresh
  }

  /// Does again what a command did by the lines of a file, or up to where ^C ended it.
  fileprivate mutating func take(_ steps: [JournalStep]) throws(ShellError) {
    var study: String?
    var saved: [String] = []
    for (i, step) in steps.enumerated() {
      switch step {
      case .fresh:
        let files = files
        self = emptied
        self.files = files
      case .study(let path): study = Path.exists(path) ? path : nil
      case .line(let text):
        // The stop that follows stands for the run that it ended.
        if i + 1 < steps.count, case .stop = steps[i + 1] { continue }
        for line in try LineSyntax.statements(of: text) { try take(line, from: study) }
        study = nil
      case .saved(let text):
        saved.append(text)
        if case .saved? = steps.dropFirst(i + 1).first { continue }
        var session = try StateReader.workspace(saved, like: self)
        session.past = past
        self = session
        saved = []
      case .stop(let stop):
        try take(stop)
      }
    }
  }

  /// Does a line of a file again; a search's trials are those of its study.
  private mutating func take(_ line: Statement, from study: String?) throws(ShellError) {
    guard let study else {
      _ = try run(line)
      return
    }
    try takeStudy(at: study)
    if let word = line.tokens.first { note(line, of: try table.command(for: word.text)) }
  }

  /// Goes to where ^C ended a run, with what was left of it.
  private mutating func take(_ stop: RunStop) throws(ShellError) {
    for line in try LineSyntax.statements(of: "goto \(stop.t)") { try replay(line, nil) }
    notes.append("goto \(stop.t)")
    unfinishedRun = try stop.rest.map { text throws(ShellError) in
      try UnfinishedRun(text: text, in: self)
    }
  }
}
