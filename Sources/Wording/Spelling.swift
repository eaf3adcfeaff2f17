/// Which of the names that exist a typed word is, or was probably meant to be.
public enum Spelling {
  /// A word as names are compared where capitals and hyphens do not matter: `LeakyReLU`,
  /// `leaky-relu` and `leaky_relu` are one.
  public static func folded(_ word: String) -> String {
    var folded = String.UnicodeScalarView()
    for scalar in word.lowercased().unicodeScalars {
      // A dash that begins a word is a sign: `sort=-lr`.
      let isJoint = scalar == "_" || isDash(scalar) && !folded.isEmpty
      if !isJoint, !scalar.properties.isWhitespace { folded.append(scalar) }
    }
    return String(folded)
  }

  /// The name that a word is: itself where it is one, or else the only one that differs from it in
  /// capitals and hyphens alone.
  public static func match(_ word: String, in names: some Sequence<String>) -> String? {
    var found: String?
    var isUnique = true
    let wanted = folded(word)
    guard !wanted.isEmpty else { return nil }
    for name in names {
      if name == word { return name }
      guard name != found, folded(name) == wanted else { continue }
      isUnique = found == nil
      found = name
    }
    return isUnique ? found : nil
  }

  /// The nearest of the names, or nil where none is near enough to be worth saying.
  ///
  /// Near enough is one slip in three letters, at most three; the first of equals wins.
  public static func nearest(to word: String, in names: some Sequence<String>) -> String? {
    candidates(for: word, in: names, count: 1).first
  }

  /// Up to `count` names near enough to the word, nearest first and each once. Where none is near,
  /// the names that begin with the word: a name cut short is no slip of the finger, yet it is plain
  /// what was meant.
  public static func candidates(
    for word: String, in names: some Sequence<String>, count: Int = 3
  ) -> [String] {
    let wanted = Array(word.lowercased())
    guard !wanted.isEmpty, wanted.count <= longestWord else { return [] }
    let allowed = Swift.max(1, Swift.min(3, (wanted.count + 1) / 3))
    var seen: Set<String> = []
    let names = names.filter { seen.insert($0).inserted }
    var found: [(name: String, distance: Int)] = []
    for name in names {
      let letters = Array(name.lowercased())
      guard abs(letters.count - wanted.count) <= allowed else { continue }
      let distance = distance(wanted, letters)
      // A one-letter word resembles every other one-letter word: only its case may differ.
      guard distance <= allowed, distance < Swift.max(wanted.count, letters.count) else { continue }
      found.append((name, distance))
    }
    if found.isEmpty, wanted.count >= 3 {
      return Array(names.filter { $0.hasPrefix(word) }.prefix(count))
    }
    // `sorted` is stable, so that the order of the names decides between equals.
    return found.sorted { $0.distance < $1.distance }.prefix(count).map(\.name)
  }

  /// `; did you mean 'optimizer'?`, or nothing where no name is near.
  public static func suggestion(for word: String, in names: some Sequence<String>) -> String {
    Wording.suggestion(candidates(for: word, in: names, count: 1))
  }

  /// Longer names are not corrected, and the table below stays small.
  private static let longestWord = 64

  /// The Damerau–Levenshtein distance (optimal string alignment): the least number of insertions,
  /// deletions, substitutions and exchanges of neighbours that turn one word into the other.
  public static func distance(_ first: String, _ second: String) -> Int {
    distance(Array(first), Array(second))
  }

  private static func distance(_ first: [Character], _ second: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for i in first.indices {
      var row = [i + 1]
      row.reserveCapacity(second.count + 1)
      for j in second.indices {
        let substitution = last[j] + (first[i] == second[j] ? 0 : 1)
        var best = Swift.min(last[j + 1] + 1, row[j] + 1, substitution)
        if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
          best = Swift.min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      beforeLast = last
      last = row
    }
    return last[second.count]
  }
}
