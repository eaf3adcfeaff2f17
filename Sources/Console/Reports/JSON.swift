import LongWork

/// A JSON value whose objects keep the order in which their members were given.
package indirect enum JSON: Equatable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  /// Written in shortest round-trip form; what is not finite as "NaN", "Infinity", "-Infinity".
  case number(Double)
  case string(String)
  case array([JSON])
  /// An array of numbers, without a copy of them.
  case vector(ArraySlice<Double>)
  case object(Object)

  /// An ordered list of members.
  package struct Object: Equatable, Sendable, ExpressibleByDictionaryLiteral {
    package private(set) var members: [(name: String, value: JSON)] = []

    package init() {}

    package init(dictionaryLiteral members: (String, JSON)...) {
      self.members = members.map { ($0.0, $0.1) }
    }

    package var isEmpty: Bool { members.isEmpty }

    /// The value of a member; setting appends or replaces, setting nil removes.
    package subscript(name: String) -> JSON? {
      get { members.first { $0.name == name }?.value }
      set {
        let index = members.firstIndex { $0.name == name }
        switch (index, newValue) {
        case (let index?, let value?): members[index].value = value
        case (let index?, nil): members.remove(at: index)
        case (nil, let value?): members.append((name, value))
        case (nil, nil): break
        }
      }
    }

    /// Takes another's members over; one of the same name is replaced.
    package mutating func add(_ other: Object) {
      for (name, value) in other.members { self[name] = value }
    }

    package static func == (a: Object, b: Object) -> Bool {
      a.members.count == b.members.count
        && zip(a.members, b.members).allSatisfy { $0.name == $1.name && $0.value == $1.value }
    }
  }

  package static func numbers(_ values: some Sequence<Double>) -> JSON {
    .vector(Array(values)[...])
  }

  package static func numbers(_ values: [Double]) -> JSON { .vector(values[...]) }

  package static func numbers(_ values: ArraySlice<Double>) -> JSON { .vector(values) }

  package static func strings(_ values: some Sequence<String>) -> JSON {
    .array(values.map(JSON.string))
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
}

extension JSON: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral members: (String, JSON)...) {
    var object = Object()
    for (name, value) in members { object[name] = value }
    self = .object(object)
  }
}

extension JSON {
  /// The value as text on one line.
  package var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  package func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += JSON.text(of: value)
    case .string(let value): JSON.write(value, to: &text)
    case .array(let values):
      text += "["
      for (i, value) in values.enumerated().inParts(of: 64) {
        if i > 0 { text += "," }
        value.write(to: &text)
      }
      text += "]"
    case .vector(let values):
      text += "["
      for (i, value) in values.enumerated().inParts(of: 1_024) {
        if i > 0 { text += "," }
        text += JSON.text(of: value)
      }
      text += "]"
    case .object(let object):
      text += "{"
      for (i, member) in object.members.enumerated() {
        if i > 0 { text += "," }
        JSON.write(member.name, to: &text)
        text += ":"
        member.value.write(to: &text)
      }
      text += "}"
    }
  }

  /// The shortest digits that read back as the same number. −0 keeps its point, so that readers
  /// which know integers do not lose its sign.
  package static func text(of value: Double) -> String {
    if value.isNaN { return "\"NaN\"" }
    if value.isInfinite { return value < 0 ? "\"-Infinity\"" : "\"Infinity\"" }
    let text = value.description
    let isNegativeZero = value == 0 && value.sign == .minus
    return !isNegativeZero && text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    // Most texts have nothing to escape.
    let isPlain = string.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
    if isPlain {
      text += string + "\""
      return
    }
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      // Controls must be escaped; the line separators would break "one object a line" for readers
      // that count them as line ends.
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{85}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
