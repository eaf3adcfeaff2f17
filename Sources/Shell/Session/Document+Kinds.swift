import Console
import Lessons
import Plot

/// The kinds of files that verbs write.
extension Document {
  static let session = Document(name: "saved session", isOwn: SavedSession.isSession)
  static let notebook = Document(name: "notebook", isOwn: Notebook.isNotebook)
  static let receipt = Document(name: "receipt") { $0.starts(with: "descent receipt ".utf8) }
  static let figure = Document(name: "figure of this program", isOwn: SVGRenderer.isFigure)
  static let grades = Document(name: "table of grades") {
    $0.starts(with: "receipt,student,lesson,".utf8)
  }
  static let items = Document(name: "table of questions") {
    $0.starts(with: "lesson,question,students,".utf8)
  }
  static let junit = Document(name: "report of 'descent check'") {
    $0.starts(with: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n".utf8)
  }
  /// A lesson to begin from soon holds the author's own work.
  static let lesson = Document(name: "file to overwrite") { _ in false }
  static let job = Document(name: "job script of 'search'") {
    $0.starts(with: "#!/bin/sh\n#SBATCH --job-name=descent-search\n".utf8)
  }
  static let jobGuide = Document(name: "guide to a job of 'search'") {
    $0.starts(with: "# A search for a cluster\n".utf8)
  }

  /// The parameter that overrides the rule.
  static let force = Parameter(
    "force", .option, .truth, default: "no", "whether to overwrite any file")
}
