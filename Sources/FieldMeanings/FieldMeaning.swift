import Conversion

/// What a text among a column's values may be.
package enum FieldMeaning: Equatable {
  /// No value, in any column: an empty field, `?`, `NaN`, a spreadsheet's error.
  case missing
  /// No value among numbers, and a category among texts: `NA`, `None`, `-`.
  case missingAmongNumbers
  /// A number, where the column's values are to be names.
  case number
  /// A number in a notation that is not read.
  case foreignNumber(NumberNotation)
  /// A number with letters after it: `5 kg`.
  case measure(unit: String)
  case date
  case text

  /// A text of a column that has so many others that it cannot be of categories: it is told what is
  /// missing, a date or anything else.
  package init(_ text: String, missing: Set<String>) {
    self = Self.missingMeaning(of: text, missing) ?? (isDate(text) ? .date : .text)
  }

  private static func missingMeaning(of text: String, _ missing: Set<String>) -> FieldMeaning? {
    let lower = text.utf8.count < 16 ? text.lowercased() : text
    if text.isEmpty || missing.contains(text) || marks.contains(lower) { return .missing }
    return marksAmongNumbers.contains(lower) ? .missingAmongNumbers : nil
  }

  /// - Parameters:
  ///   - missing: the texts that the user takes as missing.
  ///   - comma: whether the table's numbers have decimal commas.
  package init(_ text: String, missing: Set<String>, comma: Bool) {
    if let meaning = Self.missingMeaning(of: text, missing) {
      self = meaning
    } else if let value = DecimalNumber.value(of: text, comma: comma), value.isFinite {
      self = .number
    } else if isDate(text) {
      self = .date
    } else if let notation = NumberNotation(text, comma: comma) {
      self = .foreignNumber(notation)
    } else if let unit = Self.unit(of: text) {
      self = .measure(unit: unit)
    } else {
      self = .text
    }
  }

  /// Whether it is a value, of whatever kind.
  package var isValue: Bool { self != .missing && self != .missingAmongNumbers }

  /// What spreadsheets, R, pandas and MATLAB write where there is no value and what no one gives as
  /// a name, in lower case.
  private static let marks: Set<String> = [
    "?", "nan", "-nan", "+nan", "#n/a", "#n/a n/a", "#na", "<na>", "nat", "<missing>",
    "<undefined>", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!",
  ]

  /// The same, where it could be a name as well.
  private static let marksAmongNumbers: Set<String> = [
    "na", "n/a", "n.a.", "none", "null", "nil", "-", "--", "---", "–", "—", ".", "\\n",
  ]

  /// The letters after a number, such as `kg` or `°C`; nil for another text.
  private static func unit(of text: String) -> String? {
    let number = text.prefix { "+-.,eE0123456789".contains($0) && $0.isASCII }
    let digits = number.last.map { "eE".contains($0) } ?? false ? number.dropLast() : number
    guard
      DecimalNumber.value(of: digits) != nil || DecimalNumber.value(of: digits, comma: true) != nil
    else { return nil }
    let rest = text[digits.endIndex...].drop(while: \.isWhitespace)
    guard (1...12).contains(rest.count),
      rest.first?.isLetter == true || "°µΩ\"'′″±".contains(rest.first ?? " "),
      !rest.contains(where: { $0.isWhitespace || ("0"..."9").contains($0) })
    else { return nil }
    return String(rest)
  }

  /// Units that one column may mix.
  package static let knownUnits: Set<String> = [
    "kg", "g", "mg", "µg", "t", "lb", "lbs", "oz", "km", "m", "cm", "mm", "µm", "um", "nm", "in",
    "ft", "yd", "mi", "s", "sec", "ms", "µs", "min", "h", "hr", "hrs", "d", "K", "C", "F", "°C",
    "°F", "°", "Pa", "hPa", "kPa", "MPa", "GPa", "bar", "mbar", "psi", "N", "kN", "MN", "Nm", "J",
    "kJ", "MJ", "kWh", "W", "kW", "MW", "V", "mV", "kV", "A", "mA", "Hz", "kHz", "MHz", "GHz", "L",
    "l", "mL", "ml", "rpm", "mph", "m/s", "km/h", "cc", "hp", "kmpl", "k", "M", "B", "bhp", "CC",
  ]
}
