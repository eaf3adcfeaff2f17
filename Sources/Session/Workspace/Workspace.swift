import Console
import Engine
import Formula
import Plot
import Timelines
import Wording

/// Everything that commands read and change: a value, so that a failed command leaves no trace.
package struct Workspace {
  /// How output is shown.
  package var traits: Traits
  /// What the user has `set`, which stands above what the terminal can show.
  package var preferences = Preferences()
  /// What happens outside the value: output while a command runs, and interruption.
  package let host: Host
  /// The files that the current command comes from, innermost last; none for what is typed. A file
  /// that sources itself is refused.
  package var files: [String] = []
  /// Set by `quit`.
  package var isLeaving = false
  /// The rule being typed between `define rule` and `end`.
  package var definition: RuleDefinition?

  /// What the current command may do, where a lesson's text gave it; nil for a person's commands.
  package var sandbox: Sandbox?
  /// What the session does when the command is over.
  package var request: (any WorkspaceRequest)?
  /// What the lines of a file did in the current command, for the session's journal.
  package var fileSteps: [JournalStep] = []

  /// The commands that led here, and those that looked at something on the way: a notebook.
  package var notes: SharedList<String> = []
  /// What later commands depend on, in a box: a workspace is copied at every command.
  private var box = ContentsBox()
  /// What is known of a state that is being rebuilt from text; nil where a person works.
  package var rebuilding: Rebuilding?
  /// The last figure drawn, for `export`.
  package var lastFigure: Figure?
  /// The last race, for `animate race`.
  package var lastRace: Figure?
  /// Whether it is a lesson's, which belongs to one student, and where a wrong number is not told the
  /// right one.
  package var isOfLesson = false
  /// Whether searches without a name are kept in files; a lesson's are done again from its log.
  package var keepsStudies = true
  /// Workspaces before the last commands, for `undo`; theirs are empty.
  package var past: [PastWorkspace] = []

  package init(traits: Traits, host: Host) {
    self.traits = traits
    self.host = host
  }

  /// What later commands depend on.
  package var contents: Contents {
    get { box.value }
    _modify {
      if !isKnownUniquelyReferenced(&box) { box = ContentsBox(box.value) }
      yield &box.value
    }
  }

  /// The settings in force: those of the present branch where training stands.
  package var setup: Setup {
    branch?.timeline.experiment.setup ?? openSetup
  }

  /// Changes the settings, on the present branch from here on.
  ///
  /// - Returns: what the change did to a run under way, nil before any update.
  package mutating func changeSettings(_ change: (inout Setup) -> Void) -> String? {
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

/// The lines of a `define rule NAME` that wait for their `end`.
package struct RuleDefinition: Equatable {
  package var name: String
  package var lines: [String] = []
}
