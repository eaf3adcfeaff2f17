import CLessons
import Console
import Disk
import Formula
import Lessons

/// The lessons of the course, whose they are taken as, and where progress is kept.
struct LessonShelf: Sendable {
  /// The folder for what outlives the session; nil keeps nothing.
  var stateFolder: String?
  /// Chosen for this session alone.
  var sessionStudent: String?

  /// A lesson of the course.
  struct Entry: Sendable {
    var file: String
    var bytes: [UInt8]

    /// The number that the file's name begins with.
    var number: Int { Int(file.prefix { $0.isNumber }) ?? 0 }

    /// The number with its letter, as it is typed: `8b`.
    var label: String {
      "\(number)" + file.drop { $0.isNumber }.prefix { $0.isLetter && $0 != "-" }
    }

    /// The file's name without its number and ending.
    var name: String {
      let stem = file.drop { $0 != "-" }.dropFirst()
      return stem.hasSuffix(".md") ? String(stem.dropLast(3)) : String(stem)
    }

    var lesson: Lesson { LessonParser.parse(bytes).lesson }
  }

  /// The lesson that follows a lesson of the course.
  static func lesson(after label: String) -> Entry? {
    guard let place = course.firstIndex(where: { $0.label == label }) else { return nil }
    return course.indices.contains(place + 1) ? course[place + 1] : nil
  }

  /// The label of the lesson of that name; nil where the course has none.
  static func label(ofLesson id: String) -> String? { course.first { $0.lesson.id == id }?.label }

  static var course: [Entry] {
    (0..<clessons_count()).compactMap { index in
      guard let lesson = clessons_at(index)?.pointee else { return nil }
      return Entry(
        file: String(cString: lesson.file),
        bytes: Array(UnsafeBufferPointer(start: lesson.bytes, count: lesson.count)))
    }
  }

  static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 64 && !text.hasPrefix(".")
      && text.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
          || "._-@".unicodeScalars.contains($0)
      }
  }

  // MARK: The student

  /// Whose numbers the lessons show.
  var student: Student {
    if let sessionStudent {
      return sessionStudent.isEmpty ? .transcript : Student(sessionStudent)
    }
    guard let path = studentPath, let bytes = try? Files.bytes(of: path, limit: 4096) else {
      return .transcript
    }
    let name = String(decoding: bytes, as: UTF8.self).prefix { !$0.isNewline }
    return Self.isName(String(name)) ? Student(String(name)) : .transcript
  }

  private var studentPath: String? { stateFolder.map { $0 + "/student" } }

  /// Keeps the student's name for this and later sessions; `none` forgets it.
  ///
  /// - Parameter isKept: false keeps it for this session alone.
  mutating func remember(student: String, isKept: Bool = true) throws(ShellError) {
    let student = student == "none" ? "" : student
    sessionStudent = student
    if isKept { try keep(student, at: studentPath) }
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
  var hasPager: Bool? {
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
  func remember(pager isOn: Bool) throws(ShellError) {
    try keep(isOn ? "on" : "off", at: pagerPath)
  }

  // MARK: Progress

  private func folder(of student: Student) -> String? {
    stateFolder.map { $0 + "/lessons/" + (student.id.isEmpty ? "-" : student.id) }
  }

  /// Where a lesson's progress is kept; `source` tells files of the same name apart.
  func progressPath(_ lesson: String, source: String, student: Student) -> String? {
    var name = lesson
    if !source.isEmpty {
      var digest = Digest()
      digest.add(source)
      name += "@" + Digest.text(of: digest.value)
    }
    return folder(of: student).map { "\($0)/\(name).progress" }
  }

  /// What is kept of a lesson.
  ///
  /// - Returns: nil where nothing is kept, else the progress or why it cannot be read.
  func progress(
    _ lesson: String, source: String, student: Student
  ) -> Result<Progress, ShellError>? {
    progressPath(lesson, source: source, student: student).flatMap(Self.progress)
  }

  private static func progress(at path: String) -> Result<Progress, ShellError>? {
    do {
      guard let bytes = try Files.bytesIfPresent(of: path) else { return nil }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        return .failure(ShellError("'\(path)' is damaged: it is not text"))
      }
      return .success(try Progress(text: text))
    } catch let error as LaboratoryError {
      return .failure(ShellError("'\(path)': \(error.message)"))
    } catch {
      return .failure(ShellError("\(error)"))
    }
  }

  func keep(_ progress: Progress) throws(ShellError) {
    guard
      let path = progressPath(
        progress.lesson, source: progress.source, student: progress.student),
      let folder = folder(of: progress.student)
    else { return }
    try Files.makeFolder(folder)
    try Files.write(progress.text, to: path)
  }

  /// Puts what is kept of a lesson aside, before the lesson starts over.
  ///
  /// - Returns: the file that holds it; nil where nothing is kept.
  func setAside(_ lesson: String, source: String, student: Student) throws(ShellError) -> String? {
    guard let path = progressPath(lesson, source: source, student: student),
      let bytes = try Files.bytesIfPresent(of: path)
    else { return nil }
    var number = 1
    while Path.exists(path + ".\(number)") { number += 1 }
    let aside = path + ".\(number)"
    try Files.write(String(decoding: bytes, as: UTF8.self), to: aside)
    return aside
  }

  /// All that is kept of a student: the lessons of the course in its order, then the others.
  func allProgress(of student: Student) -> [Progress] {
    guard let folder = folder(of: student) else { return [] }
    let kept = Disk.entries(of: folder).filter { $0.hasSuffix(".progress") }.compactMap { name in
      try? Self.progress(at: folder + "/" + name)?.get()
    }
    let places = Dictionary(
      Self.course.enumerated().map { ($1.lesson.id, $0) }, uniquingKeysWith: { first, _ in first })
    func place(_ progress: Progress) -> Int {
      progress.source.isEmpty ? places[progress.lesson] ?? .max : .max
    }
    return kept.enumerated()
      .sorted { (place($0.element), $0.offset) < (place($1.element), $1.offset) }.map(\.element)
  }
}
