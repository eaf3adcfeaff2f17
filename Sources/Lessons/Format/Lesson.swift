import Markdown

/// A lesson or a notebook: prose and blocks in the order of the file.
public struct Lesson: Sendable {
  /// A part of the file.
  public enum Part: Sendable {
    case prose(ProseBlock, lines: ClosedRange<Int>)
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
  /// What questions are worth, as front matter says.
  public var scheme = PointScheme.full
  public var parts: [Part] = []
  /// What was left out of the file for the terminal's sake, as a sentence; nil if nothing was.
  public var remark: String?
  /// What is probably not as its author thinks, though it does no harm; `check` tells it.
  public var warnings: [LessonProblem] = []
  /// Fences of plain text without the mark: their text is not checked.
  var unmarkedFences: [UnmarkedFence] = []
  /// The file as it was read, line by line.
  public var lines: [String] = []

  public init() {}

  public static let defaultCourse = "mae688"

  public var blocks: [Block] {
    parts.compactMap { if case .block(let block) = $0 { block } else { nil } }
  }

  /// The lesson with a student's numbers in the place of its draws.
  public func resolved(for student: Student) -> Lesson { DrawReader.resolve(self, for: student) }

  public var questions: [Block] { blocks.filter(\.kind.isQuestion) }

  /// A file without questions holds what a session typed and printed.
  public var isNotebook: Bool { id.isEmpty && questions.isEmpty }
}
