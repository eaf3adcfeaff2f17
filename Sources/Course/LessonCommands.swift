import Console
import Disk
import Formula
import Lessons
import Session
import Wording

/// The verbs of guided lessons.
extension Verbs {
  static let lessons = Command(
    "lessons", .learn, "lists the lessons in the order of the slides, and how far you are",
    examples: ["lessons"]
  ) { workspace, _ throws(ShellError) in
    [workspace.lessonList]
  }

  private static let which = Argument<String?>(
    "which", as: .positional, .path, "its number, a word of its slide, or a file",
    suggestions: { _ in CourseLesson.all.map(\.label) })
  private static let restart = Argument<Bool>(
    "restart", default: false, "whether to start over")

  private static let prose = Argument<Bool>(
    "prose", default: true, "whether pages show their text; a notebook has it in its own cells")

  static let lesson = Command(
    "lesson", .learn, "opens a lesson of the course, or a lesson file",
    discussion: """
      'lesson 4' begins where you left lesson 4; restart=yes starts it over and puts what you did aside. \
      'lesson dropout' finds a lesson by its name or by a word of its slide. Alone it opens the lesson \
      you were last in, or the first. In a lesson every command works, and besides 'next', 'again', \
      'page back', 'hint', 'skip', 'play', 'done', 'model' and 'quit'. 'set student NAME' gives you \
      numbers of your own.
      """,
    parameters: [which, restart, prose],
    examples: ["lesson 4"], effect: .leaves
  ) { workspace, arguments throws(ShellError) in
    var request = try workspace.lessonRequest(
      for: arguments[which], column: arguments.column(which))
    request.restarts = arguments[restart]
    request.showsProse = arguments[prose]
    workspace.request = request
    return []
  }

  static let next = inLesson("next", shortcut: "n", "goes on in a lesson", then: ["next"])
  static let hint = inLesson("hint", "shows a lesson's next hint", then: ["next", "hint"])
  static let skip = inLesson(
    "skip", "shows a question's answer and goes on as if it were solved", then: ["next", "skip"])
  static let play = inLesson(
    "play", "lets you try anything on a copy of a lesson's state", then: ["play", "step", "next"])

  static let again = inLesson(
    "again", "shows a lesson's page or question again", then: ["next", "again"])
  private static let direction = Argument<String?>(
    "direction", as: .positional, .choice(["back"]), "the page before the one last seen")
  static let page = Command(
    "page", .learn, "shows an earlier page of a lesson",
    parameters: [direction], examples: ["lesson 4", "next", "page back"]
  ) { _, _ throws(ShellError) in throw Self.outsideLesson("page") }
  static let done = inLesson(
    "done", "asks what is missing in a lesson's task", then: ["next", "done"])
  static let model = inLesson(
    "model", "shows a model answer to a lesson's open question", then: ["model"])

  private static func outsideLesson(_ name: String) -> ShellError {
    ShellError("'\(name)' belongs to a lesson; 'lessons' lists them, 'lesson 4' opens one")
  }

  /// Words that the lesson itself understands; outside of one they have no use.
  private static func inLesson(
    _ name: String, shortcut: String? = nil, _ summary: String, then lines: [String]
  ) -> Command {
    Command(name, shortcut: shortcut, .learn, summary, examples: ["lesson 4"] + lines) {
      _, _ throws(ShellError) in
      throw outsideLesson(name)
    }
  }

  private static let action = Argument<String?>(
    "action", as: .positional, .choice(["export"]), "what to do")
  private static let receiptFile = Argument<String?>(
    "file", as: .positional, .output, "where to write")

  static let progress = Command(
    "progress", .learn, "shows your progress, or writes it to a file to hand in",
    discussion: """
      'progress export FILE' writes a receipt of all lessons, finished or not, with each answer, \
      attempt, hint and skip. An instructor grades receipts with 'descent grade'. \(Document.rule)
      """,
    parameters: [action, receiptFile, Workspace.force],
    examples: ["progress"]
  ) { workspace, arguments throws(ShellError) in
    guard arguments.isGiven(action) else { return [workspace.progressReport] }
    guard let path = arguments[receiptFile] else {
      throw ShellError("'progress export' needs a file to write, as 'progress export mine.receipt'")
    }
    return workspace.reports(try workspace.exportProgress(to: path, arguments), ofWriting: path)
  }
}

extension Document {
  static let receipt = Document(name: "receipt") { $0.starts(with: "descent receipt ".utf8) }
}
