/// What help shows of the verbs, made from their declarations.
package struct VerbHelp<Context: CommandContext> {
  private let table: CommandTable<Context>

  package init(_ table: CommandTable<Context>) { self.table = table }

  /// The verbs by topic.
  package var overview: Report {
    var report = Report()
    report.line(StyledText("A debugger for gradient descent.", .strong))
    for topic in Topic.allCases {
      let commands = table.commands(of: topic)
      guard !commands.isEmpty else { continue }
      report.line("")
      report.line(StyledText(topic.rawValue, .strong))
      report.table(list(commands))
    }
    report.line("")
    report.paragraph(
      """
      A line is 'verb argument... key=value...'; ';' separates commands, '#' starts a comment, \
      quotes hold a formula or a path. Verbs may be cut to any unambiguous beginning; s n c b u i \
      p h q are step, next, continue, back, undo, inspect, print, help, quit. 'help VERB' shows \
      one verb, 'help QUANTITY' one quantity.
      """)
    report.json = [
      "verbs": .array(
        table.commands.map { command in
          .object([
            "verb": .string(command.name), "topic": .string(command.topic.rawValue),
            "usage": .string(command.usage), "summary": .string(command.summary),
          ])
        })
    ]
    return report
  }

  /// The verb whose whole name a word is.
  package func exactCommand(_ word: String) -> Command<Context>? {
    table.commands.first { $0.name == word || $0.aliases.contains(word) }
  }

  private func list(_ commands: [Command<Context>]) -> Table {
    var table = Table(
      [Table.Column("", .leading), Table.Column("", .leading)],
      rows: commands.map { [StyledText($0.name, .command), StyledText($0.summary)] },
      wrapsLastColumn: true)
    table.indent = 2
    return table
  }

  package func report(on topic: Topic) -> Report {
    let commands = table.commands(of: topic)
    var report = Report(json: [
      "topic": .string(topic.rawValue), "verbs": .strings(commands.map(\.name)),
    ])
    report.line(StyledText(topic.rawValue, .strong))
    report.table(list(commands))
    return report
  }

  // MARK: One verb

  package func report(on command: Command<Context>) -> Report {
    var report = Report(json: [
      "verb": .string(command.name), "usage": .string(command.usage),
      "summary": .string(command.summary), "examples": .strings(command.examples),
    ])
    report.paragraph(StyledText(command.usage, .command), indent: 4)
    report.paragraph(StyledText(capitalized(command.summary) + "."), indent: 0)
    let others = command.aliases + (command.shortcut.map { [$0] } ?? [])
    if !others.isEmpty {
      report.line(StyledText("also: " + others.joined(separator: ", "), .faint))
    }
    if !command.parameters.isEmpty {
      report.line("")
      report.table(list(command.parameters))
    }
    for group in command.parameterGroups {
      report.line("")
      report.line(StyledText(group.title, .strong))
      report.table(list(group.parameters))
    }
    if !command.discussion.isEmpty {
      for paragraph in command.discussion.split(separator: "\n\n") {
        report.line("")
        report.paragraph(StyledText(String(paragraph)))
      }
    }
    if command.parameters.contains(where: { $0.kind == .path }) {
      report.line("")
      report.paragraph(
        """
        A file that is read is looked for beside the file that names it (of 'descent run', 'source', \
        'load' or a lesson), then in the working folder. '~/' is your home folder.
        """)
    }
    if !command.examples.isEmpty {
      report.line("")
      report.line(StyledText("Examples", .strong))
      for example in command.examples { report.line(StyledText("  " + example, .command)) }
    }
    return report
  }

  private func list(_ parameters: [Parameter<Context>]) -> Table {
    var table = Table(
      [Table.Column("", .leading), Table.Column("", .leading)],
      rows: parameters.map { [StyledText(name(of: $0), .command), meaning(of: $0)] },
      wrapsLastColumn: true)
    table.indent = 2
    return table
  }

  private func name(of parameter: Parameter<Context>) -> String {
    switch parameter.form {
    case .option: parameter.name + "="
    case .rest: parameter.name.uppercased()
    default: parameter.name
    }
  }

  /// What a parameter is, what it may be and what holds without it.
  private func meaning(of parameter: Parameter<Context>) -> StyledText {
    var details: [String] = []
    switch parameter.kind {
    case .word, .path, .output, .formula, .quantity, .truth: break
    default: details.append(parameter.kind.phrase)
    }
    if case .truth = parameter.kind, !parameter.isWordsAlone { details.append("yes or no") }
    if let text = parameter.defaultText, !parameter.isWordsAlone {
      details.append("default \(text)")
    }
    if !parameter.aliases.isEmpty {
      details.append("also " + parameter.aliases.joined(separator: ", "))
    }
    let end = details.isEmpty ? "" : " (" + details.joined(separator: "; ") + ")"
    return StyledText(parameter.summary) + StyledText(end, .faint)
  }

  private func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}
