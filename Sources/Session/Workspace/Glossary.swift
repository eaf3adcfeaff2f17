import Wording

/// A field's terms, each in two lines, with the lesson that treats it: what `help WORD` says of a word
/// that is no verb and no quantity.
package struct Glossary: Sendable {
  package struct Term: Sendable {
    /// The term as it is shown, then its other names.
    package var names: [String]
    package var meaning: String
    /// The name of the lesson.
    package var lesson: String

    package init(_ names: String..., meaning: String, lesson: String) {
      (self.names, self.meaning, self.lesson) = (names, meaning, lesson)
    }
  }

  private let terms: [Term]
  /// How a lesson is typed, by its name; nil where there is none.
  package let label: @Sendable (_ lesson: String) -> String?

  package init(_ terms: [Term] = [], label: @escaping @Sendable (String) -> String? = { _ in nil })
  {
    self.terms = terms
    self.label = label
  }

  package var names: [String] { terms.flatMap(\.names) }

  /// The term that a word or phrase names, whatever its capitals and hyphens.
  package func term(_ phrase: String) -> Term? {
    let wanted = Self.folded(phrase)
    return terms.first { $0.names.contains { Self.folded($0) == wanted } }
      ?? terms.first { $0.names.contains { Self.folded($0) + "s" == wanted } }
  }

  private static func folded(_ phrase: String) -> String {
    Spelling.folded(phrase).filter { !$0.isWhitespace }
  }
}
