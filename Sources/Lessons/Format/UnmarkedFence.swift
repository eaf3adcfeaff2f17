import Markdown

/// A fence of plain text that is not marked `descent`.
///
/// Its author may take its commands for ones that are run, and its output for one that is compared.
struct UnmarkedFence: Hashable, Sendable {
  /// The line of the opening fence, from 1.
  var line: Int
  /// Its lines, without blank ones.
  var content: [String]
  /// Whether it follows a block that prints, with nothing between them.
  var followsOutput: Bool
  /// The kind of block that its first word names.
  var kind: String?

  /// The words behind a fence that names no other language.
  static let plainInfos: Set<String> = [
    "", "text", "txt", "plain", "plaintext", "none", "output", "console",
  ]

  /// What to say of it; nil where it is probably neither commands nor their output.
  ///
  /// - Parameter isVerb: whether a word is a command's.
  func warning(isVerb: (String) -> Bool) -> LessonProblem? {
    let mark = FenceInfo.mark
    let message: String
    if let kind {
      message = "this block does nothing; '```\(mark) \(kind)' would"
    } else if content.contains(where: { Self.typed($0).map(isVerb) ?? false })
      || content.first.map({ isVerb($0.firstWord) }) ?? false
    {
      message =
        "these commands are not run, nor is what they print compared: they stand in no "
        + "'```\(mark)' block, with its '```\(mark) output' behind it"
    } else if followsOutput {
      message = "this output is not compared; '```\(mark) output' would be"
    } else {
      return nil
    }
    return LessonProblem(message, at: Place(line: line))
  }

  /// The first word behind a prompt: `step` of `bowl · gd · t=0 > step`.
  private static func typed(_ line: String) -> String? {
    for prompt in ["> ", "$ "] {
      guard let range = line.firstRange(of: prompt), line[..<range.lowerBound].count <= 80 else {
        continue
      }
      return line[range.upperBound...].firstWord
    }
    return nil
  }
}
