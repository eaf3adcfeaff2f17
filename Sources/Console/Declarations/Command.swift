/// A verb of the shell, declared once.
///
/// Parsing, help, completion, error messages and the table in README all come from this record.
package struct Command<Context: CommandContext>: Sendable {
  /// What a verb does when its arguments have been read.
  ///
  /// It works on a copy of the session's state that takes the state's place only on success, so a
  /// handler may throw at any point and nothing has changed.
  package typealias Handler =
    @Sendable (inout Context, Arguments) throws(ShellError) -> [Report]

  /// - Throws: `ShellError` for arguments that go too far.
  package typealias Limits = @Sendable (Arguments) throws(ShellError) -> Void

  package var name: String
  package var aliases: [String]
  /// The letter reserved for it.
  package var shortcut: String?
  package var topic: Topic
  /// One sentence without a full stop, as in a list.
  package var summary: String
  /// What more there is to know, in paragraphs.
  package var discussion: String
  package var parameters: [Parameter<Context>]
  /// Parameters that depend on the words before: an optimizer's own settings.
  package var dependentParameters: (@Sendable (Context, [String]) -> [Parameter<Context>])?
  /// Of the dependent parameters, those worth a table in the help.
  package var parameterGroups: [ParameterGroup<Context>]
  /// Lines that run as they stand, one after the other, in a new session.
  package var examples: [String]
  /// Whether an empty line repeats it.
  package var isRepeatable: Bool
  /// What it does to the session.
  package var effect: Effect
  /// What it does not do in the text of a lesson, whose author is another person.
  package var limits: Limits?
  package var handler: Handler

  package init(
    _ name: String, aliases: [String] = [], shortcut: String? = nil, _ topic: Topic,
    _ summary: String, discussion: String = "",
    parameters: [any ParameterDeclaration<Context>] = [],
    dependentParameters: (@Sendable (Context, [String]) -> [any ParameterDeclaration<Context>])? =
      nil,
    parameterGroups: [ParameterGroup<Context>] = [], examples: [String], isRepeatable: Bool = false,
    effect: Effect? = nil, limits: Limits? = nil, handler: @escaping Handler
  ) {
    self.name = name
    self.aliases = aliases
    self.shortcut = shortcut
    self.topic = topic
    self.summary = summary
    self.discussion = discussion
    self.parameters = parameters.map { $0.parameter }
    if let declared = dependentParameters {
      self.dependentParameters = { declared($0, $1).map { $0.parameter } }
    }
    self.parameterGroups = parameterGroups
    self.examples = examples
    self.isRepeatable = isRepeatable
    self.effect = effect ?? topic.usualEffect
    self.limits = limits
    self.handler = handler
  }

  /// The verb with everything it takes, in one line.
  package var usage: String {
    let settings = dependentParameters == nil ? [] : ["[key=value...]"]
    return ([name] + parameters.map(\.usage) + settings).joined(separator: " ")
  }

  /// The declared parameters and those that follow from the words already given.
  package func parameters(after words: [String], in context: Context) -> [Parameter<Context>] {
    parameters + (dependentParameters?(context, words) ?? [])
  }
}

/// What a command does: what a notebook, a journal, `undo`, a saved state and a lesson's own commands
/// make of it follows from this alone.
package enum Effect: Sendable {
  /// It sets something up for what comes later.
  case sets
  /// The same, and training begins at t 0.
  case begins
  /// It moves through time.
  case moves
  /// It trains elsewhere, and keeps what it found for later commands.
  case searches
  /// It changes how things are shown.
  case adjusts
  /// It looks at something.
  case looks
  /// It draws a figure, which may be written to a file later.
  case draws
  /// The same of a race, which may be played later.
  case races
  /// It draws in place, for a person who watches.
  case plays
  /// It writes a file, or more.
  case writesFiles
  /// It writes what later commands do.
  case logs
  /// It runs the lines of a file.
  case loads
  /// It takes a command back.
  case takesBack
  /// It is about the shell or a lesson.
  case talks
  /// It leaves for something else.
  case leaves

  /// Whether what comes later may depend on it.
  package var changesState: Bool {
    switch self {
    case .sets, .begins, .moves, .searches, .adjusts, .loads, .takesBack: true
    case .looks, .draws, .races, .plays, .writesFiles, .logs, .talks, .leaves: false
    }
  }

  /// Whether a figure comes of it.
  package var drawsFigure: Bool { self == .draws || self == .races || self == .plays }

  /// Whether it is a part of the experiment: what a notebook holds, and what the text of a lesson may
  /// do by itself.
  package var isOfExperiment: Bool {
    switch self {
    case .sets, .begins, .moves, .searches, .adjusts, .looks, .draws, .races: true
    case .plays, .writesFiles, .logs, .loads, .takesBack, .talks, .leaves: false
    }
  }

  /// Whether the text of a state may be made of it.
  package var setsUp: Bool { self == .sets || self == .begins }

  /// Whether it trains, for as long as its numbers say.
  package var trains: Bool {
    switch self {
    case .moves, .searches, .draws, .races: true
    default: false
    }
  }
}

/// What verbs are grouped by in the help.
package enum Topic: String, CaseIterable, Sendable {
  case setUp = "Set up"
  case time = "Move through time"
  case inspect = "Inspect"
  case see = "See"
  case find = "Find"
  case learn = "Learn"
  case keep = "Keep"
  case shell = "Shell"

  /// What `help` calls it when typed.
  package var keyword: String {
    switch self {
    case .setUp: "setup"
    case .time: "time"
    case .inspect: "inspecting"
    case .see: "pictures"
    case .find: "finding"
    case .learn: "learning"
    case .keep: "files"
    case .shell: "shell"
    }
  }

  /// The effect of most of its verbs.
  package var usualEffect: Effect {
    switch self {
    case .setUp: .sets
    case .time: .moves
    case .inspect: .looks
    case .see: .draws
    case .find: .searches
    case .keep: .writesFiles
    case .learn, .shell: .talks
    }
  }
}
