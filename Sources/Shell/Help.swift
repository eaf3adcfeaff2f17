import Engine
import Formula
import Wording

/// What `help` shows, made from the declarations.
struct Help {
  let workspace: Workspace

  private var table: CommandTable { workspace.host.table }

  /// Everything `help` knows about, for completion and for suggestions.
  static func subjects(in workspace: Workspace) -> [String] {
    workspace.host.table.commands.map(\.name) + workspace.ruleNames + Topic.allCases.map(\.keyword)
      + ["errata"]
      + QuantityDeclaration.all.map(\.name)
      + workspace.ownRules.flatMap { $0.declaration.quantities }
  }

  /// The verbs by topic.
  var overview: Report {
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

  /// - Throws: `ShellError` naming the nearest subjects where there is no such one.
  func report(about subject: String, column: Int?) throws(ShellError) -> Report {
    let word = subject.lowercased()
    if word == "errata" { return errata }
    if let command = exactCommand(word) { return report(on: command) }
    if let quantity = workspace.declaration(of: asciiName(subject)) { return report(on: quantity) }
    if let rule = workspace.rules.first(where: { $0.name == word }) { return report(on: rule) }
    if let topic = Topic.allCases.first(where: { $0.keyword == word }) { return report(on: topic) }
    if let command = try? table.command(for: word) { return report(on: command) }
    throw ShellError(
      "no help on '\(shortened(subject))'"
        + suggestion(Spelling.candidates(for: subject, in: Self.subjects(in: workspace))),
      column: column)
  }

  private func exactCommand(_ word: String) -> Command? {
    table.commands.first { $0.name == word || $0.aliases.contains(word) }
  }

  private func list(_ commands: [Command]) -> Table {
    var table = Table(
      [Table.Column("", .leading), Table.Column("", .leading)],
      rows: commands.map { [StyledText($0.name, .command), StyledText($0.summary)] },
      wrapsLastColumn: true)
    table.indent = 2
    return table
  }

  private func report(on topic: Topic) -> Report {
    let commands = table.commands(of: topic)
    var report = Report(json: [
      "topic": .string(topic.rawValue), "verbs": .strings(commands.map(\.name)),
    ])
    report.line(StyledText(topic.rawValue, .strong))
    report.table(list(commands))
    return report
  }

  // MARK: One verb

  private func report(on command: Command) -> Report {
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

  private func list(_ parameters: [Parameter]) -> Table {
    var table = Table(
      [Table.Column("", .leading), Table.Column("", .leading)],
      rows: parameters.map { [StyledText(name(of: $0), .command), meaning(of: $0)] },
      wrapsLastColumn: true)
    table.indent = 2
    return table
  }

  private func name(of parameter: Parameter) -> String {
    switch parameter.form {
    case .option: parameter.name + "="
    case .rest: parameter.name.uppercased()
    default: parameter.name
    }
  }

  /// What a parameter is, what it may be and what holds without it.
  private func meaning(of parameter: Parameter) -> StyledText {
    var details: [String] = []
    switch parameter.kind {
    case .word, .path, .output, .formula, .quantity, .truth: break
    default: details.append(parameter.kind.phrase)
    }
    if case .truth = parameter.kind { details.append("yes or no") }
    if let text = parameter.defaultText { details.append("default \(text)") }
    if !parameter.aliases.isEmpty {
      details.append("also " + parameter.aliases.joined(separator: ", "))
    }
    let end = details.isEmpty ? "" : " (" + details.joined(separator: "; ") + ")"
    return StyledText(parameter.summary) + StyledText(end, .faint)
  }

  private func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  // MARK: Rules, quantities and errata

  private func report(on rule: RuleDeclaration) -> Report {
    var report = Report(json: [
      "rule": .string(rule.name), "summary": .string(rule.summary),
      "source": .string(rule.source),
      "settings": .strings(rule.hyperparameters.map(\.name)),
      "quantities": .strings(rule.quantities),
    ])
    let convention = workspace.setup.optimizer.convention
    let settings = rule.hyperparameters.map {
      "\($0.name)=\(workspace.number($0.defaultValue(in: convention)))"
    }
    report.paragraph(
      StyledText("optimizer \(rule.name) \(settings.joined(separator: " "))", .command), indent: 4)
    report.paragraph(StyledText(rule.summary), indent: 0)
    report.line("")
    var table = Table(
      [Table.Column("", .leading), Table.Column("", .leading)],
      rows: rule.hyperparameters.map { setting in
        let end =
          " (\(setting.range.sentence); default "
          + "\(workspace.number(setting.defaultValue(in: convention))))"
        return [
          StyledText(setting.name + "=", .command),
          StyledText(setting.meaning) + StyledText(end, .faint),
        ]
      }, wrapsLastColumn: true)
    table.indent = 2
    report.table(table)
    report.line(StyledText(rule.source, .faint))
    return report
  }

  private func report(on quantity: QuantityDeclaration) -> Report {
    var report = Report(json: [
      "quantity": .string(quantity.name),
      "symbol": .string(quantity.symbol ?? Notation.symbol(for: quantity.name)),
      "shape": .string(quantity.shape), "meaning": .string(quantity.meaning),
    ])
    let shown = workspace.symbol(of: quantity.name)
    let symbol = shown == quantity.name ? "" : "   " + shown
    report.line(
      StyledText(quantity.name, .quantity) + StyledText(symbol, .quantity)
        + StyledText("   " + quantity.shape, .faint))
    report.paragraph(StyledText(quantity.meaning))
    return report
  }

  /// Where the slides contradict themselves, and what the program follows.
  private var errata: Report {
    var report = Report(json: [
      "errata": .array(
        Errata.entries.map {
          .object([
            "slide": .string($0.slide), "says": .string($0.says), "holds": .string($0.holds),
          ])
        })
    ])
    report.paragraph(
      "Where the lecture's slides contradict themselves, this program follows what holds:")
    for entry in Errata.entries {
      report.line("")
      report.line(StyledText(entry.slide, .strong))
      report.paragraph(StyledText("  says   ", .faint) + StyledText(entry.says), indent: 9)
      report.paragraph(StyledText("  holds  ", .faint) + StyledText(entry.holds), indent: 9)
    }
    return report
  }
}

/// The places where the slides contradict themselves.
enum Errata {
  static let entries: [(slide: String, says: String, holds: String)] = [
    (
      "RMSProp", "σ⁰ = g⁰",
      "σ⁰ = |g⁰| (= √((g⁰)²)); with the slide's sign a negative gradient would move the weight "
        + "uphill"
    ),
    (
      "Learning rate decay: Step", "\"multiply Sigmoid function by 0.1\"",
      "multiply the learning rate by 0.1"
    ),
    ("Regularization L2", "‖θ‖₂ = (w₁)² + ... on one slide", "that is ‖θ‖₂²"),
    (
      "Regularization L1", "L' = L + λ·½‖θ‖₁ with gradient λ sgn(w)",
      "without the ½ (or with gradient ½λ sgn(w)); the update shown is that of λ‖θ‖₁"
    ),
    (
      "Dropout",
      "p% is the chance to drop in the text, \"p = probability of keeping\" in the code",
      "'drop' and 'keep'"
    ),
    (
      "Dropout reason", "\"multiply (1-p)% (dropout rate)\"", "multiply by 1 − p, the keep rate"
    ),
    (
      "Adagrad", "η/√Σg² and ηᵗ/σᵗ shown as two updates", "the same update once ηᵗ = η/√(t+1)"
    ),
    (
      "Adam", "α is the stepsize; on the RMSProp slide α is the decay", "'lr' and 'alpha'"
    ),
  ]
}
