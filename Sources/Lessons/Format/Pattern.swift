#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// A regular expression for a short answer: POSIX extended, the whole answer, letters in either
/// case. Repeat counts and back references are refused, because they can take forever.
struct Pattern: Sendable {
  static let longestPattern = 200
  static let longestAnswer = 200

  private let pattern: String

  init(_ source: SourceText) throws(LessonProblem) {
    let text = source.text
    var isEscaped = false
    for character in text {
      if isEscaped, character.isNumber {
        throw LessonProblem("a pattern may not refer back (\\\(character))", at: source.place)
      }
      if character == "{", !isEscaped {
        throw LessonProblem("a pattern may not count repeats with braces", at: source.place)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    guard text.utf8.count <= Self.longestPattern else {
      throw LessonProblem(
        "a pattern may have \(Self.longestPattern) characters", at: source.place)
    }
    pattern = "^(\(text))$"
    var compiled = regex_t()
    let code = regcomp(&compiled, pattern, REG_EXTENDED | REG_ICASE | REG_NOSUB)
    guard code == 0 else {
      var buffer = [CChar](repeating: 0, count: 200)
      regerror(code, &compiled, &buffer, buffer.count)
      let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      throw LessonProblem(
        "the pattern '\(text)' cannot be read: \(String(decoding: bytes, as: UTF8.self))",
        at: source.place)
    }
    regfree(&compiled)
  }

  func matches(_ answer: String) -> Bool {
    guard answer.utf8.count <= Self.longestAnswer else { return false }
    var compiled = regex_t()
    guard regcomp(&compiled, pattern, REG_EXTENDED | REG_ICASE | REG_NOSUB) == 0 else {
      return false
    }
    defer { regfree(&compiled) }
    return regexec(&compiled, answer, 0, nil, 0) == 0
  }
}

/// Words as they are compared: small letters, single blanks, no full stop at the end.
func normalized(_ answer: String) -> String {
  let words = answer.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  return words.hasSuffix(".") ? String(words.dropLast()) : words
}
