import Engine
import Formula
import Plot

/// Everything that commands read and change: a value, so that a failed command leaves no trace.
public struct Workspace {
  /// How output is shown.
  public var traits: Traits
  /// What the user has `set`, which stands above what the terminal can show.
  var preferences = Preferences()
  /// What happens outside the value: output while a command runs, and interruption.
  let host: Host
  /// Files being sourced, innermost last: a file that sources itself is refused.
  var sourcing: [String] = []
  /// Set by `quit`.
  var isLeaving = false
  /// The rule being typed between `define rule` and `end`.
  var definition: RuleDefinition?

  /// What the command in hand may do, where a lesson's text gave it; nil for a person's commands.
  var sandbox: Sandbox?
  /// Set by `lesson`: the session opens it when the command is over.
  var lessonRequest: LessonRequest?

  /// The commands that led here, and those that looked at something on the way: a notebook.
  var journal: [String] = []
  /// The examples that networks train on; nil before the first `data`.
  var data: DataSource?
  /// The settings before there is a surface or a network.
  private var initialSetup = Setup()
  /// The user's own rules.
  var ownRules: [OwnRule] = []
  /// The branch one is on; nil before the first `surface`.
  var branch: Branch?
  /// The other branches, in the order of their making.
  var otherBranches: [Branch] = []
  var breakpoints: [Breakpoint] = []
  var watches: [Watch] = []
  /// Expressions shown after every command that moves through time.
  var displays: [Display] = []
  /// The number of the next breakpoint, watch or display.
  var nextStopNumber = 1
  /// What a `run` that was stopped still has to do.
  var unfinishedRun: UnfinishedRun?
  /// The last figure drawn, for `export`.
  var lastFigure: Figure?
  /// The last race, for `animate race`.
  var lastRace: Figure?
  /// The last search, for its table and its pictures.
  var search: Search?
  /// The one before, to compare with.
  var previousSearch: Search?
  /// Whether searches without a name are kept in files; a lesson's are done again from its log.
  var keepsStudies = true
  /// Where one is in the seven steps of `recipe`.
  var recipe: RecipeProgress?
  /// Workspaces before the last commands, for `undo`; theirs are empty.
  var past: [PastWorkspace] = []

  init(traits: Traits, host: Host) {
    self.traits = traits
    self.host = host
  }

  /// The settings in force: those of the present branch where training stands.
  var setup: Setup {
    branch.map { Setup($0.timeline.experiment) } ?? initialSetup
  }

  /// Changes the settings, on the present branch from here on.
  ///
  /// - Returns: what the change did to a run under way, nil before any update.
  mutating func changeSettings(_ change: (inout Setup) -> Void) -> String? {
    let before = setup
    var after = before
    change(&after)
    guard branch != nil else {
      initialSetup = after
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
    let isOtherRule =
      before.optimizer.name != after.optimizer.name
      || before.optimizer.convention != after.optimizer.convention
    if isOtherRule, t > 0 {
      let forgotten = before.optimizer.declaration.slots
      effects.append(
        forgotten.isEmpty
          ? "\(after.optimizer.name) begins without memory"
          : "\(listed(forgotten.map(symbol(of:)))) of \(before.optimizer.name) "
            + "\(forgotten.count == 1 ? "is" : "are") reset")
    }
    if before.stopping != after.stopping, t > 0 { effects.append("early stopping begins anew") }
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
    box = [inner]
  }
}

extension Workspace {
  /// Keeps the workspace as it was before a command that changed something, for `undo`.
  mutating func remember(_ before: Workspace, before statement: String, verb: String) {
    guard verb != "undo", definition == nil, differs(from: before) else { return }
    past.append(PastWorkspace(before, before: statement))
    if past.count > 50 { past.removeFirst() }
    limitMemory()
  }

  private func differs(from other: Workspace) -> Bool {
    func key(_ workspace: Workspace) -> [String] {
      workspace.branches.map { "\($0.name) \($0.place.command) \($0.timeline.course.map(\.start))" }
        + workspace.breakpoints.map { "\($0.number)" } + workspace.watches.map { "\($0.number)" }
        + workspace.displays.map { "\($0.number)" }
        + workspace.ownRules.map { $0.declaration.name + $0.lines.joined() }
        + [workspace.data?.command ?? "", workspace.recipe?.key ?? ""]
    }
    return setup != other.setup || branch?.timeline.state != other.branch?.timeline.state
      || branch?.timeline.extent != other.branch?.timeline.extent || key(self) != key(other)
  }
}

/// What is set apart from the surface itself, so that the order of the set-up does not matter.
struct Setup: Equatable {
  var optimizer: Optimizer
  var schedule: LearningRateSchedule = .constant
  var penalty: Penalty = .none
  var seed: UInt32 = 0
  var stopping: EarlyStopping?
  /// Examples in a minibatch of a network; nil takes all.
  var batchSize: Int? = 32
  /// A network's dropout.
  var dropout: Dropout?

  init() {
    do { optimizer = try Optimizer(named: "gd") } catch {
      preconditionFailure("the rule gd is always there: \(error)")
    }
  }

  init(_ experiment: Experiment) {
    optimizer = experiment.optimizer
    schedule = experiment.schedule
    penalty = experiment.penalty
    seed = experiment.seed
    stopping = experiment.stopping
    batchSize = experiment.batchSize
    dropout = (experiment.objective as? Network)?.dropout
  }

  static func == (a: Setup, b: Setup) -> Bool {
    a.optimizer.name == b.optimizer.name && a.optimizer.settings == b.optimizer.settings
      && a.optimizer.convention == b.optimizer.convention && a.schedule == b.schedule
      && a.penalty == b.penalty && a.seed == b.seed && a.stopping == b.stopping
      && a.batchSize == b.batchSize && a.dropout == b.dropout
  }

  /// The experiment that begins on an objective with these settings.
  func experiment(on objective: any Objective) -> Experiment {
    var objective = objective
    // Dropout that does not fit was refused when it was set, or when the network was.
    if let network = objective as? Network, network.dropout != dropout,
      let changed = try? network.replacingDropout(with: dropout)
    {
      objective = changed
    }
    return Experiment(
      objective: objective, optimizer: optimizer, schedule: schedule, penalty: penalty,
      batchSize: batchSize, seed: seed, stopping: stopping)
  }

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

/// One course of training with its name.
struct Branch {
  var name: String
  var place: Place
  var timeline: Timeline
}

/// What a branch descends, and what is known about it.
struct Place {
  /// The command that sets it up, complete, as one could type it.
  var command: String
  var objective: any Objective
  /// What the prompt calls it.
  var name: String
  var catalogued: CataloguedSurface?
  /// The minima known; the least first.
  var minima: [CataloguedSurface.Point] = []
  /// What it is like and what it shows.
  var remark = ""
  /// The examples that a network trains on.
  var data: DataSource?

  /// The surface, where that is what one descends.
  var surface: Surface? { objective as? Surface }
}

/// The lines of a `define rule NAME` that wait for their `end`.
struct RuleDefinition: Equatable {
  var name: String
  var lines: [String] = []
}

/// A rule that the user defined, with the text it was defined by.
struct OwnRule {
  var declaration: RuleDeclaration
  var lines: [String]
}

/// A condition that stops a run.
struct Breakpoint {
  var number: Int
  var condition: TypedFormula
}

/// A quantity whose turning stops a run.
struct Watch {
  enum Event: String, CaseIterable {
    case sign, rise, fall
  }

  var number: Int
  var quantity: TypedFormula
  var event: Event
}

/// An expression shown after every move through time.
struct Display {
  var number: Int
  var expression: TypedFormula
}

/// The rest of a run that something stopped.
struct UnfinishedRun {
  var updates: Int
  var condition: TypedFormula?
  var asking: Workspace.Asking
}

/// What a command may do besides changing the workspace.
final class Host {
  /// Shows a report at once, for commands whose output comes while they run.
  var emit: (Report, String, Traits) -> Void = { _, _, _ in }
  /// Where long commands show how far they are; nil where nobody watches.
  var statusLine: StatusLine?
  private let isInterrupted: () -> Bool
  /// When the command in hand must be over, for a command of a lesson's text.
  var deadline: ContinuousClock.Instant?
  /// Where keys come from while something plays.
  var keyboard: Keyboard?
  /// What is written for TensorBoard while training goes on.
  var log: BoardLog?
  /// Told each figure that is drawn, where somebody collects them.
  var drawn: ((Figure) -> Void)?
  /// Whose lessons are taken, and where their progress is kept.
  var shelf = LessonShelf()
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

  /// Whether the user has interrupted the command in hand, or its time is up.
  func interrupt() -> Bool {
    isInterrupted() || (deadline.map { ContinuousClock.now > $0 } ?? false)
  }

  /// Forgets every line typed.
  func forgetLines() {
    lines = []
    forget()
  }
}
