import Formula
import Wording

/// What is said to a line that begins with no verb: `lr=0.05`, `weight decay 0.01`, `adam`.
extension CommandContext {
  /// The command that does what the line asks for; nil where its first word says nothing.
  package func verbAdvice(for statement: Statement) -> ShellError? {
    let tokens = statement.tokens
    guard let first = tokens.first, !first.isQuoted else { return nil }
    var rest = Array(tokens.dropFirst())
    if rest.first?.text == "=" { rest.removeFirst() }
    let value =
      first.key != nil ? first.value : rest.first.flatMap { $0.key == nil ? $0.text : nil }
    func advice(_ text: String) -> ShellError {
      ShellError(
        "'\(shortened(first.key ?? first.text))' is no verb; \(text)", column: first.column)
    }
    // Two words of the field, as in `weight decay 0.01`.
    if first.key == nil, let second = rest.first {
      let third = rest.dropFirst().first { $0.text != "=" }?.text
      let name = second.key ?? second.text
      if let text = Self.fieldWords.verb(
        first.text + name, value: second.key == nil ? third ?? "" : second.value)
      {
        return ShellError(
          "'\(shortened(first.text + " " + name))' is no verb; \(text)", column: first.column)
      }
    }
    let word = asciiName(first.key ?? first.text)
    if let text = Self.fieldWords.verb(word, value: value ?? "") { return advice(text) }
    for command in table.commands(of: .setUp) {
      if first.key != nil, command.name == Spelling.folded(word) {
        return advice("write '\(command.name) \(shortened(first.value))'")
      }
      if let name = settingName(word, of: command) {
        return advice(
          "it is a setting: '\(command.name) \(name)=\(shortened(value ?? "..."))'")
      }
      guard first.key == nil,
        let place = command.parameters.first(where: { $0.form == .positional }),
        let name = place.declaredName(for: word, in: self), name.count > 2, name != "none"
      else { continue }
      return advice("write '\(command.name) \(shortened(statement.text))'")
    }
    return nil
  }

  /// The setting of a verb, whatever its first word, that a word names.
  private func settingName(_ word: String, of command: Command<Self>) -> String? {
    let parameters = command.parameters(after: [], in: self).filter { $0.form == .option }
    let match = Spelling.match(
      asciiName(word), in: parameters.flatMap { [$0.name] + $0.aliases })
    return parameters.first { $0.name == match || $0.aliases.contains(match ?? "") }?.name
  }
}
