import Lessons
import Wording

/// One row a student: what each lesson brought.
public struct Gradebook: Sendable {
  public struct Student: Sendable {
    /// Of the roster, or as it was typed.
    public var name: String
    /// As it was typed into the program.
    public var typed = ""
    public var id = ""
    public var entry: Roster.Student?
    /// The points of each lesson by its name; none where it was edited or cannot be verified.
    public var points: [String: Double] = [:]
    /// The last hand-in, as ISO 8601 in UTC.
    public var time = ""
    public var remarks: [String] = []
    public var hasHandedIn = false
  }

  public struct LessonColumn: Hashable, Sendable {
    public var id: String
    public var title: String
    public var most: Double
  }

  public private(set) var students: [Student] = []
  public private(set) var lessons: [LessonColumn] = []
  /// What could not be matched with the roster, each as a sentence.
  public private(set) var unmatched: [String] = []

  /// - Parameter order: the names of the lessons in the order of the course.
  public init(_ report: GradeReport, roster: Roster?, order: [String]) {
    if let roster {
      students = roster.students.map { entry in
        Student(name: entry.name, id: entry.identifier, entry: entry)
      }
    }
    var places: [String: Int] = [:]
    for row in report.rows {
      let key = Self.identity(of: row, in: roster)
      let place: Int
      if let known = places[key] {
        place = known
      } else if case .one(let entry)? = roster?.match(row.student),
        let found = students.firstIndex(where: { $0.entry == entry })
      {
        place = found
      } else {
        place = students.count
        students.append(
          Student(name: row.student.isEmpty ? "(no name: \(row.receipt))" : row.student))
        if let roster { unmatched.append(Self.sentence(on: row, in: roster)) }
      }
      places[key] = place
      take(row, into: place)
    }
    lessons.sort { a, b in
      func place(_ id: String) -> Int { order.firstIndex(of: id) ?? .max }
      return (place(a.id), a.id) < (place(b.id), b.id)
    }
  }

  /// What tells students apart: the roster's row where the name has one, else the name without accents.
  public static func identity(of row: GradeReport.Row, in roster: Roster?) -> String {
    guard !row.student.isEmpty else { return "\u{1}" + row.receipt }
    if case .one(let entry)? = roster?.match(row.student) { return "\u{2}\(entry.row)" }
    return roster == nil ? row.student : FoldedName(row.student).text
  }

  private mutating func take(_ row: GradeReport.Row, into place: Int) {
    students[place].hasHandedIn = true
    students[place].typed = row.student
    students[place].time = max(students[place].time, row.time)
    if let column = lessons.firstIndex(where: { $0.id == row.lesson }) {
      lessons[column].most = max(lessons[column].most, row.most)
    } else {
      lessons.append(LessonColumn(id: row.lesson, title: row.title, most: row.most))
    }
    switch row.status {
    case .verified, .mended, .older: students[place].points[row.lesson] = row.score
    case .edited, .unverified: break
    }
    if !row.status.isVerified {
      students[place].remarks.append("\(row.lesson): \(row.status.text)")
    }
  }

  public func total(of student: Student) -> Double { student.points.values.reduce(0, +) }

  /// Why a receipt has no row in the roster.
  static func sentence(on row: GradeReport.Row, in roster: Roster) -> String {
    sentence(onName: row.student, in: row.receipt, roster.match(row.student))
  }

  /// Why a name is not one of the roster's.
  ///
  /// - Parameter source: the file that carries it; empty for a name alone.
  public static func sentence(onName name: String, in source: String, _ match: Roster.Match)
    -> String
  {
    let place = source.isEmpty ? "" : " (\(source))"
    guard !name.isEmpty else { return "\(source) carries no name" }
    switch match {
    case .one(let entry): return "'\(name)'\(place) is \(entry.name)"
    case .several(let entries):
      let ids = entries.map { "\($0.name) (\($0.identifier))" }
      return "'\(name)'\(place) may be \(alternatives(ids))"
    case .none(let nearest):
      return "'\(name)'\(place) is not in the roster" + suggestion(nearest)
    }
  }

  // MARK: Tables

  /// A form in which a gradebook is written.
  public enum Form: String, CaseIterable, Sendable {
    case plain, canvas, moodle
  }

  public func sheet(_ form: Form) -> Sheet {
    let ids = lessons.map(\.id)
    func points(_ student: Student) -> [String] {
      ids.map { student.points[$0].map(PointScheme.text(of:)) ?? "" }
    }
    switch form {
    case .plain:
      return Sheet(
        [["id", "name"] + ids + ["total", "handed_in", "remarks"]]
          + students.map { student in
            [student.id, student.name] + points(student)
              + [
                student.hasHandedIn ? PointScheme.text(of: total(of: student)) : "", student.time,
                student.hasHandedIn
                  ? student.remarks.joined(separator: "; ") : "handed in nothing",
              ]
          })
    case .canvas:
      let titles = lessons.map { $0.title.isEmpty ? $0.id : $0.title }
      return Sheet(
        [["Student", "ID", "SIS User ID", "SIS Login ID", "Section"] + titles]
          + [
            ["    Points Possible", "", "", "", ""] + lessons.map { PointScheme.text(of: $0.most) }
          ]
          + students.map { student in
            let entry = student.entry ?? Roster.Student()
            return [Self.lastFirst(student), entry.number, entry.id, entry.login, entry.section]
              + points(student)
          })
    case .moodle:
      let titles = lessons.map { $0.title.isEmpty ? $0.id : $0.title }
      return Sheet(
        [["First name", "Last name", "ID number", "Email address"] + titles]
          + students.map { student in
            let entry = student.entry ?? Roster.Student()
            let (first, last) = Self.parts(of: student)
            return [first, last, entry.id, entry.email] + points(student)
          })
    }
  }

  private static func parts(of student: Student) -> (first: String, last: String) {
    if let entry = student.entry, !entry.last.isEmpty { return (entry.first, entry.last) }
    let halves = student.name.split(separator: ",", maxSplits: 1).map {
      String($0).trimmingBlanksOfCell
    }
    if halves.count == 2 { return (halves[1], halves[0]) }
    let words = student.name.split(separator: " ").map(String.init)
    return (words.dropLast().joined(separator: " "), words.last ?? "")
  }

  private static func lastFirst(_ student: Student) -> String {
    let (first, last) = parts(of: student)
    return first.isEmpty ? last : "\(last), \(first)"
  }
}
