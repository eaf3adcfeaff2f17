import Lessons
import Wording

/// A download of another system's gradebook, whose columns take the points.
///
/// No column is added: Blackboard would make a text worth nothing of it.
public struct GradebookTemplate: Sendable {
  private let roster: Roster

  /// Why a template cannot be filled: a sentence, and more lines.
  public struct Refusal: Error {
    public var message: String
  }

  public init(_ bytes: [UInt8]) throws(Refusal) {
    do { roster = try Roster(bytes) } catch { throw Refusal(message: error.message) }
  }

  /// The students of the download.
  public var students: Roster { roster }

  /// The download with the points in it.
  ///
  /// - Parameter columns: headers by the lesson's name, or `total`, where they are not alike.
  /// - Returns: the table, and remarks.
  /// - Throws: `Refusal` where a student who handed in is not in the download, naming all of them, and
  ///   where no column belongs to a lesson.
  public func filled(
    with gradebook: Gradebook, columns chosen: [String: String]
  ) throws(Refusal) -> (sheet: Sheet, remarks: [String]) {
    var missing: [String] = []
    var rows: [(student: Gradebook.Student, row: Int)] = []
    for student in gradebook.students where student.hasHandedIn {
      if let row = row(of: student) {
        rows.append((student, row))
      } else {
        missing.append(student.name)
      }
    }
    guard missing.isEmpty else {
      throw Refusal(
        message:
          "the template's students do not match: \(counted(missing.count, "student")) who handed "
          + "in \(missing.count == 1 ? "is" : "are") not in it: \(missing.joined(separator: ", "))")
    }
    var remarks: [String] = []
    var columns: [(lesson: Gradebook.LessonColumn?, column: Int)] = []
    for lesson in gradebook.lessons {
      if let column = try column(for: lesson, chosen[lesson.id]) {
        columns.append((lesson, column))
      } else {
        remarks.append("no column of the template is called '\(lesson.title)' or '\(lesson.id)'")
      }
    }
    if let header = chosen["total"] { columns.append((nil, try column(called: header))) }
    guard !columns.isEmpty else {
      throw Refusal(
        message:
          "no column of the template belongs to a lesson; say which with --column, as --column "
          + "\"\(gradebook.lessons.first?.id ?? "lesson")=\(headers.last ?? "header")\"; it has "
          + headers.map { "'\($0)'" }.joined(separator: ", "))
    }
    var sheet = roster.sheet
    for (student, row) in rows {
      for (lesson, column) in columns {
        let points = lesson.map { student.points[$0.id] } ?? gradebook.total(of: student)
        if let points { sheet.set(row, column, to: PointScheme.text(of: points)) }
      }
    }
    let present = Set(rows.map(\.row))
    let absent = roster.students.filter { !present.contains($0.row) }.map(\.name)
    if !absent.isEmpty { remarks.append("handed in nothing: \(absent.joined(separator: ", "))") }
    return (sheet, remarks)
  }

  private func row(of student: Gradebook.Student) -> Int? {
    let entry = student.entry ?? Roster.Student()
    for word in [entry.id, entry.login, entry.email, student.name, student.typed]
    where !word.isEmpty {
      if case .one(let found) = roster.match(word) { return found.row }
    }
    return nil
  }

  private var headers: [String] { roster.sheet.rows[0].map(\.text) }

  private func column(
    for lesson: Gradebook.LessonColumn, _ chosen: String?
  ) throws(Refusal) -> Int? {
    if let chosen { return try column(called: chosen) }
    let wanted = [lesson.id, lesson.title].filter { !$0.isEmpty }.map { FoldedName.plain($0) }
    return headers.indices.first { wanted.contains(FoldedName.plain(Self.bare(headers[$0]))) }
  }

  private func column(called header: String) throws(Refusal) -> Int {
    let wanted = FoldedName.plain(Self.bare(header))
    guard
      let column = headers.firstIndex(of: header)
        ?? headers.indices.first(where: { FoldedName.plain(Self.bare(headers[$0])) == wanted })
    else {
      throw Refusal(
        message: "the template has no column '\(header)'; it has "
          + headers.map { "'\($0)'" }.joined(separator: ", "))
    }
    return column
  }

  /// A header without what a system adds: `Homework [Total Pts: 9 Score] |_123_1` of Blackboard,
  /// `Homework (123)` of Canvas, `Assignment: Homework (Real)` of Moodle.
  static func bare(_ header: String) -> String {
    var text = header[...]
    if let bracket = text.firstRange(of: " [Total Pts") { text = text[..<bracket.lowerBound] }
    if let bar = text.firstIndex(of: "|") { text = text[..<bar] }
    while text.last?.isWhitespace == true { text.removeLast() }
    if text.last == ")", let open = text.lastIndex(of: "(") {
      let inner = text[text.index(after: open)...].dropLast()
      if inner.allSatisfy(\.isNumber) || ["Real", "Percentage", "Letter"].contains(inner) {
        text = text[..<open]
      }
    }
    for kind in ["Assignment:", "Quiz:", "Lesson:", "External tool:"] where text.hasPrefix(kind) {
      text = text.dropFirst(kind.count)
    }
    return String(text).trimmingBlanksOfCell
  }
}
