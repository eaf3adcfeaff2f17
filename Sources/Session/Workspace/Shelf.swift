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

  /// Whether the student was ever asked for a name, or gave one.
  package var knowsOfName: Bool {
    sessionStudent != nil || (studentPath.map { Files.exists($0) } ?? true)
  }

  /// Where the lessons of a student are kept; an empty name is that of none.
  package func lessonFolder(of student: String) -> String? {
    stateFolder.map { $0 + "/lessons/" + (student.isEmpty ? "-" : student) }
  }

  /// Keeps the student's name for this and later sessions; `none` forgets it.
  ///
  /// What was begun without a name becomes the student's, where they have not begun it themselves.
  ///
  /// - Parameter isKept: false keeps it for this session alone.
  /// - Returns: how many lessons became the student's.
  @discardableResult
  package mutating func remember(student: String, isKept: Bool = true) throws(ShellError) -> Int {
    let student = student == "none" ? "" : student
    let before = studentName
    if isKept { try keep(student, at: studentPath) }
    sessionStudent = student
    guard isKept else { return 0 }
    return before.isEmpty && !student.isEmpty ? try claim(for: student) : 0
  }

  /// Gives the student the lessons that were begun without a name.
  private func claim(for student: String) throws(ShellError) -> Int {
    guard let nameless = lessonFolder(of: ""), let own = lessonFolder(of: student) else { return 0 }
    var count = 0
    for name in Files.entries(of: nameless) where name.hasSuffix(".progress") {
      let (old, new) = (nameless + "/" + name, own + "/" + name)
      guard !Files.exists(new), let bytes = try? Files.bytes(of: old),
        // A lesson in which nothing was done is not worth its common numbers.
        String(decoding: bytes, as: UTF8.self).contains("\n@ ")
      else { continue }
      try Files.makeFolder(own)
      try Files.move(old, to: new)
      count += 1
    }
    return count
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
