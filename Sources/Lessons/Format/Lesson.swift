import Markdown

/// A lesson or a notebook: prose and blocks in the order of the file.
public struct Lesson: Sendable {
  /// A part of the file.
  public enum Part: Sendable {
    case prose(ProseBlock, line: Int)
    case block(Block)
  }

  /// What front matter calls `lesson`; empty for a notebook.
  public var id = ""
  public var title = ""
  /// The slide of the lecture it belongs to.
  public var slide = ""
  public var course = Lesson.defaultCourse
  /// How long it takes, in minutes, as front matter says.
  public var minutes = ""
  public var parts: [Part] = []
  /// What was left out of the file for the terminal's sake, as a sentence; nil if nothing was.
  public var remark: String?
  /// What is probably not as its author thinks, though it does no harm; `check` tells it.
  public var warnings: [LessonProblem] = []
  /// The file as it was read, line by line.
  public var lines: [String] = []

  public init() {}

  public static let defaultCourse = "mae688"

  public var blocks: [Block] {
    parts.compactMap { if case .block(let block) = $0 { block } else { nil } }
  }

  public var questions: [Block] { blocks.filter(\.kind.isQuestion) }

  /// A file without questions holds what a session typed and printed.
  public var isNotebook: Bool { id.isEmpty && questions.isEmpty }
}

/// A fenced block marked `descent`.
public struct Block: Hashable, Sendable {
  public struct Wrong: Hashable, Sendable {
    /// An expression (number), a condition (do) or a pattern (text).
    public var pattern: SourceText
    public var message: SourceText
  }

  public struct Choice: Hashable, Sendable {
    public var text: SourceText
    public var isRight: Bool
    public var feedback: SourceText?
  }

  public struct Binding: Hashable, Sendable {
    public var name: String
    public var value: SourceText
  }

  public var kind: BlockKind
  /// Given or made from the block's place among the others.
  public var id: String
  public var place: Place
  /// The last line, that of the closing fence.
  public var endLine: Int
  public var lets: [Binding] = []
  public var commands: [SourceText] = []
  public var ask: SourceText?
  public var check: SourceText?
  /// The commands of a `do`, the words of a `text`.
  public var answers: [SourceText] = []
  /// The commands of a `predict`.
  public var runs: [SourceText] = []
  public var expect: SourceText?
  public var hints: [SourceText] = []
  public var wrongs: [Wrong] = []
  /// What a part of a task's `check` means in words, while it does not hold.
  public var opens: [Wrong] = []
  public var right: SourceText?
  public var choices: [Choice] = []
  public var accepted: [SourceText] = []
  public var match: SourceText?
  public var until: SourceText?
  public var restores = true
  /// The largest |answer − e| that passes is `absolute + relative · |e|`.
  public var relative = Block.threeDigits
  public var absolute = 1e-9
  /// Whether the answer is a whole number.
  public var isWhole = false
  /// What a `play` block says.
  public var prose: [ProseBlock] = []
  /// A model answer to what a `play` block asks, shown on request.
  public var model: [ProseBlock] = []
  /// The lines of an `output` block.
  public var output: [String] = []
  /// Tells whether the block is still what it was.
  public var digest: UInt64 = 0

  /// Three correct significant digits, the last of them rounded.
  public static let threeDigits = 5e-3

  init(kind: BlockKind, id: String, place: Place, endLine: Int) {
    self.kind = kind
    self.id = id
    self.place = place
    self.endLine = endLine
  }

  /// The choice marked right, from 0.
  public var rightChoice: Int? { choices.firstIndex(where: \.isRight) }

  /// The index of the choice that a text names by the author's number, from 1; nil for any other
  /// text.
  func choiceIndex(of text: String) -> Int? {
    Int(text).flatMap { number in choices.indices.first { $0 + 1 == number } }
  }
}
