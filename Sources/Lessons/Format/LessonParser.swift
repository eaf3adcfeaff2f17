import Formula
import Markdown
import Wording

/// Reads a lesson or notebook file.
///
/// Everything that is wrong is collected, so that an author sees it at once; a lesson comes back in
/// any case and may be shown as far as it goes.
public struct LessonParser {
  /// Larger files are refused.
  public static let largestFile = 2 << 20
  public static let mostBlocks = 1000
  /// A notebook has two blocks for each command of a session.
  static let mostBlocksOfNotebook = 25_000
  static let mostLines = 1000
  static let longestLine = 8000

  /// - Parameter bytes: the file's contents.
  /// - Returns: the lesson, and what is wrong with it in the order of the file.
  public static func parse(_ bytes: [UInt8]) -> (lesson: Lesson, problems: [LessonProblem]) {
    let start = Place(line: 1)
    guard bytes.count <= largestFile else {
      let problem = LessonProblem(
        "a lesson may hold \(largestFile >> 20) MB; this file has \(bytes.count >> 20) MB",
        at: start)
      return (Lesson(), [problem])
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return (Lesson(), [LessonProblem("a lesson is UTF-8 text; this file is not", at: start)])
    }
    return parse(text)
  }

  public static func parse(_ text: String) -> (lesson: Lesson, problems: [LessonProblem]) {
    var parser = LessonParser()
    parser.read(text)
    return (parser.lesson, parser.problems.sorted { $0.place < $1.place })
  }

  var lesson = Lesson()
  var problems: [LessonProblem] = []

  mutating func refuse(_ message: String, line: Int, column: Int = 1) {
    problems.append(LessonProblem(message, at: Place(line: line, column: column)))
  }

  private mutating func read(_ text: String) {
    let clean = Self.withoutControls(text)
    if let (count, line) = clean.removed {
      lesson.remark =
        "\(count) control character\(count == 1 ? " was" : "s were") left out of this file: they "
        + "could steer the terminal"
      refuse(
        "a control character stands here; \(count == 1 ? "it is" : "\(count) such are") left out",
        line: line)
    }
    var lines = clean.text.split(separator: "\n", omittingEmptySubsequences: false)
    lesson.lines = lines.map(String.init)
    readFrontMatter(&lines)
    let parts = MarkdownReader.parts(of: lines.joined(separator: "\n"), lines: lines)
    var blockCount = 0
    for part in parts {
      readInner(part.innerFences, of: part.lines)
      switch part.content {
      case .prose(let prose):
        if case .code = prose, isFence(part.lines.lowerBound) {
          note(unmarked: "", content(of: part.lines), line: part.lines.lowerBound)
        }
        lesson.parts.append(.prose(prose, lines: part.lines))
      case .fence(let info) where FenceInfo.isDescent(info):
        // Students' numbers are drawn by a block's place among the others.
        if !FenceInfo.isClaim(info) { blockCount += 1 }
        let most = lesson.id.isEmpty ? Self.mostBlocksOfNotebook : Self.mostBlocks
        guard blockCount <= most else {
          refuse("a lesson may hold \(most) blocks", line: part.lines.lowerBound)
          return
        }
        readBlock(info, part.lines, ordinal: blockCount)
      case .fence(let info):
        refuse(misspelledMark: info, line: part.lines.lowerBound)
        note(unmarked: info, content(of: part.lines), line: part.lines.lowerBound)
        let code = lesson.lines[
          part.lines
            .lowerBound..<max(
              part.lines.lowerBound, min(part.lines.upperBound - 1, lesson.lines.count))]
        lesson.parts.append(
          .prose(.code(code.joined(separator: "\n")), lines: part.lines))
      }
    }
    checkWhole()
    if blockCount == 0, problems.isEmpty { refuseWithoutBlocks() }
  }

  /// Whether a line of the file opens a fence.
  private func isFence(_ line: Int) -> Bool {
    guard lesson.lines.indices.contains(line - 1) else { return false }
    let text = lesson.lines[line - 1].trimmed
    return text.hasPrefix("```") || text.hasPrefix("~~~")
  }

  /// A file without a single block has nothing that could be checked or run.
  private mutating func refuseWithoutBlocks() {
    let head = lesson.lines.first { !$0.trimmed.isEmpty }?.trimmed.lowercased() ?? ""
    refuse(
      head.hasPrefix("<!doctype html") || head.hasPrefix("<html")
        ? "this is a page to read; lessons and notebooks are Markdown, as 'notebook FILE.md' writes"
        : "there is no '```descent' block in this file, and so nothing to check", line: 1)
  }

  /// The text without control characters and without marks that turn its direction.
  private static func withoutControls(
    _ text: String
  ) -> (text: String, removed: (count: Int, line: Int)?) {
    func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.value {
      case 0x09, 0x0A: false
      case 0x00..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
      default: false
      }
    }
    var kept = String.UnicodeScalarView()
    var line = 1
    var count = 0
    var first = 0
    var isFirst = true
    var pendingReturn = false
    for scalar in text.unicodeScalars {
      // A carriage return belongs to the line end, and a byte order mark to the file's start.
      if pendingReturn, scalar != "\n" {
        count += 1
        if first == 0 { first = line }
      }
      pendingReturn = scalar == "\r"
      defer { isFirst = false }
      if scalar == "\r" || (isFirst && scalar == "\u{FEFF}") { continue }
      if scalar == "\n" { line += 1 }
      if isHarmful(scalar) {
        count += 1
        if first == 0 { first = line }
      } else {
        kept.append(scalar)
      }
    }
    return (String(kept), count == 0 ? nil : (count, first))
  }

  // MARK: Front matter

  private static let frontMatterKeys = [
    "lesson", "title", "slide", "course", "minutes", "points", "notebook",
  ]

  /// Reads `key: value` lines between two lines `---`, and blanks them out.
  private mutating func readFrontMatter(_ lines: inout [Substring]) {
    guard lines.first?.trimmed == "---" else { return }
    guard let end = lines.dropFirst().firstIndex(where: { $0.trimmed == "---" }) else {
      refuse("the front matter is never closed; end it with a line '---'", line: 1)
      return
    }
    for i in 1..<end where !lines[i].trimmed.isEmpty {
      guard let (key, value, column) = Self.keyAndValue(lines[i]) else {
        refuse("front matter is lines 'key: value'", line: i + 1)
        continue
      }
      let unquoted = value.trimmingQuotes
      switch key {
      case "lesson":
        lesson.id = unquoted
        let isPlain = unquoted.unicodeScalars.allSatisfy {
          Self.isNameScalar($0) || $0 == "-"
        }
        if unquoted.isEmpty || !isPlain || unquoted.utf8.count > 64 {
          refuse(
            "'lesson' takes a short name of letters, digits and hyphens", line: i + 1,
            column: column)
          lesson.id = "lesson"
        }
      case "title": lesson.title = unquoted
      case "slide": lesson.slide = unquoted
      case "course": lesson.course = unquoted
      case "minutes": lesson.minutes = unquoted
      case "points":
        if let scheme = PointScheme(unquoted) {
          lesson.scheme = scheme
        } else {
          refuse("'points' takes \(PointScheme.phrase)", line: i + 1, column: column)
        }
      case "notebook": break
      default:
        refuse(
          "front matter has no key '\(key)'"
            + Self.suggestion(for: key, among: Self.frontMatterKeys), line: i + 1)
      }
    }
    for i in 0...end { lines[i] = "" }
  }

  static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_": true
    default: false
    }
  }

  /// `key: value` at the left margin; the column is the value's.
  static func keyAndValue(
    _ line: Substring
  ) -> (key: String, value: String, column: Int)? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let key = line[..<colon]
    guard !key.isEmpty, key.unicodeScalars.allSatisfy({ isNameScalar($0) || $0 == "-" }) else {
      return nil
    }
    let rest = line[line.index(after: colon)...]
    guard rest.isEmpty || rest.first?.isWhitespace == true else { return nil }
    let value = rest.trimmed
    let column = line.distance(from: line.startIndex, to: value.startIndex) + 1
    return (String(key), String(value), column)
  }

  /// The nearest of the names, or all of them.
  static func suggestion(for word: String, among names: [String]) -> String {
    let near = Spelling.suggestion(for: word, in: names)
    guard near.isEmpty else { return near }
    return names.isEmpty ? "; it takes none" : "; it knows \(names.joined(separator: ", "))"
  }

  // MARK: The lesson as a whole

  private mutating func checkWhole() {
    var ids: [String: Int] = [:]
    for block in lesson.blocks where !block.kind.isOutput {
      if let line = ids[block.id] {
        problems.append(
          LessonProblem(
            "the id '\(block.id)' is taken by the block in line \(line)", at: block.place))
      } else {
        ids[block.id] = block.place.line
      }
    }
    if let question = lesson.questions.first, lesson.id.isEmpty {
      problems.append(
        LessonProblem(
          "a file with questions is a lesson; begin it with front matter '---', 'lesson: NAME', "
            + "'title: ...', '---'", at: question.place))
    }
    if !lesson.id.isEmpty, lesson.title.isEmpty {
      refuse("front matter needs a 'title'", line: 1)
    }
    var previous: Block?
    for block in lesson.blocks {
      if block.kind.isOutput, previous?.kind.prints != true {
        let kinds = BlockKind.all.filter(\.prints).map(\.name)
        problems.append(
          LessonProblem(
            "an output block stands behind the block that prints it: " + listed(kinds, by: "or"),
            at: block.place))
      }
      previous = block
    }
    problems += DrawReader.problems(in: lesson)
  }
}

extension String {
  /// Without one pair of quotes around it.
  fileprivate var trimmingQuotes: String {
    guard count >= 2, let first, first == "\"" || first == "'", last == first else { return self }
    return String(dropFirst().dropLast())
  }
}
