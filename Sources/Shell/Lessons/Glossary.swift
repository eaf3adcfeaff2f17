import Wording

/// The lecture's terms, each in two lines, with the lesson that treats it: what `help WORD` says of a
/// word that is no verb and no quantity.
enum Glossary {
  struct Term: Sendable {
    /// The term as it is shown, then its other names.
    var names: [String]
    var meaning: String
    /// The name of the lesson.
    var lesson: String

    init(_ names: String..., meaning: String, lesson: String) {
      (self.names, self.meaning, self.lesson) = (names, meaning, lesson)
    }
  }

  static let names = terms.flatMap(\.names)

  /// The term that a word or phrase names, whatever its capitals and hyphens.
  static func term(_ phrase: String) -> Term? {
    let wanted = folded(phrase)
    return terms.first { $0.names.contains { folded($0) == wanted } }
      ?? terms.first { $0.names.contains { folded($0) + "s" == wanted } }
  }

  private static func folded(_ phrase: String) -> String {
    Spelling.folded(phrase).filter { !$0.isWhitespace }
  }
}
