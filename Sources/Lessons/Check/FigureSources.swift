/// The numbers of a lesson's text, and what gives each.
///
/// A lesson with a `figures` block says where its numbers come from. In such a lesson each number of the
/// prose, the questions, remarks and model answers stands in a command, a formula or an expression of
/// the lesson, is a `figure:` that is worked out, or is `given:` as a fact.
struct FigureSources {
  private let lesson: Lesson
  /// The numbers that something gives.
  private var sources: Set<String> = []
  /// Numbers of the text, by line.
  private var texts: [(line: Int, text: String)] = []

  init(of lesson: Lesson) {
    self.lesson = lesson
    readLines()
    for block in lesson.blocks {
      sources.formUnion(block.givenNumbers)
      for source in block.figures {
        if let figure = try? Figure(source) { sources.insert(figure.numeral.text) }
      }
    }
  }

  /// The numbers without a source, and the figures that no text has.
  var failures: [Failure] {
    guard lesson.blocks.contains(where: { $0.kind.isClaim }) else { return [] }
    var failures: [Failure] = []
    var said: Set<String> = []
    for (line, text) in texts {
      for numeral in Numeral.all(in: text) {
        said.insert(numeral.text)
        guard !Self.isCount(numeral), !sources.contains(numeral.text) else { continue }
        failures.append(
          Failure(
            .figures,
            "nothing gives \(numeral.written): write {EXPRESSION}, or in a 'figures' block "
              + "'figure: \(numeral.written) = EXPRESSION' or 'given: \(numeral.written)'",
            at: Place(line: line, column: 1)))
      }
    }
    for block in lesson.blocks {
      for source in block.figures {
        guard let figure = try? Figure(source), !said.contains(figure.numeral.text) else {
          continue
        }
        failures.append(
          Failure(
            .figures, "no text of the lesson says \(figure.numeral.written)", at: source.place))
      }
    }
    return failures
  }

  /// Small whole numbers count things, and are read as words.
  private static func isCount(_ numeral: Numeral) -> Bool {
    numeral.unit == 1 && numeral.value.magnitude <= 12
  }

  // MARK: Reading

  /// Sorts the lines of the file into texts and what gives numbers.
  private mutating func readLines() {
    var kind: String?
    var key = ""
    var marks = 0
    for (i, line) in lesson.lines.enumerated() {
      if marks < 2, kind == nil, line.hasPrefix("---") {
        marks += 1
        continue
      }
      if marks == 1 { continue }
      if line.hasPrefix("```") {
        let words = line.drop { $0 == "`" }.split(separator: " ")
        kind = kind == nil ? words.dropFirst().first.map(String.init) ?? "show" : nil
        key = ""
        continue
      }
      guard let kind else {
        if line.hasPrefix("    ") { give(line) } else { read(line, i + 1) }
        continue
      }
      switch kind {
      case "setup", "show", "output": give(line)
      case "figures": break
      default: readKey(line, i + 1, &key)
      }
    }
  }

  /// A line of a question or of play.
  private mutating func readKey(_ line: String, _ number: Int, _ key: inout String) {
    var value = Substring(line)
    if line.hasPrefix("- [") {
      key = "choice"
    } else if line.first?.isWhitespace == false, let colon = line.firstIndex(of: ":"),
      line[..<colon].allSatisfy(\.isLetter), line[line.index(after: colon)...].hasPrefix(" ")
    {
      key = String(line[..<colon])
      value = line[line.index(after: colon)...]
    }
    switch key {
    case "expect", "check", "answer", "run", "let", "accept", "until": give(String(value))
    case "wrong", "open":
      guard let arrow = value.firstRange(of: "->") else { return read(String(value), number) }
      give(String(value[..<arrow.lowerBound]))
      read(String(value[arrow.upperBound...]), number)
    default: read(String(value), number)
    }
  }

  private mutating func give(_ text: String) {
    sources.formUnion(Numeral.all(in: text).map(\.text))
  }

  /// Keeps a text for its numbers; what stands in code or braces gives some.
  private mutating func read(_ text: String, _ line: Int) {
    var plain = ""
    var close: Character?
    var inner = ""
    for character in text {
      if let end = close {
        if character == end {
          if end == "`" { give(inner) }
          close = nil
          inner = ""
        } else {
          inner.append(character)
        }
      } else if character == "`" || character == "{" {
        close = character == "`" ? "`" : "}"
        // What was cut out leaves a mark, so that `$k` before it or `%` after it stay as they are.
        plain.append(" ")
      } else {
        plain.append(character)
      }
    }
    texts.append((line, Self.withoutLessons(plain)))
  }

  /// "lesson 15" is a name.
  private static func withoutLessons(_ text: String) -> String {
    var words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    for i in words.indices.dropFirst()
    where words[i - 1].lowercased().hasSuffix("lesson")
      || words[i - 1].lowercased().hasSuffix("lessons")
    {
      words[i] = ""
    }
    return words.joined(separator: " ")
  }
}
