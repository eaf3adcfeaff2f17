import Digests
import Formula
import Markdown
import Wording

/// One fenced block: its first line, its keys, its lines.
extension LessonParser {
  mutating func readBlock(_ info: String, _ lines: ClosedRange<Int>, ordinal: Int) {
    let fence = lesson.lines[lines.lowerBound - 1]
    guard fence.first?.isWhitespace != true else {
      refuse("a descent block must begin at the left margin", line: lines.lowerBound)
      return
    }
    var words = BlockWords(info, line: lines.lowerBound, fence: fence)
    words.removeFirst()
    let place = Place(line: lines.lowerBound)
    if let quote = words.openQuote {
      problems.append(LessonProblem("the quote that opens here is never closed", at: quote))
    }
    var kind = BlockKind.standard
    if let word = words.first, word.key == nil {
      guard let known = BlockKind(named: word.text) else {
        let kinds = BlockKind.all.map(\.name)
        problems.append(
          LessonProblem(
            "there is no block '\(word.text)'" + Self.suggestion(for: word.text, among: kinds),
            at: word.place))
        return
      }
      kind = known
      words.removeFirst()
    }
    var block = Block(
      kind: kind, id: "block-\(ordinal)", place: place, endLine: lines.upperBound)
    if kind.isClaim { block.id = "\(kind.name)-\(lines.lowerBound)" }
    readAttributes(words.words, into: &block)
    // An unclosed fence reaches to the end of the file.
    let last = lesson.lines[min(lines.upperBound, lesson.lines.count) - 1]
    let isClosed =
      lines.upperBound > lines.lowerBound && lines.upperBound <= lesson.lines.count
      && last.trimmed.allSatisfy { $0 == "`" || $0 == "~" } && last.trimmed.count >= 3
    if !isClosed { refuse("this block is never closed; end it with ```", line: lines.lowerBound) }
    let bodyEnd = isClosed ? lines.upperBound - 1 : min(lines.upperBound, lesson.lines.count)
    let body = lesson.lines[lines.lowerBound..<max(lines.lowerBound, bodyEnd)]
    var digest = Digest()
    digest.add(info)
    for line in body { digest.add(line) }
    block.digest = digest.value
    readBody(Array(body), firstLine: lines.lowerBound + 1, into: &block)
    problems += BlockRequirements(block: block).problems
    lesson.parts.append(.block(block))
  }

  private mutating func readAttributes(_ words: [BlockWords.Word], into block: inout Block) {
    var seen: Set<String> = []
    for word in words {
      func refuse(_ message: String) {
        problems.append(LessonProblem(message, at: word.place))
      }
      guard let key = word.key else {
        refuse("'\(word.text)' has no place here; write key=value")
        continue
      }
      let settings = block.kind.definition.settings
      guard let setting = settings.first(where: { $0.name == key }) else {
        refuse(
          "a '\(block.kind.name)' block has no setting '\(key)'"
            + Self.suggestion(for: key, among: settings.map(\.name)))
        continue
      }
      guard seen.insert(key).inserted else {
        refuse("'\(key)=' is given twice")
        continue
      }
      if let form = setting.store(word.text, word.place, &block) {
        refuse("'\(key)' takes \(form)")
      }
    }
    if block.kind.isQuestion, !seen.contains("id") {
      problems.append(
        LessonProblem(
          "a question needs a name of its own, as in '\(block.kind.name) id=first-step'",
          at: block.place))
    }
  }

  static func number(_ text: String) -> Double? {
    guard let formula = try? Parser.parse(text, variables: []),
      let value = try? formula.evaluateScalar({ _ in nil }), value.isFinite
    else { return nil }
    return value
  }

  private mutating func readBody(_ body: [String], firstLine: Int, into block: inout Block) {
    switch block.kind.definition.body {
    case .lines:
      block.output = body
    case .prose:
      let key = "model:"
      let start = body.firstIndex { $0.hasPrefix(key) } ?? body.endIndex
      block.prose = Self.prose(Array(body[..<start]))
      if start < body.endIndex {
        block.model = Self.prose(
          [String(body[start].dropFirst(key.count).trimmed)] + body[(start + 1)...])
      }
    case .keys, .choices, .commands:
      readKeys(body, firstLine: firstLine, into: &block)
    }
  }

  private static func prose(_ body: [String]) -> [ProseBlock] {
    MarkdownReader.parts(of: body.joined(separator: "\n"), lines: body.map { Substring($0) })
      .compactMap { if case .prose(let prose) = $0.content { prose } else { nil } }
  }

  private mutating func readKeys(_ body: [String], firstLine: Int, into block: inout Block) {
    guard isWithinBounds(body, firstLine) else { return }
    var entries: [BlockEntry] = []
    let holdsCommands = block.kind.definition.body == .commands
    for (i, line) in body.enumerated() {
      let place = Place(line: firstLine + i)
      if line.trimmed.isEmpty { continue }
      if block.kind.definition.body == .choices, let choice = BlockEntry.choice(line, at: place) {
        entries.append(choice)
      } else if let (key, value, column) = Self.keyAndValue(Substring(line)),
        !holdsCommands || key == BlockKey.bindings.name
      {
        entries.append(
          BlockEntry(
            key: key, keyPlace: place,
            value: SourceText(value, at: Place(line: place.line, column: column))))
      } else if holdsCommands {
        let indent = line.count - line.drop(while: \.isWhitespace).count
        block.commands.append(
          SourceText(
            String(line.trimmed), at: Place(line: place.line, column: indent + 1)))
      } else if line.first?.isWhitespace == true, !entries.isEmpty {
        entries[entries.count - 1].value.text += " " + line.trimmed
      } else {
        problems.append(Self.problem(ofStray: line, in: block.kind, at: place))
      }
    }
    for entry in entries { problems += entry.store(in: &block) }
  }

  /// Whether a block is of a size that a person may have written.
  private mutating func isWithinBounds(_ body: [String], _ firstLine: Int) -> Bool {
    guard body.count <= Self.mostLines else {
      refuse("a block may hold \(Self.mostLines) lines", line: firstLine + Self.mostLines)
      return false
    }
    for (i, line) in body.enumerated() where line.utf8.count > Self.longestLine {
      refuse("a line in a block may hold \(Self.longestLine) bytes", line: firstLine + i)
      return false
    }
    return true
  }

  /// What is wrong with a line that is neither `key: value` nor a choice.
  private static func problem(
    ofStray line: String, in kind: BlockKind, at place: Place
  ) -> LessonProblem {
    let text = line.trimmed
    if let colon = text.firstIndex(of: ":"),
      kind.definition.keys.contains(where: { $0.name == text[..<colon] })
    {
      let key = text[...colon]
      return LessonProblem(
        line.first?.isWhitespace == true
          ? "'\(key)' must begin at the left margin" : "a blank is missing behind '\(key)'",
        at: place)
    }
    let form = kind.definition.body == .choices ? " and choices '- [ ] ...' or '- [x] ...'" : ""
    return LessonProblem(
      "'\(kind.name)' holds lines 'key: value'\(form)"
        + "; a line that goes on from the one before begins with a blank", at: place)
  }

  /// The lines of a part after its first.
  func content(of lines: ClosedRange<Int>) -> [String] {
    let end = min(lines.upperBound, lesson.lines.count)
    return Array(lesson.lines[lines.lowerBound..<max(lines.lowerBound, end)])
  }

  /// Looks at the fences in a list or quotation, which takes some lines: none of them does anything.
  mutating func readInner(_ fences: [FencedBlock], of lines: ClosedRange<Int>) {
    for fence in fences {
      let info = fence.info.joined(separator: " ")
      if FenceInfo.isDescent(info) {
        refuse(
          "a descent block must begin at the left margin, not in a list or quotation",
          line: fence.line)
      } else {
        refuse(misspelledMark: info, line: fence.line)
        note(
          unmarked: info, fence.content, line: fence.line,
          isFirst: fence.line == lines.lowerBound)
      }
    }
  }

  /// Keeps a fence without the mark, of which `check` may have to say that it is not looked at.
  ///
  /// - Parameter isFirst: whether nothing stands between it and the part before.
  mutating func note(unmarked info: String, _ text: [String], line: Int, isFirst: Bool = true) {
    let word = info.split(whereSeparator: \.isWhitespace).first?.lowercased() ?? ""
    // A fence of 'text' is more likely text than that kind of block.
    let kind = UnmarkedFence.plainInfos.contains(word) ? nil : BlockKind(named: word)
    guard UnmarkedFence.plainInfos.contains(word) || kind != nil else { return }
    let content = text.filter {
      let bare = $0.trimmed
      return !bare.isEmpty && !bare.allSatisfy { $0 == "`" || $0 == "~" }
    }
    var prints = false
    if isFirst, case .block(let block)? = lesson.parts.last { prints = block.kind.prints }
    lesson.unmarkedFences.append(
      UnmarkedFence(
        line: line, content: content, followsOutput: prints,
        kind: kind?.name))
  }

  /// A fence that was probably meant to be marked `descent`.
  mutating func refuse(misspelledMark info: String, line: Int) {
    let words = info.split(whereSeparator: \.isWhitespace)
    guard let word = words.first.map(String.init) else { return }
    let mark = FenceInfo.mark
    let isNear = Spelling.nearest(to: word, in: [mark]) != nil
    guard isNear || word.lowercased().hasPrefix(mark) else { return }
    refuse(
      "a block that does something is marked '\(mark)', as in '```\(mark) show', not '\(word)'",
      line: line)
  }
}
