/// What stands between the fields of a CSV file.
enum CSVDelimiter: UInt8, CaseIterable, Sendable {
  case tab = 0x09
  case semicolon = 0x3B
  case bar = 0x7C
  case comma = 0x2C
  /// Any number of blanks and tabs, as in the tables of MATLAB and R; those at a line's ends count
  /// for nothing.
  case blanks = 0x20

  /// What a user types for it.
  var name: String {
    switch self {
    case .tab: "tab"
    case .semicolon: "semicolon"
    case .bar: "bar"
    case .comma: "comma"
    case .blanks: "blanks"
    }
  }

  init?(named name: String) {
    guard let known = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = known
  }
}
