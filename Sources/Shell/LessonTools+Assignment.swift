import Classroom
import Console
import Disk
import Lessons
import Wording

/// `descent assign new`.
extension LessonTools {
  /// Writes an assignment to begin from into a folder.
  ///
  /// - Returns: status 0 where it is written, 2 where the folder has files of those names.
  package static func writeAssignment(to folder: String, isForced: Bool) -> Result {
    let bare = Path.name(of: folder)
    let letters = bare.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    let name = letters.contains { $0 != "-" } ? String(letters.prefix(64)) : "assignment"
    let files = Assignment.files(named: name, lesson: LessonTemplate.text(named: name))
    do {
      try Files.withFolder(folder) { () throws(ShellError) in
        // All of them or none.
        for file in files {
          try Files.check(
            Path.path(file.name, in: folder), as: .lesson, isForced: isForced, way: "--force")
        }
        for file in files {
          try Files.write(
            file.text, to: Path.path(file.name, in: folder), as: .lesson, isForced: isForced,
            way: "--force", mode: file.isExecutable ? 0o777 : 0o666)
        }
        try Files.makeFolder(Path.path("receipts", in: folder), mode: 0o777)
      }
    } catch { return Result(text: error.message + "\n", status: 2) }
    let names = files.map(\.name).joined(separator: ", ")
    return Result(
      text:
        "\(folder) holds an assignment to begin from: \(names), and receipts/ for what comes back. "
        + "Its README.md says what each is for.\n", status: 0)
  }
}
