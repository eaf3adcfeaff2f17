import Console
import Course
import Disk
import Lessons

/// The lessons at hand: those of the course, and files.
struct LessonShelf: Sendable {
  private(set) var editions: [String: Editions] = [:]
  /// The file of a lesson, by its lines.
  private(set) var sources: [[String]: String] = [:]

  /// - Parameters:
  ///   - paths: lesson files, and folders of them.
  ///   - complain: told of each file that cannot be read.
  init(_ paths: [String], _ complain: (String) -> Void) {
    for path in paths.flatMap(Self.files) {
      do throws(ShellError) {
        let bytes = try Files.bytes(of: path)
        guard String(validating: bytes, as: UTF8.self) != nil else {
          throw ShellError("\(Path.quoted(path)) is no lesson: it is not UTF-8 text")
        }
        let lesson = LessonParser.parse(bytes).lesson
        editions[lesson.id, default: Editions()].given.append(lesson)
        sources[lesson.lines] = path
      } catch { complain(error.message) }
    }
    for entry in CourseLesson.all {
      let lesson = entry.lesson
      editions[lesson.id, default: Editions()].own.append(lesson)
    }
  }

  /// The names of the lessons, those of the course first.
  var order: [String] {
    let course = CourseLesson.all.map(\.lesson.id)
    return course + editions.keys.filter { !course.contains($0) }.sorted()
  }

  /// A file, or the lessons of a folder.
  static func files(at path: String) -> [String] {
    let entries = Disk.entries(of: path)
    guard !entries.isEmpty else { return [path] }
    return entries.filter { $0.hasSuffix(".md") && $0 != "README.md" }.sorted()
      .map { Path.path($0, in: path) }
  }
}
