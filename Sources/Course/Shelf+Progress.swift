import Console
import Digests
import Disk
import Formula
import Lessons
import Session

/// Whose lessons are taken, and where progress is kept.
extension Shelf {
  /// Whose numbers the lessons show.
  var student: Student {
    let name = studentName
    return name.isEmpty ? .transcript : Student(name)
  }

  // MARK: Progress

  private func folder(of student: Student) -> String? { lessonFolder(of: student.id) }

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

  /// Keeps a lesson with what else is the student's; one that was begun without a name keeps its
  /// numbers.
  func keep(_ progress: Progress, of student: Student) throws(ShellError) {
    guard let path = progressPath(progress.lesson, source: progress.source, student: student),
      let folder = folder(of: student)
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

  /// Whether a lesson was ever begun, told without reading any.
  func hasProgress(of student: Student) -> Bool {
    folder(of: student).map { !Self.progressFiles(in: $0).isEmpty } ?? false
  }

  private static func progressFiles(in folder: String) -> [String] {
    Disk.entries(of: folder).filter { $0.hasSuffix(".progress") }
  }

  /// All that is kept of a student: the lessons of the course in its order, then the others.
  func allProgress(of student: Student) -> [Progress] {
    guard let folder = folder(of: student) else { return [] }
    let kept = Self.progressFiles(in: folder).compactMap { name in
      try? Self.progress(at: folder + "/" + name)?.get()
    }
    let places = Dictionary(
      CourseLesson.all.enumerated().map { ($1.lesson.id, $0) },
      uniquingKeysWith: { first, _ in first })
    func place(_ progress: Progress) -> Int {
      progress.source.isEmpty ? places[progress.lesson] ?? .max : .max
    }
    return kept.enumerated()
      .sorted { (place($0.element), $0.offset) < (place($1.element), $1.offset) }.map(\.element)
  }
}
