import Markdown

/// Compares a printed output with the one a file holds.
///
/// Runs of blanks count as one. A number may differ by one unit of its last printed digit, but for
/// whole numbers of up to three digits, which are counts. `...` stands for any words of its line,
/// or, alone on a line, for any lines.
package enum OutputComparison {
  /// Whether a text agrees with the one expected.
  package static func agree(expected: String, actual: String) -> Bool {
    func lines(_ text: String) -> [String] {
      text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
    return mismatch(expected: lines(expected), actual: lines(actual)) == nil
  }

  /// - Returns: nil where they agree, else the index of the first expected line that finds no match.
  static func mismatch(expected: [String], actual: [String]) -> Int? {
    let expected = trimmed(expected)
    let actual = trimmed(actual)
    // reachable[j]: the expected lines so far match the first j actual lines.
    var reachable = [Bool](repeating: false, count: actual.count + 1)
    reachable[0] = true
    for (i, line) in expected.enumerated() {
      var next = [Bool](repeating: false, count: actual.count + 1)
      if line.trimmed == "..." {
        var isOpen = false
        for j in next.indices {
          isOpen = isOpen || reachable[j]
          next[j] = isOpen
        }
      } else {
        let words = words(of: line)
        for j in actual.indices where reachable[j] {
          next[j + 1] = agree(words[...], self.words(of: actual[j])[...])
        }
      }
      guard next.contains(true) else { return i }
      reachable = next
    }
    return reachable[actual.count] ? nil : expected.count
  }

  private static func trimmed(_ lines: [String]) -> [String] {
    var lines = lines[...]
    while let last = lines.last, last.trimmed.isEmpty { lines = lines.dropLast() }
    return Array(lines)
  }

  private static func words(of line: String) -> [Substring] {
    line.split(whereSeparator: \.isWhitespace)
  }

  private static func agree(_ expected: ArraySlice<Substring>, _ actual: ArraySlice<Substring>)
    -> Bool
  {
    var reachable = [Bool](repeating: false, count: actual.count + 1)
    reachable[0] = true
    for word in expected {
      var next = [Bool](repeating: false, count: actual.count + 1)
      var isOpen = false
      for j in next.indices {
        if word == "..." {
          isOpen = isOpen || reachable[j]
          next[j] = isOpen
        } else if j > 0, reachable[j - 1] {
          next[j] = agree(word, actual[actual.startIndex + j - 1])
        }
      }
      reachable = next
    }
    return reachable[actual.count]
  }

  /// Two words: the same text around numbers that are nearly the same.
  private static func agree(_ expected: Substring, _ actual: Substring) -> Bool {
    if expected == actual { return true }
    let (a, b) = (pieces(of: expected), pieces(of: actual))
    guard a.count == b.count else { return false }
    return zip(a, b).allSatisfy { piece, other in
      if piece == other { return true }
      guard let number = PrintedNumber(piece), let second = PrintedNumber(other) else {
        return false
      }
      if number.isCount, second.isCount { return number.value == second.value }
      return (number.value - second.value).magnitude <= number.unit * 1.000001
    }
  }

  /// A word cut where numbers begin and end.
  private static func pieces(of word: Substring) -> [String] {
    var pieces: [String] = []
    var rest = word.replacingMinus[...]
    var text = ""
    while let first = rest.first {
      let number = PrintedNumber.prefix(of: rest)
      if number.isEmpty || text.last?.isLetter == true {
        text.append(first)
        rest = rest.dropFirst()
        continue
      }
      if !text.isEmpty { pieces.append(text) }
      text = ""
      pieces.append(String(number))
      rest = rest[number.endIndex...]
    }
    if !text.isEmpty { pieces.append(text) }
    return pieces
  }
}

extension Substring {
  fileprivate var replacingMinus: String {
    String(map { $0 == "−" ? "-" : $0 })
  }
}

/// A number as text, with the worth of its last digit.
private struct PrintedNumber {
  var value: Double
  var unit: Double
  /// A whole number of up to three digits.
  var isCount: Bool

  init?(_ text: String) {
    guard let value = Double(text), value.isFinite, text.contains(where: \.isNumber) else {
      return nil
    }
    self.value = value
    let mantissa = text.prefix { $0 != "e" }
    let exponent = Self.exponent(of: text)
    let decimals = mantissa.firstIndex(of: ".").map {
      mantissa.distance(from: $0, to: mantissa.endIndex) - 1
    }
    var unit = 1.0
    for _ in 0..<Swift.min(Self.mostZeros, (exponent - (decimals ?? 0)).magnitude) { unit *= 10 }
    self.unit = exponent < (decimals ?? 0) ? 1 / unit : unit
    isCount = decimals == nil && exponent == 0 && mantissa.count(where: \.isNumber) <= 3
  }

  /// No finite number but 0 has an exponent that is further from 0.
  private static let mostZeros: UInt = 400

  /// The power of ten behind the `e`, held within limits; 0 without one.
  private static func exponent(of text: String) -> Int {
    guard let mark = text.firstIndex(of: "e") else { return 0 }
    let digits = text[text.index(after: mark)...]
    let limit = Int(mostZeros)
    return Int(digits).map { Swift.max(-limit, Swift.min($0, limit)) }
      ?? (digits.first == "-" ? -limit : limit)
  }

  /// The longest beginning that is a number, a sign included.
  static func prefix(of text: Substring) -> Substring {
    var rest = text
    if let first = rest.first, first == "-" || first == "+" { rest = rest.dropFirst() }
    let whole = rest.prefix { $0.isASCII && $0.isNumber }
    guard !whole.isEmpty else { return text.prefix(0) }
    rest = rest[whole.endIndex...]
    if rest.first == "." {
      let decimals = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
      if !decimals.isEmpty { rest = rest[decimals.endIndex...] }
    }
    if rest.first == "e" {
      var tail = rest.dropFirst()
      if let sign = tail.first, sign == "-" || sign == "+" { tail = tail.dropFirst() }
      let digits = tail.prefix { $0.isASCII && $0.isNumber }
      if !digits.isEmpty { rest = tail[digits.endIndex...] }
    }
    return text[..<rest.startIndex]
  }
}
