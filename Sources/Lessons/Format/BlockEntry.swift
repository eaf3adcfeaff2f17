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
    guard block.kind.keys.contains(key) else {
      return [
        LessonProblem(
          "a '\(block.kind.rawValue)' block has no key '\(key)'"
            + LessonParser.suggestion(for: key, among: block.kind.keys), at: keyPlace)
      ]
    }
    guard !value.text.isEmpty else { return [LessonProblem("'\(key):' is empty", at: keyPlace)] }
    switch key {
    case "hint": block.hints.append(value)
    case "answer": block.answers.append(value)
    case "run": block.runs.append(value)
    case "let": return storeBinding(in: &block)
    case "wrong", "open":
      let (pattern, message) = split()
      guard let message, !message.text.isEmpty, !pattern.text.isEmpty else {
        return [LessonProblem("'\(key):' takes 'WHAT -> what to say to it'", at: value.place)]
      }
      let remark = Block.Wrong(pattern: pattern, message: message)
      if key == "wrong" { block.wrongs.append(remark) } else { block.opens.append(remark) }
    case "accept":
      let words = value.text.split(separator: "|", omittingEmptySubsequences: false)
      block.accepted += words.map { value.replaced(by: String($0.trimmed)) }
      if block.accepted.contains(where: { normalized($0.text).isEmpty }) {
        return [LessonProblem("between two '|' stands nothing", at: value.place)]
      }
    case "ask": return store(in: &block.ask)
    case "check": return store(in: &block.check)
    case "expect": return store(in: &block.expect)
    case "right": return store(in: &block.right)
    default: return store(in: &block.match)
    }
    return []
  }

  private func store(in slot: inout SourceText?) -> [LessonProblem] {
    guard slot == nil else { return [LessonProblem("'\(key):' is given twice", at: keyPlace)] }
    slot = value
    return []
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
    block.lets.append(Block.Binding(name: parts[0], value: value.replaced(by: parts[1])))
    return []
  }

  /// What stands before and behind the last ` -> `.
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

/// What each kind of block must hold.
struct BlockRequirements {
  let block: Block
  private var found: [LessonProblem] = []

  init(block: Block) { self.block = block }

  mutating func problems() -> [LessonProblem] {
    switch block.kind {
    case .setup, .show:
      break
    case .do:
      require(block.check != nil, "check", "the condition that says it is done")
      require(!block.answers.isEmpty, "answer", "the commands that bring it about")
      require(!block.hints.isEmpty, "hint", "what to say to a student who is stuck")
    case .number:
      require(block.ask != nil, "ask", "the question")
      require(block.expect != nil, "expect", "an expression for the answer")
      require(!block.hints.isEmpty, "hint", "what to say to a student who is stuck")
    case .predict:
      require(block.ask != nil, "ask", "the question")
      require(!block.runs.isEmpty, "run", "the commands that bring out the truth")
      if block.choices.isEmpty {
        require(block.expect != nil, "expect", "an expression for the answer, or choices")
      } else {
        requireOneTick()
      }
    case .choice:
      require(block.ask != nil, "ask", "the question")
      if block.choices.count < 2 { add("a choice needs at least two lines '- [ ] ...'") }
      requireOneTick()
      for choice in block.choices where !choice.isRight && choice.feedback == nil {
        found.append(
          LessonProblem(
            "say behind '->' why this choice is not right", at: choice.text.place))
      }
    case .text:
      require(block.ask != nil, "ask", "the question")
      require(
        !block.accepted.isEmpty || block.match != nil, "accept",
        "the words that pass, with '|' between them")
      if block.match != nil { require(!block.answers.isEmpty, "answer", "words that match") }
      require(!block.hints.isEmpty, "hint", "what to say to a student who is stuck")
    case .play, .checkpoint, .output:
      break
    }
    checkExpressions()
    return found
  }

  private mutating func add(_ message: String) {
    found.append(LessonProblem(message, at: block.place))
  }

  private mutating func require(_ isThere: Bool, _ key: String, _ what: String) {
    if !isThere { add("a '\(block.kind.rawValue)' block needs '\(key):', \(what)") }
  }

  private mutating func requireOneTick() {
    let ticked = block.choices.filter(\.isRight).count
    if ticked != 1 { add("exactly one choice is right, marked '- [x]'; here are \(ticked)") }
  }

  /// Every expression must parse, and every pattern compile.
  private mutating func checkExpressions() {
    var expressions = [block.check, block.expect, block.until].compactMap { $0 }
    if block.kind == .number || block.kind == .do { expressions += block.wrongs.map(\.pattern) }
    expressions += block.opens.map(\.pattern)
    for source in expressions {
      do { _ = try LessonExpression(DrawReader.placeholder(for: source)) } catch {
        found.append(error)
      }
    }
    var messages = block.hints + block.wrongs.map(\.message) + block.choices.map(\.text)
    messages += block.opens.map(\.message)
    messages += block.choices.compactMap(\.feedback) + [block.ask, block.right].compactMap { $0 }
    for source in messages {
      do { _ = try Message(DrawReader.placeholder(for: source)) } catch { found.append(error) }
    }
    var patterns = [block.match].compactMap { $0 }
    if block.kind == .text { patterns += block.wrongs.map(\.pattern) }
    for source in patterns {
      do { _ = try Pattern(source) } catch { found.append(error) }
    }
  }
}
