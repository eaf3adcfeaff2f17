import Wording

/// Texts as a keyboard writes them, whatever mail programs and word processors made of them.
package enum PlainText {
  /// Blanks of every kind as one blank where they follow one another, none at the ends, and nothing that
  /// cannot be seen.
  ///
  /// - Parameter plainMarks: whether dashes and curly quotes become those of a keyboard.
  package static func folded(_ text: some StringProtocol, plainMarks: Bool = true) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        if let last = result.last, last != " " { result.append(" ") }
      } else if Notation.isInvisible(scalar) {
        continue
      } else if plainMarks, isDash(scalar) {
        result.append("-")
      } else if plainMarks, Quotes.isSingle(scalar) {
        result.append("'")
      } else if plainMarks, Quotes.isDouble(scalar) {
        result.append("\"")
      } else if plainMarks, scalar == "…" {
        result.append(contentsOf: "...".unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    while result.last == " " { result.removeLast() }
    return String(result)
  }

  // MARK: Names

  /// What a person's name may be, in words.
  package static let namePhrase =
    "a short name of letters, digits, blanks, apostrophes and . , _ - @"

  /// A person's name as it was typed: blanks, dashes and apostrophes take the form that mail leaves as
  /// it is, so that the name stays one through a receipt's way.
  ///
  /// - Returns: nil for what is no name.
  package static func name(_ text: String) -> String? {
    let name = folded(text)
    let scalars = name.unicodeScalars
    guard scalars.count <= 64, name.utf8.count <= 200, !name.hasPrefix("."),
      scalars.contains(where: isLetterOrDigit),
      scalars.allSatisfy({ isLetterOrDigit($0) || isMark($0) || others.contains($0) })
    else { return nil }
    return name
  }

  private static let others: Set<Unicode.Scalar> = [" ", "'", ".", ",", "_", "-", "@", "·"]

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  /// Whether a scalar belongs to the letter before it.
  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark: true
    default: false
    }
  }
}
