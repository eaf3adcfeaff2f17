/// A verb of the shell, declared once.
///
/// Parsing, help, completion, error messages and the table in README all come from this record.
public struct Command: Sendable {
  /// What a verb does when its arguments have been read.
  ///
  /// It works on a copy of the session's state that takes the state's place only on success, so a
  /// handler may throw at any point and nothing has changed.
  public typealias Handler =
    @Sendable (inout Workspace, Arguments) throws(ShellError) -> [Report]

  public var name: String
  public var aliases: [String]
  /// The letter reserved for it.
  public var shortcut: String?
  public var topic: Topic
  /// One sentence without a full stop, as in a list.
  public var summary: String
  /// What more there is to know, in paragraphs.
  public var discussion: String
  public var parameters: [Parameter]
  /// Parameters that depend on the words before: an optimizer's own settings.
  public var dependentParameters: (@Sendable (Workspace, [String]) -> [Parameter])?
  /// Of the dependent parameters, those worth a table in the help.
  public var parameterGroups: [ParameterGroup]
  /// Lines that run as they stand, one after the other, in a new session.
  public var examples: [String]
  /// Whether an empty line repeats it.
  public var isRepeatable: Bool
  /// What it does to the session.
  public var effect: Effect
  var handler: Handler

  public init(
    _ name: String, aliases: [String] = [], shortcut: String? = nil, _ topic: Topic,
    _ summary: String, discussion: String = "", parameters: [Parameter] = [],
    dependentParameters: (@Sendable (Workspace, [String]) -> [Parameter])? = nil,
    parameterGroups: [ParameterGroup] = [], examples: [String], isRepeatable: Bool = false,
    effect: Effect? = nil, handler: @escaping Handler
  ) {
    self.name = name
    self.aliases = aliases
    self.shortcut = shortcut
    self.topic = topic
    self.summary = summary
    self.discussion = discussion
    self.parameters = parameters
    self.dependentParameters = dependentParameters
    self.parameterGroups = parameterGroups
    self.examples = examples
    self.isRepeatable = isRepeatable
    self.effect = effect ?? topic.usualEffect
    self.handler = handler
  }

  /// The verb with everything it takes, in one line.
  public var usage: String {
    let settings = dependentParameters == nil ? [] : ["[key=value...]"]
    return ([name] + parameters.map(\.usage) + settings).joined(separator: " ")
  }

  /// The declared parameters and those that follow from the words already given.
  func parameters(after words: [String], in workspace: Workspace) -> [Parameter] {
    parameters + (dependentParameters?(workspace, words) ?? [])
  }
}

/// What a command does to the session: who goes through a session's commands again reads it.
public enum Effect: Sendable {
  /// What comes later may depend on it.
  case changes
  /// It draws a figure, which `export` may write later, and changes nothing else.
  case draws
  /// It shows something, or writes a file.
  case shows
}

/// What verbs are grouped by in the help.
public enum Topic: String, CaseIterable, Sendable {
  case setUp = "Set up"
  case time = "Move through time"
  case inspect = "Inspect"
  case see = "See"
  case find = "Find"
  case learn = "Learn"
  case keep = "Keep"
  case shell = "Shell"

  /// What `help` calls it when typed.
  var keyword: String {
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
  var usualEffect: Effect {
    switch self {
    case .setUp, .time, .find: .changes
    case .see: .draws
    case .inspect, .learn, .keep, .shell: .shows
    }
  }
}
