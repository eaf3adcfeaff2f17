import Console
import Engine
import Formula
import Plot
import Wording

/// Everything that commands read and change: a value, so that a failed command leaves no trace.
package struct Workspace {
  /// How output is shown.
  package var traits: Traits
  /// What the user has `set`, which stands above what the terminal can show.
  var preferences = Preferences()
  /// What happens outside the value: output while a command runs, and interruption.
  let host: Host
  /// The files that the current command comes from, innermost last; none for what is typed. A file
  /// that sources itself is refused.
  package var files: [String] = []
  /// Set by `quit`.
  var isLeaving = false
  /// The rule being typed between `define rule` and `end`.
  var definition: RuleDefinition?

  /// What the current command may do, where a lesson's text gave it; nil for a person's commands.
  var sandbox: Sandbox?
  /// Set by `lesson`: the session opens it when the command is over.
  var lessonRequest: LessonRequest?

  /// Set by `journal restore`: the session takes it up when the command is over.
  var journalRequest: JournalRequest?
  /// What the lines of a file did in the current command, for the session's journal.
  var fileSteps: [JournalStep] = []

  /// The commands that led here, and those that looked at something on the way: a notebook.
  var notes: [String] = []
  /// What later commands depend on, in a box: a workspace is copied at every command.
  private var box = ContentsBox()
  /// What is known of a state that is being rebuilt from text; nil where a person works.
  var rebuilding: Rebuilding?
  /// The last figure drawn, for `export`.
  var lastFigure: Figure?
  /// The last race, for `animate race`.
  var lastRace: Figure?
  /// Whether it is a lesson's, which belongs to one student, and where a wrong number is not told the
  /// right one.
  var isOfLesson = false
  /// Whether searches without a name are kept in files; a lesson's are done again from its log.
  var keepsStudies = true
  /// Workspaces before the last commands, for `undo`; theirs are empty.
  var past: [PastWorkspace] = []

  init(traits: Traits, host: Host) {
    self.traits = traits
    self.host = host
  }

  /// What later commands depend on.
  var contents: Contents {
    get { box.value }
    _modify {
      if !isKnownUniquelyReferenced(&box) { box = ContentsBox(box.value) }
      yield &box.value
    }
  }

  /// The settings in force: those of the present branch where training stands.
  var setup: Setup {
    branch?.timeline.experiment.setup ?? openSetup
  }

  /// Changes the settings, on the present branch from here on.
  ///
  /// - Returns: what the change did to a run under way, nil before any update.
  mutating func changeSettings(_ change: (inout Setup) -> Void) -> String? {
    let before = setup
    var after = before
    change(&after)
    guard branch != nil else {
      openSetup = after
      return nil
    }
    guard let timeline = branch?.timeline, after != before else { return nil }
    let t = timeline.state.t
    let cut = timeline.extent.upperBound - t
    let experiment = after.experiment(on: timeline.experiment.objective)
    unfinishedRun = nil
    if before.seed != after.seed, experiment.objective.exampleCount > 0 {
      branch?.timeline = Timeline(experiment)
      return t > 0 ? "other weights are drawn: training begins again at t 0" : nil
    }
    branch?.timeline.change(to: experiment)
    guard t > 0 || cut > 0 else { return nil }
    var effects = ["θ stays where it is"]
    let forgotten = after.forgets(after: before)
    if forgotten.contains(.rule), t > 0 {
      let slots = before.optimizer.declaration.slots
      effects.append(
        slots.isEmpty
          ? "\(after.optimizer.name) begins without memory"
          : "\(listed(slots.map(symbol(of:)))) of \(before.optimizer.name) "
            + "\(slots.count == 1 ? "is" : "are") reset")
    }
    if forgotten.contains(.stopping), t > 0 { effects.append("early stopping starts over") }
    if cut > 0 { effects.append("the \(counted(cut, "update")) after t \(t) fall away") }
    return effects.joined(separator: ", ")
  }
}

/// A workspace as it was before a command.
struct PastWorkspace {
  /// The command, as typed.
  var statement: String
  /// Boxed: a value cannot contain itself.
  private var box: [Workspace]

  var workspace: Workspace? { box.first }

  mutating func change(_ body: (inout Workspace) -> Void) {
    for i in box.indices { body(&box[i]) }
  }

  init(_ workspace: Workspace, before statement: String) {
    self.statement = statement
    var inner = workspace
    inner.past = []
    // A rule's lines are taken back with its first.
    inner.definition = nil
    box = [inner]
  }
}

extension Workspace {
  /// Keeps the workspace as it was before a command that changed something, for `undo`.
  mutating func remember(_ before: Workspace, before statement: String, effect: Effect) {
    guard effect != .takesBack, definition == nil, contents != before.contents else { return }
    past.append(PastWorkspace(before, before: statement))
    if past.count > 50 { past.removeFirst() }
    limitMemory()
  }
}

extension Setup {
  /// The dropout in words.
  var dropoutText: String {
    guard let dropout else { return "none" }
    // 1 − 0.7 is not quite 0.3.
    let style = NumberStyle(digits: 6, unicode: false)
    var text = "\(dropout.style.rawValue)   drop \(style.format(dropout.drop))"
    text += "   keep \(style.format(dropout.keep))"
    if dropout.inputKeep < 1 { text += "   inputs: drop \(style.format(dropout.inputDrop))" }
    if dropout.isPerBatch { text += "   one mask for the whole batch" }
    if let layers = dropout.layers?.sorted() {
      text += "   layers " + layers.map(String.init).joined(separator: ", ")
    }
    return text
  }
}

/// The lines of a `define rule NAME` that wait for their `end`.
struct RuleDefinition: Equatable {
  var name: String
  var lines: [String] = []
}

/// What a command may do besides changing the workspace.
final class Host {
  /// Shows a report at once, for commands whose output comes while they run.
  var emit: (Report, String, Traits) -> Void = { _, _, _ in }
  /// Where long commands show how far they are; nil where no person watches.
  var statusLine: StatusLine?
  private let isInterrupted: () -> Bool
  /// Shows how long the current command takes; nil where no person watches.
  var stopwatch: Stopwatch?
  /// When the current command must be over, for a command of a lesson's text.
  var deadline: ContinuousClock.Instant?
  /// Where keys come from while something plays.
  var keyboard: Keyboard?
  /// Whether something plays, which draws over the whole window.
  var isPlaying = false
  /// What is written for TensorBoard while training goes on.
  var log: BoardLog?
  /// What went wrong beside the commands, which went on: the session tells a script's reader of it.
  var troubles: [ShellError] = []
  /// The folders that `export tensorboard` has made.
  var exportedRuns = ExportedRuns()
  /// Told each figure that is drawn, where a caller collects them.
  var drawn: ((Figure) -> Void)?
  /// Whose lessons are taken, and where their progress is kept.
  var shelf = LessonShelf()
  /// What the session keeps against a crash; nil for scripts.
  var journal: SessionJournal?
  /// Whether a journal is being gone through again: no file is written meanwhile.
  var isReplaying = false
  /// Where journals lie; nil where nothing outlives the session.
  var journalShelf: JournalShelf? {
    shelf.stateFolder.map { JournalShelf(folder: $0 + "/journals") }
  }
  /// The verbs, for `help` and `source`.
  let table: CommandTable
  /// The lines typed, oldest first.
  var lines: [String] = []
  /// Forgets the lines wherever else they are kept.
  var forget: () -> Void = {}

  init(table: CommandTable, interrupt: @escaping () -> Bool) {
    self.table = table
    isInterrupted = interrupt
  }

  /// Whether the user has interrupted the current command, or its time is up.
  func interrupt() -> Bool {
    stopwatch?.tick()
    return isInterrupted() || (deadline.map { ContinuousClock.now > $0 } ?? false)
  }

  /// Forgets every line typed.
  func forgetLines() {
    lines = []
    forget()
  }
}
