/// The first line of a fenced block.
enum FenceInfo {
  /// The first word of a fence that does something.
  static let mark = "descent"

  /// Whether a fence's info string makes it a block of a lesson.
  static func isDescent(_ info: String) -> Bool {
    info.split(whereSeparator: \.isWhitespace).first.map(String.init) == mark
  }
}
