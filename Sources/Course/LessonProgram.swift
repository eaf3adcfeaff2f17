import Console
import Disk
import Lessons
import Session

/// A lesson's own commands in the order in which they run, for a debugger: what its blocks set up and
/// show, what brings out the truth of its predictions, and its answers to its tasks.
///
/// Nothing is asked: the shell asks, and a debugger looks.
package struct LessonProgram {
  /// What the lesson's file is called.
  package var name: String
  /// The file; nil for a lesson of the course.
  package var path: String?
  package var text: String
  package var commands: [(line: Int, text: String)]
  package var sandbox: Sandbox

  /// - Parameters:
  ///   - which: its number, its name, or a file.
  ///   - student: whose numbers it has.
  /// - Throws: `ShellError` where there is no such lesson.
  package init(_ which: String, student: String, rooms: Rooms) throws(ShellError) {
    let host = Host(rooms: rooms, interrupt: { false })
    let request = try Workspace(traits: Traits(), host: host).lessonRequest(for: which, column: nil)
    let isFile = !request.source.isEmpty
    path = isFile ? request.source : nil
    let file = CourseLesson.all.first { $0.lesson.id == request.lesson.id }?.file
    name = isFile ? Path.name(of: request.source) : file ?? request.lesson.id
    text = request.lesson.lines.joined(separator: "\n") + "\n"
    commands = []
    for block in request.lesson.resolved(for: Student(student)).blocks {
      for source in block.ownCommands { commands.append((source.place.line, source.text)) }
    }
    sandbox = Sandbox(folders: isFile ? [Path.folder(of: request.source), "."] : [])
  }

  /// Whether the contents make a file a lesson: it has questions.
  package static func isLesson(_ path: String) -> Bool {
    guard let bytes = try? Files.bytes(of: path, limit: 2 * LessonParser.largestFile) else {
      return false
    }
    return !LessonParser.parse(bytes).lesson.questions.isEmpty
  }
}

extension Block {
  /// The commands that the lesson itself runs in a block, in their order.
  fileprivate var ownCommands: [SourceText] {
    commands + runs + (check == nil ? [] : answers)
  }
}
