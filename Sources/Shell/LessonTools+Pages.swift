import Classroom
import Console
import Course
import Disk
import Lessons
import Markdown
import Plot
import Session
import Wording

/// `descent report` and `descent site`.
extension LessonTools {
  /// Runs the blocks of a document and writes it as a page.
  ///
  /// - Parameter page: where to; nil is beside the document, with the ending `.html`.
  /// - Returns: status 0 where it is written, 1 where a command failed, 2 where the document cannot be
  ///   read or the page not be written.
  package static func report(_ path: String, to page: String?, isForced: Bool) -> Result {
    let (lesson, problems): (Lesson, [LessonProblem])
    do { (lesson, problems) = LessonParser.parse(try Files.bytes(of: path)) } catch {
      return Result(text: error.message + "\n", status: 2)
    }
    if let question = lesson.blocks.first(where: { $0.kind.isQuestion || $0.kind.name == "play" }) {
      return Result(
        text:
          "\(path):\(question.place.line): a '\(question.kind.name)' block belongs to a lesson; "
          + "'descent site' makes pages of lessons\n", status: 2)
    }
    // Prose alone is a report too.
    if !lesson.blocks.isEmpty, let problem = problems.first {
      return Result(text: problem.text(file: path) + "\n", status: 2)
    }
    var outputs: [String: [LessonTour.Output]] = [:]
    let drawings = Drawings(label: Path.name(of: path))
    var laboratory = ShellLaboratory(file: path, rooms: .standard)
    laboratory.workspace.host.drawn = { figure, _ in drawings.add(figure) }
    for block in lesson.blocks {
      for command in block.commands {
        var text = ""
        let outcome = laboratory.run(command.text, by: .student) { text += $0 }
        let drawn = drawings.take()
        if let failure = outcome.failure {
          return Result(text: "\(path):\(command.place.line): \(failure)\n", status: 1)
        }
        if block.kind.isShown {
          outputs[block.id, default: []].append(
            LessonTour.Output(command: command.text, text: text, drawings: drawn))
        }
      }
    }
    let target = page ?? Self.name(of: path, ending: ".html")
    do {
      try Files.write(
        ReportPage(lesson, name: Path.name(of: path), outputs: outputs).html, to: target,
        as: .report, isForced: isForced, way: "--force")
    } catch { return Result(text: error.message + "\n", status: 2) }
    return Result(text: "written: \(target)\n", status: 0)
  }

  /// A file's path with another ending.
  private static func name(of path: String, ending: String) -> String {
    for known in [".md", ".markdown"] where path.lowercased().hasSuffix(known) {
      return String(path.dropLast(known.count)) + ending
    }
    return path + ending
  }

  /// Writes lessons as a web site that works from a folder: a page each, their files, and an index.
  ///
  /// - Returns: status 0 where all are written, 1 where a lesson does not run, 2 where one cannot be
  ///   read or a page not be written.
  package static func site(
    _ paths: [String], to folder: String, isForced: Bool,
    progress: (Int, Int) -> Void = { _, _ in }
  ) -> Result {
    var text = ""
    var status: Int32 = 0
    func complain(_ message: String, _ severity: Int32) {
      text += message + "\n"
      status = max(status, severity)
    }
    var lessons: [(lesson: Lesson, path: String, bytes: [UInt8])] = []
    for path in paths.flatMap(LessonShelf.files) {
      do {
        let bytes = try Files.bytes(of: path)
        let (lesson, problems) = LessonParser.parse(bytes)
        if let problem = problems.first {
          complain(problem.text(file: path), 2)
        } else if lesson.id.isEmpty {
          complain("\(path): this is no lesson; 'descent report' makes a page of it", 2)
        } else {
          lessons.append((lesson, path, bytes))
        }
      } catch { complain(error.message, 2) }
    }
    guard !lessons.isEmpty else {
      return Result(text: text + "there is no lesson to write\n", status: 2)
    }
    let names = lessons.map { Path.name(of: $0.path) }
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      return Result(text: text + "two lessons have the file name '\(twice)'\n", status: 2)
    }
    do {
      try Files.withFolder(folder) { () throws(ShellError) in
        var entries: [(lesson: Lesson, address: String, command: String)] = []
        for (i, (lesson, path, bytes)) in lessons.enumerated() {
          progress(i, lessons.count)
          let name = names[i]
          let address = Self.name(of: name, ending: ".html")
          let command = Self.command(for: lesson, file: name)
          let tour = Self.tour(of: lesson, file: path)
          if let fault = tour.faults.first { complain(fault.text(file: path), 1) }
          var page = LessonPage(lesson, tour, command: command, file: name)
          if i > 0 {
            page.previous = (
              lessons[i - 1].lesson.title, Self.name(of: names[i - 1], ending: ".html")
            )
          }
          if i + 1 < lessons.count {
            page.next = (lessons[i + 1].lesson.title, Self.name(of: names[i + 1], ending: ".html"))
          }
          try Files.write(
            page.html, to: Path.path(address, in: folder), as: .lessonPage, isForced: isForced,
            way: "--force")
          try Files.write(
            bytes, to: Path.path(name, in: folder), as: .copy(of: lesson), isForced: isForced,
            way: "--force")
          entries.append((lesson, address, command))
        }
        let title =
          lessons.allSatisfy { $0.lesson.course == Lesson.defaultCourse }
          ? "The recipe of deep learning: lessons" : "Lessons"
        try Files.write(
          SiteIndex.html(title: title, entries), to: Path.path("index.html", in: folder),
          as: .lessonPage, isForced: isForced, way: "--force")
      }
    } catch { return Result(text: text + error.message + "\n", status: 2) }
    text +=
      "\(counted(lessons.count, "lesson")) written to \(Path.quotedForShell(folder)); open index.html\n"
    return Result(text: text, status: status)
  }

  /// What a shell is given to take a lesson: its number where it is one of the course.
  private static func command(for lesson: Lesson, file: String) -> String {
    if let label = CourseLesson.label(ofSame: lesson) { return "descent lesson \(label)" }
    return "descent lesson \(Path.quotedForShell(file))"
  }

  /// A lesson gone through, with its pictures.
  static func tour(
    of lesson: Lesson, file: String, student: Student = .transcript, draws: Bool = true
  ) -> LessonTour {
    let drawings = Drawings(label: lesson.id)
    let laboratory = ShellLaboratory(file: file, rooms: .standard)
    laboratory.sandbox.allowance.renew(Sandbox.longest * 10)
    if draws { laboratory.workspace.host.drawn = { figure, _ in drawings.add(figure) } }
    return LessonTour(lesson, student: student, lab: laboratory, drawings: drawings.take)
  }
}

/// The figures that commands draw, as SVG, until they are taken.
private final class Drawings {
  private var waiting: [String] = []
  private var count = 0
  private let label: String

  init(label: String) { self.label = label }

  func add(_ figure: Figure) {
    count += 1
    waiting.append(SVGRenderer(label: "\(label).\(count)").render(figure))
  }

  func take() -> [String] {
    defer { waiting = [] }
    return waiting
  }
}

extension Document {
  static let report = Document(name: "report", isOwn: ReportPage.isOwn)
  static let lessonPage = Document(name: "page of a lesson", isOwn: LessonPage.isOwn)

  /// The file of a lesson beside its page: one of the same lesson is replaced.
  static func copy(of lesson: Lesson) -> Document {
    Document(name: "copy of the lesson '\(lesson.id)'") { bytes in
      LessonParser.parse(bytes).lesson.id == lesson.id
    }
  }
}
