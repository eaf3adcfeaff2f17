import Formula
import Wording

/// What slides, papers and other libraries call things that have another name here.
///
/// None of these words is taken in silence: the student is told the word that holds here. Each
/// table has what to say for words, as `Spelling.folded` compares them; VALUE stands for what was typed
/// behind the word.
package struct FieldWords: Sendable {
  /// What to say, and the words to which it is said, with blanks between them.
  package typealias Table = KeyValuePairs<String, String>

  /// Names of one kind, by the noun that the kind has in sentences.
  private let names: [String: Table]
  /// The settings of a verb, by the verb: the key to use, or a sentence.
  private let settings: [String: Table]
  /// What to say to a line that begins with such a word instead of a verb.
  private let verbs: Table
  /// What to write where a verb is given a number and takes a name.
  private let numbers: [String: String]
  /// Plausible values where none was typed, by what VALUE follows.
  private let examples: Table
  /// What a count may be said to count: `step 3 updates`.
  let units: Set<String>
  /// Further words for the names of one kind, from their own declarations.
  private let declared: @Sendable (_ noun: String) -> [(name: String, words: String)]

  package init(
    names: [String: Table], settings: [String: Table], verbs: Table, numbers: [String: String],
    examples: Table, units: Set<String> = [],
    declared: @escaping @Sendable (String) -> [(name: String, words: String)]
  ) {
    self.names = names
    self.settings = settings
    self.verbs = verbs
    self.numbers = numbers
    self.examples = examples
    self.units = units
    self.declared = declared
  }

  /// The name for a word among the names of one kind: among optimizers, `sgd` is `gd`.
  func name(for word: String, among noun: String) -> String? {
    let folded = Spelling.folded(word)
    return declared(noun).first { $0.words.split(separator: " ").contains { $0 == folded } }?.name
      ?? find(word, in: names[noun])
  }

  /// What to say to a setting that a verb does not have: the key to use, or a sentence.
  ///
  /// - Parameter isKnown: whether a key is a setting as the words typed so far have it: what a rule
  ///   calls its own goes before what all rules do.
  func setting(
    _ key: String, of verb: String, value: String, isKnown: (String) -> Bool = { _ in false }
  ) -> Advice? {
    let own = settings.lazy.filter { $0.key.hasPrefix(verb + " ") }
      .compactMap { find(key, in: $0.value) }.first(where: isKnown)
    return (own ?? find(key, in: settings[verb])).map { text in
      let filled = filled(text, with: value)
      return text.contains(" ") ? .sentence(filled) : .key(filled)
    }
  }

  enum Advice {
    case key(String)
    case sentence(String)
  }

  /// What to say to a number where a verb takes a name.
  func number(_ value: String, of verb: String) -> String? {
    numbers[verb].map { "write '\(filled($0, with: value))'" }
  }

  /// What to say to a line that begins with a word of the field instead of a verb.
  func verb(_ word: String, value: String) -> String? {
    find(word, in: verbs).map { filled($0, with: value) }
  }

  private func find(_ word: String, in table: Table?) -> String? {
    let folded = Spelling.folded(word)
    return table?.first { $0.value.split(separator: " ").contains { $0 == folded } }?.key
  }

  /// A text with the value that was typed in its place, or with a plausible one.
  private func filled(_ text: String, with value: String) -> String {
    guard value.isEmpty else { return replacing("VALUE", by: shortened(value), in: text) }
    return examples.reduce(text) { text, example in
      replacing(example.key + "VALUE", by: example.key + example.value, in: text)
    }
  }
}
