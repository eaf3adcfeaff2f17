import Formula
import Wording

/// The names that may stand for a value: those that the program declares, which are taken in any
/// capitals, as slides write them, and the user's own, which keep theirs.
package struct Names<Context: CommandContext>: Sendable {
  /// What one of them is called in a sentence: "optimizer".
  package var noun: String
  /// What to do where no name is near, instead of a list of them.
  package var hint: String?
  package var declared: @Sendable (Context) -> [String]
  /// Rules that the user has defined, settings of such a rule: taken as they are written, and
  /// before the declared ones.
  package var own: @Sendable (Context) -> [String]
  /// Whether a text, in quotes or not, is something else that may stand here: a formula, a path.
  package var isOther: @Sendable (_ text: String, _ isQuoted: Bool, Context) -> Bool
  /// Whether the command itself says what is wrong with a text that is no name.
  package var isOpen = false
  /// Whether, of several words, the first alone must be a name.
  package var isForFirstWord = false

  package init(
    _ noun: String, hint: String? = nil,
    own: @escaping @Sendable (Context) -> [String] = { _ in [] },
    isOther: @escaping @Sendable (String, Bool, Context) -> Bool = { _, _, _ in false },
    _ declared: @escaping @Sendable (Context) -> [String]
  ) {
    self.noun = noun
    self.hint = hint
    self.own = own
    self.isOther = isOther
    self.declared = declared
  }

  /// Words that may stand in the place of something else, as `all` in that of a number.
  package static func open(_ declared: @escaping @Sendable (Context) -> [String]) -> Names {
    var names = Names("word", declared)
    names.isOpen = true
    return names
  }

  package func all(in context: Context) -> [String] { declared(context) + own(context) }

  /// The name that a text is, in its declared spelling, or the text where it is something else.
  ///
  /// - Throws: `ShellError` naming the nearest names, or all of them.
  package func name(
    for text: String, isQuoted: Bool = false, isFirst: Bool = true, column: Int?,
    in context: Context
  ) throws(ShellError) -> String {
    let names = declared(context)
    let own = own(context)
    if names.contains(text) || own.contains(text) || isOther(text, isQuoted, context) {
      return text
    }
    if !isQuoted, let name = Spelling.match(text, in: names) { return name }
    if isOpen || (isForFirstWord && !isFirst) { return text }
    let near =
      Context.fieldWords.name(for: text, among: noun).map { [$0] }
      ?? Spelling.candidates(for: text, in: names + own)
    throw ShellError(
      "unknown \(noun) '\(shortened(text))'"
        + (near.isEmpty ? "; \(hint ?? "there are \(listed(names + own))")" : suggestion(near)),
      column: column)
  }
}
