import Wording

/// The students of a class: names, and what other systems call them.
public struct Roster: Sendable {
  public struct Student: Hashable, Sendable {
    public var name = ""
    public var first = ""
    public var last = ""
    /// The number or word that the institution knows the student by.
    public var id = ""
    public var login = ""
    public var email = ""
    /// Canvas's own number.
    public var number = ""
    public var section = ""
    /// The row of the table, from 0.
    public var row = 0
  }

  /// Whom a name means.
  public enum Match: Hashable, Sendable {
    case one(Student)
    /// Several have that name.
    case several([Student])
    /// None has; the nearest names, where some are near.
    case none(nearest: [String])
  }

  public private(set) var students: [Student] = []
  public let sheet: Sheet
  public let columns: RosterColumns
  private var folded: [FoldedName] = []

  /// - Throws: `Sheet.Failure` for a table that names no students.
  public init(_ bytes: [UInt8]) throws(Sheet.Failure) {
    sheet = try Sheet(bytes)
    columns = try RosterColumns(sheet)
    for row in sheet.rows.indices.dropFirst(columns.hasHeader ? 1 : 0) {
      var student = Student(row: row)
      func text(_ column: Int?) -> String { column.map { sheet.cell(row, $0) } ?? "" }
      student.first = text(columns.first)
      student.last = text(columns.last)
      student.name = text(columns.name)
      if student.name.isEmpty {
        student.name = [student.first, student.last].filter { !$0.isEmpty }.joined(separator: " ")
      }
      student.id = text(columns.id)
      student.login = text(columns.login)
      student.email = text(columns.email)
      student.number = text(columns.number)
      student.section = text(columns.section)
      // Canvas has rows for the most points, and a student who is none.
      let isOther = ["points possible", "student test", "manual posting"]
        .contains(FoldedName.plain(student.name))
      let isEmpty = student.name.isEmpty && student.id.isEmpty && student.login.isEmpty
      guard !isOther, !isEmpty else { continue }
      students.append(student)
      folded.append(FoldedName(student.name))
    }
    guard !students.isEmpty else { throw Sheet.Failure("this table has no students") }
  }

  /// Whom a student means by what they typed as their name: a name, an ID, a login or an email.
  public func match(_ typed: String) -> Match {
    let word = typed.trimmingBlanksOfCell.lowercased()
    guard !word.isEmpty else { return .none(nearest: []) }
    let known = students.filter { student in
      [student.id, student.login, student.email].contains { !$0.isEmpty && $0.lowercased() == word }
    }
    if let student = known.first { return known.count == 1 ? .one(student) : .several(known) }
    let name = FoldedName(typed)
    let same = students.indices.filter { folded[$0].isSame(as: name) }
    if !same.isEmpty { return Self.match(same.map { students[$0] }) }
    let parts = students.indices.filter {
      name.isPart(of: folded[$0]) || folded[$0].isPart(of: name)
    }
    if !parts.isEmpty { return Self.match(parts.map { students[$0] }) }
    let words = Set(name.text.split(separator: " "))
    let sharing = students.indices.filter {
      !words.isDisjoint(with: folded[$0].text.split(separator: " "))
    }.map { students[$0].name }
    let near = Spelling.candidates(for: name.text, in: folded.map(\.text)).compactMap { text in
      folded.firstIndex { $0.text == text }.map { students[$0].name }
    }
    var seen: Set<String> = []
    return .none(nearest: Array((near + sharing).filter { seen.insert($0).inserted }.prefix(3)))
  }

  private static func match(_ found: [Student]) -> Match {
    found.count == 1 ? .one(found[0]) : .several(found)
  }

  /// Names that several students have: those cannot be told apart by them.
  public var ambiguous: [[Student]] {
    var groups: [[Int]] = []
    for i in students.indices {
      if let group = groups.firstIndex(where: { folded[$0[0]].isSame(as: folded[i]) }) {
        groups[group].append(i)
      } else {
        groups.append([i])
      }
    }
    return groups.filter { $0.count > 1 }.map { $0.map { students[$0] } }
  }
}

extension Roster.Student {
  /// What a gradebook has for the student's ID: the first of them that is known.
  public var identifier: String { [id, login, email, number].first { !$0.isEmpty } ?? "" }
}
