/// What Tab does to a line: text to insert at the cursor, or else a list of what would fit there.
public struct Completion: Equatable, Sendable {
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

  /// Completes the part of a line that ends at the cursor: inserts what all candidates begin with
  /// beyond what is typed, and a space once one complete candidate is left.
  ///
  /// Candidates that do not begin with what is typed are left out.
  ///
  /// - Parameter range: the part, in offsets of UTF-8 bytes.
  public init(replacing range: Range<Int>, of line: String, with candidates: [Candidate]) {
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
    insert = String(text) + (fitting.count == 1 && first.isComplete ? " " : "")
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
