/// What a `descent` block does, and what may stand in it.
///
/// The parser, its messages and the instructor's guide are held together by this table.
public enum BlockKind: String, CaseIterable, Hashable, Sendable {
  /// Commands that run silently.
  case setup
  /// Commands that run and whose output is shown.
  case show
  /// The student brings the state to where `check` holds.
  case `do`
  /// A number worked out from the state.
  case number
  /// An answer that locks; then `run` is run and the truth stands beside it.
  case predict
  /// One of several.
  case choice
  /// A word or a phrase.
  case text
  /// Anything goes, on a copy.
  case play
  /// Where a lesson that has changed may be taken up again.
  case checkpoint
  /// The output that the block before it printed, for `descent check`.
  case output

  /// Whether the student has to answer.
  public var isQuestion: Bool {
    switch self {
    case .do, .number, .predict, .choice, .text: true
    case .setup, .show, .play, .checkpoint, .output: false
    }
  }

  /// What may stand behind the kind, as `key=value`.
  var attributes: [String] {
    switch self {
    case .setup, .show, .checkpoint, .do, .choice, .text: ["id"]
    case .number, .predict: ["id", "rel", "abs", "whole"]
    case .play: ["id", "until", "restore"]
    case .output: []
    }
  }

  /// What may stand in the block, as `key: value`.
  var keys: [String] {
    switch self {
    case .setup, .show: ["let"]
    case .do: ["ask", "check", "open", "answer", "hint", "wrong", "right", "let"]
    case .number: ["ask", "expect", "hint", "wrong", "right", "let"]
    case .predict: ["ask", "run", "expect", "hint", "right", "let"]
    case .choice: ["ask", "hint", "right"]
    case .text: ["ask", "accept", "match", "answer", "hint", "wrong", "right"]
    case .play: ["model"]
    case .checkpoint, .output: []
    }
  }

  /// Keys that may stand in a block several times.
  static let repeatable: Set<String> = ["hint", "wrong", "open", "let", "answer", "run", "accept"]

  /// Whether lines that are no `key: value` are commands.
  var holdsCommands: Bool { self == .setup || self == .show }
  /// Whether lines `- [ ] ...` are choices.
  var holdsChoices: Bool { self == .choice || self == .predict }
}

/// The first line of a fenced block.
enum FenceInfo {
  /// The first word of a fence that does something.
  static let mark = "descent"

  /// Whether a fence's info string makes it a block of a lesson.
  static func isDescent(_ info: String) -> Bool {
    info.split(whereSeparator: \.isWhitespace).first.map(String.init) == mark
  }
}
