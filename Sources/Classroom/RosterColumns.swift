/// Which columns of a table tell who a student is.
public struct RosterColumns: Sendable, Equatable {
  public private(set) var name: Int?
  public private(set) var first: Int?
  public private(set) var last: Int?
  public private(set) var id: Int?
  public private(set) var login: Int?
  public private(set) var email: Int?
  public private(set) var number: Int?
  public private(set) var section: Int?
  public private(set) var hasHeader = true

  /// Headers of the systems there are, as `FoldedName.plain` has them; the first that is there counts.
  private static let known: [(WritableKeyPath<RosterColumns, Int?> & Sendable, [String])] = [
    (\.name, ["name", "student", "student name", "full name", "display name", "participant"]),
    (\.first, ["first name", "firstname", "given name", "vorname"]),
    (\.last, ["last name", "lastname", "surname", "family name", "nachname", "name"]),
    (
      \.id,
      [
        "sis user id", "student id", "id number", "idnumber", "matriculation number",
        "matrikelnummer", "user id", "userid", "number", "id",
      ]
    ),
    (\.login, ["username", "user name", "sis login id", "login id", "login", "net id", "netid"]),
    (\.email, ["email address", "email", "e mail", "mail"]),
    (\.number, ["id"]),
    (\.section, ["section", "group"]),
  ]

  /// - Throws: `Sheet.Failure` for a table without a column of names.
  init(_ sheet: Sheet) throws(Sheet.Failure) {
    let header = sheet.rows[0].map { FoldedName.plain($0.text) }
    for (path, names) in Self.known {
      self[keyPath: path] = names.lazy.compactMap { header.firstIndex(of: $0) }.first
    }
    // A column `Name` beside `First name` is the last name.
    if first != nil, name == last { name = nil }
    if first == nil, last == name { last = nil }
    if number == id { number = nil }
    if name != nil || (first != nil && last != nil) { return }
    // Two columns without a header: names, and what holds digits.
    let isBare = sheet.rows.allSatisfy { $0.count == 2 } && login == nil && id == nil
    guard isBare else {
      throw Sheet.Failure(
        "this table has no column of names; it needs 'name', or 'first name' and 'last name', and 'id' "
          + "beside it")
    }
    hasHeader = false
    let hasDigits = { (column: Int) in
      sheet.rows.allSatisfy { $0[column].text.contains(where: \.isNumber) }
    }
    (name, id) = hasDigits(0) && !hasDigits(1) ? (1, 0) : (0, 1)
  }
}
