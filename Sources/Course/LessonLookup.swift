import Console
import Disk
import Lessons
import Session
import Wording

/// Which lesson is meant.
extension Workspace {
  /// What a number or path asks for.
  func lessonRequest(
    for which: String?, column: Int?
  ) throws(ShellError) -> LessonRequest {
    let course = CourseLesson.all
    guard let which else {
      guard let entry = nextLesson ?? course.first else {
        throw ShellError("this program was built without lessons; 'lesson FILE' opens a file")
      }
      return Self.request(entry)
    }
    if let entry = course.first(where: { $0.label == Self.label(which) }) {
      return Self.request(entry)
    }
    if Int(which) != nil {
      let labels = course.map(\.label).joined(separator: ", ")
      throw ShellError("there is no lesson \(which); there are \(labels)", column: column)
    }
    if let entry = course.first(where: { $0.file == which || $0.name == which }) {
      return Self.request(entry)
    }
    if let name = Spelling.match(which, in: course.map(\.name)),
      let entry = course.first(where: { $0.name == name })
    {
      return Self.request(entry)
    }
    // A lesson file goes by its own name once it was begun.
    let isPath = which.contains("/") || which.contains(".") || Files.exists(which)
    if !isPath, let source = sourceOfLesson(called: which) {
      guard Files.exists(source) else {
        throw ShellError(
          "the lesson '\(which)' was begun from '\(source)', which is there no longer",
          column: column)
      }
      return try request(file: source)
    }
    let found = isPath ? [] : Self.lessons(about: which)
    if found.count == 1 { return Self.request(found[0]) }
    guard found.isEmpty else {
      let names = found.map { "'lesson \($0.label)' (\($0.lesson.title))" }
      throw ShellError(
        "several lessons treat '\(shortened(which))': \(names.joined(separator: ", "))",
        column: column)
    }
    guard isPath else {
      throw ShellError(
        "there is no lesson '\(shortened(which))'"
          + suggestion(Spelling.candidates(for: which, in: course.map(\.name))), column: column)
    }
    return try request(file: which)
  }

  /// The file of the lesson of that name that was begun: one that is still there, and not finished,
  /// rather than another.
  private func sourceOfLesson(called name: String) -> String? {
    let kept = host.shelf.allProgress(of: host.shelf.student).filter {
      $0.lesson == name && !$0.source.isEmpty
    }
    let present = kept.filter { Files.exists($0.source) }
    return (present.first { !$0.isFinished } ?? present.first ?? kept.first)?.source
  }

  private func request(file which: String) throws(ShellError) -> LessonRequest {
    let (lesson, problems) = LessonParser.parse(
      try Files.bytes(of: which, limit: 2 * LessonParser.largestFile))
    if let problem = problems.first(where: { _ in lesson.remark == nil || problems.count > 1 }) {
      throw ShellError(
        "\(problem.text(file: which))"
          + (problems.count > 1 ? " ('descent check' lists \(problems.count) problems)" : ""))
    }
    guard !lesson.id.isEmpty else {
      throw ShellError("'\(which)' is no lesson: it has no questions; 'descent run' runs it")
    }
    return LessonRequest(lesson: lesson, label: lesson.id, source: Path.absolute(which))
  }

  static func request(_ entry: CourseLesson) -> LessonRequest {
    LessonRequest(lesson: entry.lesson, label: entry.label, source: "")
  }

  /// `08B` as `8b`.
  private static func label(_ typed: String) -> String {
    let digits = typed.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits) else { return typed }
    return "\(number)" + typed.dropFirst(digits.count).lowercased()
  }

  /// The lessons with a word in the slide's name, or else in the title, that begins so.
  private static func lessons(about word: String) -> [CourseLesson] {
    let wanted = word.lowercased()
    guard wanted.count > 2 else { return [] }
    func words(_ text: String) -> [String] {
      text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
    let course = CourseLesson.all
    for text in [\Lesson.slide, \Lesson.title] {
      let found = course.filter { words($0.lesson[keyPath: text]).contains(wanted) }
      if !found.isEmpty { return found }
    }
    return course.filter { entry in
      words(entry.lesson.slide).contains { $0.hasPrefix(wanted) }
    }
  }

  /// The first lesson that is begun and not finished, else the first that is not begun.
  private var nextLesson: CourseLesson? {
    let kept = progressByLesson
    func progress(_ entry: CourseLesson) -> Progress? {
      kept[entry.lesson.id]
    }
    let course = CourseLesson.all
    return course.first { progress($0).map { !$0.isFinished } ?? false }
      ?? course.first { progress($0) == nil }
  }

  /// What is kept of the lessons of the course, by their names.
  var progressByLesson: [String: Progress] {
    let kept = host.shelf.allProgress(of: host.shelf.student).filter(\.source.isEmpty)
    return Dictionary(kept.map { ($0.lesson, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
