import Console
import Plot

/// What a command may do besides changing the workspace.
package final class Host {
  /// Shows a report at once, for commands whose output comes while they run.
  package var emit: (Report, String, Traits) -> Void = { _, _, _ in }
  /// Where long commands show how far they are; nil where no person watches.
  package var statusLine: StatusLine?
  private let isInterrupted: () -> Bool
  /// Shows how long the current command takes; nil where no person watches.
  package var stopwatch: Stopwatch?
  /// Whether the current command must be over by now, for one of a lesson's text or of a page.
  package var isTimeUp: (() -> Bool)?
  /// Where keys come from while something plays.
  package var keyboard: Keyboard?
  /// Whether something plays, which draws over the whole window.
  package var isPlaying = false
  /// What writes down training while it goes on.
  package var log: (any TrainingLog)?
  /// What went wrong beside the commands, which went on: the session tells a script's reader of it.
  package var troubles: [ShellError] = []
  /// What rooms keep as long as the session lasts, by its type.
  private var kept: [ObjectIdentifier: AnyObject] = [:]
  /// Told each figure that is drawn, with its drawing in characters, where a caller collects them.
  package var drawn: ((Figure, String) -> Void)?
  /// A program that reads along.
  package var listener: Listener?
  /// What a program that debugs the session asks of its runs; nil where none does.
  package var observer: RunObserver?
  /// What shows the session in a browser; nil where nothing does.
  package var viewer: (any Viewer)?
  /// What outlives the session.
  package var shelf = Shelf()
  /// What the session keeps against a crash; nil for scripts.
  package var journal: SessionJournal?
  /// Whether a journal is being gone through again: no file is written meanwhile.
  package var isReplaying = false
  /// Where journals lie; nil where nothing outlives the session.
  package var journalShelf: JournalShelf? {
    shelf.stateFolder.map { JournalShelf(folder: $0 + "/journals") }
  }
  /// The verbs and pictures there are.
  package let rooms: Rooms
  /// The lines typed, oldest first.
  package var lines: [String] = []
  /// Forgets the lines wherever else they are kept.
  package var forget: () -> Void = {}

  package init(rooms: Rooms, interrupt: @escaping () -> Bool) {
    self.rooms = rooms
    isInterrupted = interrupt
  }

  /// Whether the user has interrupted the current command, or its time is up.
  package func interrupt() -> Bool {
    stopwatch?.tick()
    return isInterrupted() || (isTimeUp?() ?? false)
  }

  /// What a room keeps as long as the session lasts; made when it is first asked for.
  package func kept<Kept: AnyObject>(_ make: () -> Kept) -> Kept {
    let key = ObjectIdentifier(Kept.self)
    if let known = kept[key] as? Kept { return known }
    let new = make()
    kept[key] = new
    return new
  }

  /// Forgets every line typed.
  package func forgetLines() {
    lines = []
    forget()
  }
}
