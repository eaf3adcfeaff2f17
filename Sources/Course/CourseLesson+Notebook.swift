import Console
import Lessons
import Session

extension CourseLesson {
  /// A lesson as a notebook in Jupyter's format.
  ///
  /// - Parameter which: its number, its name, or a file.
  /// - Throws: `ShellError` where there is no such lesson.
  package static func notebook(of which: String, rooms: Rooms) throws(ShellError) -> String {
    let host = Host(rooms: rooms, interrupt: { false })
    let request = try Workspace(traits: Traits(), host: host).lessonRequest(
      for: which, column: nil)
    let opening = request.source.isEmpty ? request.label : LineSyntax.word(for: request.source)
    let notebook = LessonNotebook(
      of: request.lesson, opening: "lesson \(opening) prose=no",
      receipt: "\(request.lesson.id).receipt")
    let cells = notebook.cells.enumerated().map { i, cell in
      switch cell {
      case .prose(let text): JupyterNotebook.prose(text, id: "cell-\(i + 1)")
      case .code(let source): JupyterNotebook.code(source, id: "cell-\(i + 1)")
      }
    }
    return JSON.object(JupyterNotebook.object(cells: cells, version: Progress.program)).indentedText
  }
}
