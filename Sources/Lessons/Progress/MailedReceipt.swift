import Formula

/// A receipt's lines found again in what mail has made of it.
///
/// Other text may come before and after. Each line may be quoted, also several times, indented and wrapped;
/// a line that does not begin as a receipt's lines do goes on from the one before.
struct MailedReceipt {
  /// The ways in which a text may be read, the likeliest first; none where no receipt begins in it.
  static func readings(of text: String) -> [[String]] {
    // By scalars: to Swift a carriage return and a line feed are one character.
    let raw = MailedText.decoded(text).unicodeScalars.split { $0 == "\n" || $0 == "\r" }
    var found: (start: Int, depth: Int)?
    for (i, line) in raw.enumerated() {
      guard let depth = quotation(before: head, in: line) else { continue }
      found = (i, depth)
      break
    }
    guard let (start, depth) = found else { return [] }
    let lines = raw[start...].map(String.init)
    var readings: [[String]] = []
    for (plainMarks, joinsMarked) in [(true, false), (false, false), (true, true), (false, true)] {
      let reading = MailedReceipt(plainMarks: plainMarks, joinsMarked: joinsMarked)
        .lines(of: lines, quoted: depth)
      if !readings.contains(reading) { readings.append(reading) }
    }
    return readings
  }

  /// Whether dashes and curly quotes are taken for those of a keyboard.
  private let plainMarks: Bool
  /// Whether a line of the log that the line before had no room for is its rest, though it begins as
  /// a line of its own might.
  private let joinsMarked: Bool

  private static let head = "descent receipt "
  /// Lines are wrapped at 72 to 78 columns; where one is longer than this, none is.
  private static let widest = 80

  /// - Parameter depth: how often each line is quoted.
  private func lines(of raw: [String], quoted depth: Int) -> [String] {
    let width = raw.map(\.count).max() ?? 0
    var lines: [String] = []
    var section = Section()
    var last = 0
    for line in raw {
      let text = PlainText.folded(Self.unquoted(line, depth), plainMarks: plainMarks)
      guard !text.isEmpty else { continue }
      let first = text.prefix { $0 != " " }.count
      let hasRoom = width > Self.widest || last + 1 + first <= width
      if let own = section.beginning(text), hasRoom || !joinsMarked || !section.isLog {
        lines.append(own)
        if own.hasPrefix("sum ") { break }
      } else if !lines.isEmpty {
        lines[lines.count - 1] += " " + text
      }
      last = line.count
    }
    return lines
  }

  // MARK: Quotations

  private static func isQuote(_ scalar: Unicode.Scalar) -> Bool { scalar == ">" || scalar == "|" }

  /// How often a line is quoted that begins with `head` otherwise; nil where it does not.
  private static func quotation(
    before head: String, in line: Substring.UnicodeScalarView
  ) -> Int? {
    let rest = line.drop {
      $0.properties.isWhitespace || isQuote($0) || Notation.isInvisible($0)
    }
    // Most lines of what is no receipt begin otherwise, which costs little to see.
    guard let first = rest.first, !first.isASCII || first == "d" || first == "D",
      PlainText.folded(String(rest)).lowercased().hasPrefix(head)
    else { return nil }
    return line.prefix(upTo: rest.startIndex).count(where: isQuote)
  }

  /// A line without so many quotation marks.
  private static func unquoted(_ line: String, _ depth: Int) -> String {
    var rest = line.unicodeScalars[...]
    func isBlank(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace || Notation.isInvisible(scalar)
    }
    rest = rest.drop(while: isBlank)
    for _ in 0..<depth {
      guard let first = rest.first, isQuote(first) else { break }
      rest = rest.dropFirst().drop(while: isBlank)
    }
    return String(rest)
  }
}

/// Where in a receipt one is, which says what its lines may begin with.
private struct Section {
  private enum Part { case outside, header, log }
  private var part = Part.outside
  /// What stands once in a part and has been seen.
  private var seen: Set<String> = []

  var isLog: Bool { part == .log }

  /// The line as it was written where it begins as one of its own; nil for the rest of another.
  mutating func beginning(_ text: String) -> String? {
    var words = text.split(separator: " ", maxSplits: 1).map(String.init)
    // A blank after a sign may have been lost, and the first letter may have become a capital.
    if let sign = text.first, "!>@".contains(sign), part != .outside, words[0].count > 1 {
      words = [String(sign), String(text.dropFirst())]
    }
    words[0] = words[0].lowercased()
    let rest = words.count > 1 ? words[1] : ""
    guard begins(words[0], rest) else { return nil }
    switch (words[0], part) {
    case ("descent", _) where rest.hasPrefix("progress"): (part, seen) = (.header, [])
    case ("end", _): (part, seen) = (.outside, ["student", "time"])
    case ("@", .header): part = .log
    default: seen.insert(words[0])
    }
    return words.joined(separator: " ")
  }

  private func begins(_ mark: String, _ rest: String) -> Bool {
    let words = rest.split(separator: " ")
    let first = words.first ?? ""
    func isDigest() -> Bool { first.count == 16 && UInt64(first, radix: 16) != nil }
    func isOutcome() -> Bool { ["solved", "skipped", "open"].contains(first) }
    switch (mark, part) {
    case ("descent", .outside): return ["receipt", "progress"].contains(first)
    case ("student", .outside), ("time", .outside): return !seen.contains(mark)
    case ("sum", .outside), ("check", .outside): return isDigest()
    // A title may go on with the next one's first word.
    case ("lesson", .header): return seen.isEmpty
    case ("title", .header): return seen == ["lesson"]
    case ("source", .header): return seen == ["lesson", "title"]
    case ("student", .header): return seen.contains("title") && !seen.contains(mark)
    case ("program", .header): return seen.contains("student") && !seen.contains(mark)
    case ("answered", .header), ("at", .header): return Int(first) != nil && !seen.contains(mark)
    case ("state", .header): return isDigest() && !seen.contains(mark)
    case ("data", .header), ("block", .header): return isDigest()
    case ("result", .header): return isOutcome()
    case ("end", .header), ("end", .log): return rest.isEmpty
    case ("@", .header), ("@", .log): return Int(first) != nil
    case ("hint", .log), ("skip", .log), ("play", .log): return rest.isEmpty
    case ("!", .log), (">", .log), ("right", .log), ("wrong", .log): return true
    default: return false
    }
  }
}
