/// What Tab does to a line: text to insert at the cursor, or else a list of what would fit there.
public struct Completion: Equatable, Sendable {
  /// Characters to delete before the cursor, first.
  public var deletes = 0
  /// Inserted at the cursor; where there is something to insert, nothing is listed.
  public var insert: String?
  /// Shown in columns where nothing can be inserted.
  public var candidates: [String]

  public init(insert: String? = nil, candidates: [String] = []) {
    self.insert = insert
    self.candidates = candidates
  }

  /// Something that may stand where the cursor is.
  public struct Candidate: Equatable, Sendable {
    public var text: String
    /// Whether the word ends with it, so that a space may follow.
    public var isComplete: Bool

    public init(text: String, isComplete: Bool = true) {
      self.text = text
      self.isComplete = isComplete
    }
  }

  /// The quotes of the word that is completed.
  public struct Quotes {
    /// Where the word begins, behind its quote if it has one, in bytes.
    public var start: Int
    /// The quote that is open; nil where there is none yet.
    public var open: String?
    /// A text as a word of the line, in quotes where it needs them.
    public var word: (String) -> String

    public init(start: Int, open: String?, word: @escaping (String) -> String) {
      (self.start, self.open, self.word) = (start, open, word)
    }
  }

  /// Completes the part of a line that ends at the cursor: inserts what all candidates begin with
  /// beyond what is typed, and a space once one complete candidate is left.
  ///
  /// Candidates that do not begin with what is typed are left out.
  ///
  /// - Parameters:
  ///   - range: the part, in offsets of UTF-8 bytes.
  ///   - quotes: those of the word, where it may need some.
  public init(
    replacing range: Range<Int>, of line: String, with candidates: [Candidate],
    in quotes: Quotes? = nil
  ) {
    let bytes = Array(line.utf8)
    let part = bytes[range.clamped(to: 0..<bytes.count)]
    let typed = Array(String(decoding: part, as: UTF8.self).unicodeScalars)
    let fitting = candidates.filter { $0.text.unicodeScalars.starts(with: typed) }
    self.candidates = fitting.map(\.text)
    guard let first = fitting.first else { return }
    var common = Array(first.text.unicodeScalars)
    for candidate in fitting.dropFirst() {
      let shared = zip(common, candidate.text.unicodeScalars).prefix { $0 == $1 }.count
      common.removeLast(common.count - shared)
    }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: common.dropFirst(typed.count))
    let isWhole = fitting.count == 1 && first.isComplete
    insert = String(text) + (isWhole ? " " : "")
    guard let quotes, !text.isEmpty || isWhole else { return }
    if let open = quotes.open {
      insert = String(text) + (isWhole ? open + " " : "")
      return
    }
    // What is typed gets its quote with the first character that needs one.
    let typedWord = String(
      decoding: bytes[(quotes.start..<range.upperBound).clamped(to: 0..<bytes.count)],
      as: UTF8.self)
    let plain = typedWord + String(text)
    var word = quotes.word(plain)
    guard word != plain else { return }
    if !isWhole { word.removeLast() }
    deletes = typedWord.unicodeScalars.count
    insert = word + (isWhole ? " " : "")
  }

  /// The candidates in columns, read downwards, ending in a newline.
  ///
  /// What does not fit on a screen of that many rows is counted instead of shown.
  package func listing(columns: Int, rows: Int) -> String {
    let widest = candidates.reduce(0) { max($0, displayWidth($1)) } + 2
    let perRow = max(1, (columns + 1) / widest)
    // The prompt and the count need rows as well.
    let limit = max(1, rows - 3) * perRow
    let shown = candidates.count > limit ? Array(candidates.prefix(limit)) : candidates
    let height = (shown.count + perRow - 1) / perRow
    var text = ""
    for row in 0..<height {
      var line = ""
      for index in stride(from: row, to: shown.count, by: height) {
        line += shown[index]
        if index + height < shown.count {
          line += String(repeating: " ", count: widest - displayWidth(shown[index]))
        }
      }
      text += line + "\n"
    }
    if shown.count < candidates.count {
      text += "and \(candidates.count - shown.count) more\n"
    }
    return text
  }
}
