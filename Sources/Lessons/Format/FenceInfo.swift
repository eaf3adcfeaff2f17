/// The first line of a fenced block.
enum FenceInfo {
  /// The first word of a fence that does something.
  static let mark = "descent"

  /// Whether a fence's info string makes it a block of a lesson.
  static func isDescent(_ info: String) -> Bool {
    info.split(whereSeparator: \.isWhitespace).first.map(String.init) == mark
  }

  /// Whether it opens a block that only the checker reads.
  static func isClaim(_ info: String) -> Bool {
    let words = info.split(whereSeparator: \.isWhitespace)
    return words.count > 1 && BlockKind(named: String(words[1]))?.isClaim == true
  }
}
