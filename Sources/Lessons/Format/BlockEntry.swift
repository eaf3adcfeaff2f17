import Markdown

/// The words of a fence's info string: bare ones and `key=value`, quotes holding blanks.
struct BlockWords {
  struct Word {
    var key: String?
    /// The value of `key=value`, else the word; without quotes.
    var text: String
    var place: Place
  }

  private(set) var words: [Word] = []
  /// Where a quote opens that is never closed.
  private(set) var openQuote: Place?

  var first: Word? { words.first }

  mutating func removeFirst() {
    if !words.isEmpty { words.removeFirst() }
  }

  /// - Parameter fence: the line as written, to find the words' columns in.
  init(_ info: String, line: Int, fence: String) {
    var characters = Array(fence)[...]
    let marks = characters.prefix { $0 == "`" || $0 == "~" || $0.isWhitespace }
    characters = characters.dropFirst(marks.count)
    while true {
      characters = characters.drop(while: \.isWhitespace)
      guard !characters.isEmpty else { return }
      let column = characters.startIndex + 1
      var key: String?
      var text = ""
      var quote: Character?
      var quotePlace = column
      while let character = characters.first, quote != nil || !character.isWhitespace {
        characters = characters.dropFirst()
        if let open = quote {
          if character == open { quote = nil } else { text.append(character) }
        } else if character == "\"" || character == "'" {
          quote = character
          quotePlace = characters.startIndex
        } else if character == "=", key == nil {
          key = text
          text = ""
        } else {
          text.append(character)
        }
      }
      if quote != nil { openQuote = Place(line: line, column: quotePlace) }
      words.append(Word(key: key, text: text, place: Place(line: line, column: column)))
    }
  }
}

/// A line `key: value` of a block, with the lines that go on from it, or a choice.
struct BlockEntry {
  var key: String
  var keyPlace: Place
  var value: SourceText
  /// For a choice: whether it is ticked.
  var tick: Bool?

  init(key: String, keyPlace: Place, value: SourceText, tick: Bool? = nil) {
    self.key = key
    self.keyPlace = keyPlace
    self.value = value
    self.tick = tick
  }

  /// `- [ ] text` or `- [x] text`.
  static func choice(_ line: String, at place: Place) -> BlockEntry? {
    for (mark, tick) in [("- [ ]", false), ("- [x]", true), ("- [X]", true)]
    where line.hasPrefix(mark) {
      let text = line.dropFirst(mark.count).trimmed
      let column = line.distance(from: line.startIndex, to: text.startIndex) + 1
      return BlockEntry(
        key: "-", keyPlace: place,
        value: SourceText(String(text), at: Place(line: place.line, column: column)), tick: tick)
    }
    return nil
  }

  /// Puts the entry in its place in the block.
  func store(in block: inout Block) -> [LessonProblem] {
    if let tick {
      let (text, feedback) = split()
      block.choices.append(Block.Choice(text: text, isRight: tick, feedback: feedback))
      return text.text.isEmpty ? [LessonProblem("a choice needs its text", at: keyPlace)] : []
    }
    let keys = block.kind.definition.keys
    guard let declared = keys.first(where: { $0.name == key }) else {
      return [
        LessonProblem(
          "a '\(block.kind.name)' block has no key '\(key)'"
            + LessonParser.suggestion(for: key, among: keys.map(\.name)), at: keyPlace)
      ]
    }
    guard !value.text.isEmpty else { return [LessonProblem("'\(key):' is empty", at: keyPlace)] }
    switch declared.form {
    case .binding: return storeBinding(in: &block)
    case .remark:
      let (pattern, message) = split()
      guard let message, !message.text.isEmpty, !pattern.text.isEmpty else {
        return [LessonProblem("'\(key):' takes 'WHAT -> what to say to it'", at: value.place)]
      }
      block.remarks[key, default: []].append(Block.Remark(pattern: pattern, message: message))
    case .words:
      let words = Self.words(of: value.text).map { value.replaced(by: String($0.trimmed)) }
      block.texts[key, default: []] += words
      if words.contains(where: { normalized($0.text).isEmpty }) {
        return [LessonProblem("between two '|' stands nothing", at: value.place)]
      }
    case .message, .expression, .plain, .pattern:
      guard declared.isRepeatable || block.texts[key] == nil else {
        return [LessonProblem("'\(key):' is given twice", at: keyPlace)]
      }
      block.texts[key, default: []].append(value)
    }
    return []
  }

  /// The words between bars, but for those of `$choose(a | b)`.
  private static func words(of text: String) -> [String] {
    var words = [""]
    var depth = 0
    var rest = text[...]
    while let character = rest.first {
      if depth == 0, rest.hasPrefix("$choose(") {
        words[words.count - 1] += "$choose("
        rest = rest.dropFirst(8)
        depth = 1
        continue
      }
      if depth > 0 { depth += character == "(" ? 1 : character == ")" ? -1 : 0 }
      if character == "|", depth == 0 {
        words.append("")
      } else {
        words[words.count - 1].append(character)
      }
      rest = rest.dropFirst()
    }
    return words
  }

  private func storeBinding(in block: inout Block) -> [LessonProblem] {
    let parts = value.text.split(separator: "=", maxSplits: 1).map { String($0.trimmed) }
    let isName =
      parts.first?.unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("A"..."Z").contains($0)
      } ?? false
    guard parts.count == 2, isName, !parts[0].isEmpty, !parts[1].isEmpty else {
      return [
        LessonProblem("'let:' takes 'NAME = VALUE', the name of letters alone", at: value.place)
      ]
    }
    block.bindings.append(Block.Binding(name: parts[0], value: value.replaced(by: parts[1])))
    return []
  }

  /// What comes before and after the last ` -> `.
  private func split() -> (SourceText, SourceText?) {
    let text = value.text
    guard let arrow = text.firstRange(of: "->") else { return (value, nil) }
    let before = text[..<arrow.lowerBound].trimmed
    let behind = text[arrow.upperBound...].trimmed
    let offset = text.distance(from: text.startIndex, to: behind.startIndex)
    let place = Place(line: value.place.line, column: value.place.column + offset)
    return (value.replaced(by: String(before)), SourceText(String(behind), at: place))
  }
}
