import Formula
import Wording

/// The verbs and how a typed word finds one.
package struct CommandTable<Context: CommandContext>: Sendable {
  package let commands: [Command<Context>]

  package init(_ commands: [Command<Context>]) {
    self.commands = commands
  }

  /// Letters kept for one verb each, present or not, so that a cut verb never takes them.
  package static var reserved: KeyValuePairs<String, String> {
    [
      "s": "step", "n": "next", "c": "continue", "b": "back", "u": "undo", "i": "inspect",
      "p": "print", "h": "help", "q": "quit",
    ]
  }

  /// The command that a typed verb means: its name, an alias, its reserved letter, or any
  /// unambiguous beginning.
  ///
  /// - Throws: `ShellError` naming the nearest verbs, or those that an ambiguous beginning fits.
  package func command(for verb: String, column: Int? = nil) throws(ShellError) -> Command<Context>
  {
    guard let command = try known(verb, column: column) else {
      let near = nearestVerbs(to: verb.lowercased())
      throw ShellError(
        "unknown verb '\(shortened(verb))'"
          + (near.isEmpty ? "; 'help' lists the verbs" : suggestion(near)), column: column)
    }
    return command
  }

  /// The command that a typed verb means; nil where it begins none.
  ///
  /// - Throws: `ShellError` naming the verbs that an ambiguous beginning fits.
  package func known(_ verb: String, column: Int? = nil) throws(ShellError) -> Command<Context>? {
    let word = verb.lowercased()
    if let exact = commands.first(where: { $0.name == word || $0.aliases.contains(word) }) {
      return exact
    }
    if let kept = Self.reserved.first(where: { $0.key == word }) {
      if let command = commands.first(where: { $0.shortcut == word }) { return command }
      throw ShellError(
        "'\(word)' is kept for '\(kept.value)', which has no use here", column: column)
    }
    let matches = commands.filter { command in
      command.name.hasPrefix(word) || command.aliases.contains { $0.hasPrefix(word) }
    }
    if let match = matches.first, matches.count == 1 { return match }
    if !word.isEmpty, matches.count > 1 {
      throw ShellError(
        "'\(verb)' could be \(quotedAlternatives(matches.map(\.name))); write more of it",
        column: column)
    }
    return nil
  }

  /// The verbs closest to a misspelt one, each once though an alias may be as near.
  private func nearestVerbs(to word: String) -> [String] {
    let names = commands.flatMap { [$0.name] + $0.aliases }
    var found: [String] = []
    for name in Spelling.candidates(for: word, in: names) {
      let verb = commands.first { $0.name == name || $0.aliases.contains(name) }?.name ?? name
      if !found.contains(verb) { found.append(verb) }
    }
    return found
  }

  /// The commands of a topic in the order of their declaration.
  package func commands(of topic: Topic) -> [Command<Context>] {
    commands.filter { $0.topic == topic }
  }

  /// The verbs as the table that README shows.
  package var markdownTable: String {
    func cell(_ text: String) -> String {
      text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
    var text = "| verb | what it does |\n| --- | --- |\n"
    for topic in Topic.allCases {
      let commands = commands(of: topic)
      guard !commands.isEmpty else { continue }
      text += "| **\(topic.rawValue)** | |\n"
      for command in commands {
        text += "| `\(cell(command.usage))` | \(cell(command.summary)) |\n"
      }
    }
    return text
  }
}
