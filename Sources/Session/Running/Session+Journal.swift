import Console
import Digests
import Disk
import Formula

extension Session {
  /// The folder for journals; nil where nothing outlives the session.
  private var journalShelf: JournalShelf? { workspace.host.journalShelf }

  /// Keeps a journal of the session from here on.
  ///
  /// The interactive shell calls this; scripts need no journal.
  ///
  /// - Parameter offers: whether to offer what the last session left, once.
  package func keepJournal(offers: Bool) {
    guard let shelf = journalShelf else { return }
    workspace.host.journal = SessionJournal(folder: shelf.folder) { [weak self] sentence in
      self?.report(ShellError(sentence), at: nil)
    }
    guard offers else { return }
    let left = shelf.left().journals
    guard let latest = left.first, !latest.wasOffered else { return }
    let offer = workspace.offer(latest, others: left.count - 1)
    show(offer, verb: "journal")
    for journal in left { shelf.markOffered(journal) }
  }

  /// The session is over as it should be: its journal is not needed any more.
  package func closeJournal() { workspace.host.journal?.close() }

  // MARK: Recording

  /// Puts down that a command begins, so that one that ends the program is known by name.
  package func noteBegin(_ statement: Statement, continuesLine: Bool) {
    workspace.host.journal?.append(
      [.begin(statement.text, continuesLine: continuesLine)], isDurable: false)
  }

  /// Puts down what a command did; when this returns, it is on the disk.
  package func noteEnd(_ performance: Performance, of draft: Workspace) {
    guard let journal = workspace.host.journal else { return }
    let records = draft.steps(of: performance, isOfFile: false).map(JournalRecord.step)
    let effect = performance.effect
    let kind: JournalEntry.Kind = effect.changesState || effect.drawsFigure ? .done : .seen
    let mark = effect.changesState ? draft.mark : ""
    journal.append(records + [.end(kind, mark: mark)], isDurable: effect.changesState)
  }

  package func noteFailure() { workspace.host.journal?.append([.failed], isDurable: false) }

  /// ^C at the prompt: a rule that was half typed is dropped.
  package func noteCancel() {
    let entry = JournalEntry(statement: "", kind: .dropped)
    workspace.host.journal?.append(entry.records, isDurable: true)
  }

  /// A lesson is opened: what is typed in it is kept as progress, in a file of its own.
  package func noteLesson(_ which: String) {
    workspace.host.journal?.append(
      [.lesson("lesson " + LineSyntax.word(for: which))], isDurable: true)
  }

  package func noteLessonLeft() { workspace.host.journal?.append([.left], isDurable: true) }

  // MARK: Taking up

  /// Goes through a journal that was left, in the place of the present session.
  ///
  /// ^C drops it all; a command that cannot be done again ends it there.
  fileprivate func restore(_ request: JournalRequest, at location: SourceLocation?) -> Outcome {
    do throws(ShellError) {
      guard let shelf = journalShelf else { throw Workspace.noStateFolder }
      let journals = shelf.left().journals
      guard let left = journals.dropFirst(request.number - 1).first else {
        throw Workspace.nothingLeft(journals.count, asked: request.number)
      }
      let file = try shelf.hold(left)
      let restoration = try Restoration(of: left.contents, after: workspace)
      workspace = restoration.workspace
      workspace.traits = workspace.preferences.applied(to: terminal)
      repeatable = nil
      keep(restoration, from: file)
      let report = workspace.report(on: restoration, from: left)
      show(report, verb: "journal")
      if let failure = restoration.failure { throw failure }
      guard let lesson = left.contents.lesson else { return .done }
      return execute(lesson, at: location)
    } catch {
      report(error, at: location)
      return .failed
    }
  }

  /// Puts what was taken up into the session's own journal, which then takes the place of the old.
  private func keep(_ restoration: Restoration, from file: GrowingFile) {
    guard let journal = workspace.host.journal else { return }
    var records: [JournalRecord] = [.end(.seen, mark: ""), .restart]
    var folder: String?
    for entry in restoration.entries {
      if entry.folder != folder { records.append(.folder(entry.folder)) }
      folder = entry.folder
      records += entry.records
    }
    journal.append(records + [.folder(Path.absolute("."))], isDurable: true)
    if restoration.failure == nil, journal.path != nil { file.remove() }
  }
}

extension JournalRequest: SessionRequest {
  package func carryOut(in session: Session, at location: SourceLocation?) -> Session.Outcome {
    session.restore(self, at: location)
  }
}

extension Workspace {
  /// What tells a state from others without reading all of it: where training stands, and bits of θ.
  package var mark: String {
    guard let branch else { return "" }
    let state = branch.timeline.state
    var digest = Digest()
    digest.add(branch.name)
    let stride = max(1, state.theta.count / 4_096)
    for i in Swift.stride(from: 0, to: state.theta.count, by: stride) {
      let number = state.theta[i]
      digest.add(number.isNaN ? Double.nan.bitPattern : number.bitPattern)
    }
    return "\(state.t) \(Digest.text(of: digest.value))"
  }
}
