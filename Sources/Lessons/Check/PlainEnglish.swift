import Markdown

/// Words that a student stumbles over, each with what to say instead.
///
/// Short main clauses, active voice, "you", the field's word: what is found here is only the
/// commonest of what a native reader marked.
enum PlainEnglish {
  static let words: KeyValuePairs<String, String> = [
    "shall": "'will' or 'let ...'", "kin": "name what is meant", "whoever": "'if you ...'",
    "whomever": "'if you ...'", "whosoever": "'if you ...'", "foretell": "'predict'",
    "foretells": "'predicts'", "foretold": "'predicted'", "thereby": "'so'", "whence": "'where'",
    "hence": "'so'", "hereby": "leave it out", "thus": "'so'", "albeit": "'although'",
    "heretofore": "'so far'", "wherein": "'where'", "whereby": "'so that'", "whilst": "'while'",
    "amongst": "'among'", "upon": "'on'", "lest": "'so that ... not'", "ere": "'before'",
    "oneself": "'yourself'", "perforce": "leave it out",
    "behoves": "'you should'", "nay": "'no'", "yon": "'that'", "betwixt": "'between'",
    "by heart": "'memorize'", "the matter": "say what matters", "of one's own": "'your own'",
    "lacks for": "'has no'", "goes on with": "'continues'", "not to be had": "'not available'",
  ]

  /// The words of a line that are not plain, with what to say instead.
  static func findings(in line: String) -> [(word: String, instead: String)] {
    let text = " " + Words.plainKeepingApostrophes(line) + " "
    return words.filter { text.contains(" " + $0.key + " ") }.map { ($0.key, $0.value) }
  }

  /// What is found in a lesson, line by line: its prose and its questions, not its commands.
  static func failures(in lesson: Lesson) -> [Failure] {
    guard !lesson.isNotebook else { return [] }
    var isCode = false
    var isBlock = false
    var found: [Failure] = []
    for (i, line) in lesson.lines.enumerated() {
      if line.hasPrefix("```") {
        isCode = !isCode
        let words = line.drop { $0 == "`" }.split(separator: " ")
        isBlock =
          isCode && words.first == "descent"
          && !["setup", "show", "output"].contains(words.dropFirst().first ?? "")
        continue
      }
      guard !isCode || isBlock else { continue }
      for (word, instead) in findings(in: line) {
        found.append(
          Failure(
            .language, "'\(word)' is not plain English here; say \(instead)",
            at: Place(line: i + 1, column: 1)))
      }
    }
    return found
  }
}

extension Words {
  /// Small letters with one blank between words; an apostrophe stays.
  static func plainKeepingApostrophes(_ text: String) -> String {
    String(
      text.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "'’".contains($0) ? "'" : " " }
    )
    .split(separator: " ").joined(separator: " ")
  }
}
