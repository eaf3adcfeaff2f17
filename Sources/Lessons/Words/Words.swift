/// Words as answers are compared: capitals, punctuation, hyphens, articles, plural and ending do not
/// matter, so that `Constant!`, `the constant` and `constants` are one.
struct Words: Hashable, Sendable {
  /// The stems, in their order.
  private(set) var stems: [String]

  init(_ text: String) {
    stems = Self.plain(text).split(separator: " ").map(String.init)
      .filter { !Self.articles.contains($0) }.map(Self.stem)
  }

  private static let articles: Set<String> = ["a", "an", "the"]

  /// Small letters and digits, one blank between words.
  static func plain(_ text: String) -> String {
    var plain = ""
    let characters = Array(text.lowercased())
    for (i, character) in characters.enumerated() {
      let isPointOfNumber =
        character == "." && i > 0 && i + 1 < characters.count && characters[i - 1].isNumber
        && characters[i + 1].isNumber
      // An apostrophe within a word is no gap: `don't`.
      if character == "'" || character == "’" { continue }
      let isKept = character.isLetter || character.isNumber || isPointOfNumber
      plain.append(isKept ? character : " ")
    }
    return plain.split(separator: " ").joined(separator: " ")
  }

  /// The words without those of a question: after "Which schedule ...?", `the constant schedule` is
  /// `constant`.
  func without(_ others: Set<String>) -> [String] {
    stems.filter { !others.contains($0) || Self.negations.contains($0) }
  }

  private static let negations: Set<String> = ["no", "not", "never", "without"]

  /// Whether both say the same, whatever they repeat of the question.
  func says(_ other: Words, asked: Words) -> Bool {
    guard !stems.isEmpty else { return false }
    if stems == other.stems { return true }
    let repeated = Set(asked.stems)
    let (mine, others) = (without(repeated), other.without(repeated))
    return !mine.isEmpty && mine == others
  }

  /// A word without its ending: `overfitted` and `overfitting` are `overfit`.
  static func stem(_ word: String) -> String {
    guard word.count > 3, word.allSatisfy(\.isLetter) else { return word }
    var stem = word
    func cut(_ ending: String, leaving least: Int) -> Bool {
      guard stem.hasSuffix(ending), stem.count - ending.count >= least else { return false }
      stem.removeLast(ending.count)
      return true
    }
    if cut("ies", leaving: 2) {
      stem += "y"
    } else if !["ss", "us", "is", "as"].contains(where: stem.hasSuffix) {
      _ = cut("s", leaving: 3)
    }
    // British and American spelling.
    for (british, american) in [("isation", "ization"), ("ising", "izing"), ("ised", "ized")]
    where stem.hasSuffix(british) {
      _ = cut(british, leaving: 3)
      stem += american
    }
    if stem.count > 5, stem.hasSuffix("ise") { stem = stem.dropLast(3) + "ize" }
    if cut("ing", leaving: 3) || cut("ed", leaving: 3) {
      let end = Array(stem.suffix(2))
      if end.count == 2, end[0] == end[1], !"lsz".contains(end[0]) { stem.removeLast() }
    }
    _ = cut("e", leaving: 3)
    return stem
  }
}
