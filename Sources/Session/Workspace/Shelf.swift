import Console
import Formula

/// What outlives the session.
package struct Shelf: Sendable {
  /// The folder for it; nil keeps nothing.
  package var stateFolder: String?
  /// Chosen for this session alone.
  package var sessionStudent: String?

  // MARK: The student

  /// Whose numbers lessons show; empty for those of the transcripts.
  package var studentName: String {
    if let sessionStudent { return sessionStudent }
    guard let path = studentPath, let bytes = try? Files.bytes(of: path, limit: 4096) else {
      return ""
    }
    let name = String(String(decoding: bytes, as: UTF8.self).prefix { !$0.isNewline })
    return PlainText.name(name) ?? ""
  }

  private var studentPath: String? { stateFolder.map { $0 + "/student" } }

  /// Keeps the student's name for this and later sessions; `none` forgets it.
  ///
  /// - Parameter isKept: false keeps it for this session alone.
  package mutating func remember(student: String, isKept: Bool = true) throws(ShellError) {
    let student = student == "none" ? "" : student
    if isKept { try keep(student, at: studentPath) }
    sessionStudent = student
  }

  /// Keeps a line for later sessions, where there is a folder for it.
  private func keep(_ line: String, at path: String?) throws(ShellError) {
    guard let stateFolder, let path else { return }
    try Files.makeFolder(stateFolder)
    try Files.write(line + "\n", to: path)
  }

  // MARK: The pager

  private var pagerPath: String? { stateFolder.map { $0 + "/pager" } }

  /// Whether pages are turned, as it was last set; nil where it never was.
  package var hasPager: Bool? {
    guard let path = pagerPath, let bytes = try? Files.bytes(of: path, limit: 100) else {
      return nil
    }
    switch String(decoding: bytes, as: UTF8.self) {
    case "on\n": return true
    case "off\n": return false
    default: return nil
    }
  }

  /// Keeps for later sessions whether pages are turned.
  package func remember(pager isOn: Bool) throws(ShellError) {
    try keep(isOn ? "on" : "off", at: pagerPath)
  }
}
