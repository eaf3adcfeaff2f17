import Console
import Engine
import Formula
import Timelines
import Wording

/// What `help` shows, made from the declarations.
package struct Help {
  package let workspace: Workspace

  private var verbs: VerbHelp<Workspace> { VerbHelp(workspace.table) }
  package var overview: Report { verbs.overview }

  /// Everything `help` knows about, for completion and for suggestions.
  package static func subjects(in workspace: Workspace) -> [String] {
    workspace.table.commands.map(\.name) + workspace.ruleNames + Topic.allCases.map(\.keyword)
      + ["errata", "all"] + workspace.host.rooms.glossary.names
      + QuantityDeclaration.all.map(\.name)
      + workspace.ownRules.flatMap { $0.declaration.quantities }
  }

  /// - Throws: `ShellError` naming the nearest subjects where there is no such one.
  package func report(about subject: String, column: Int?) throws(ShellError) -> Report {
    let word = subject.lowercased()
    if word == "errata" { return errata }
    if word == "all" { return overview }
    if let command = verbs.exactCommand(word) {
      var report = verbs.report(on: command)
      if let term = workspace.host.rooms.glossary.term(word) {
        report.line("")
        report.blocks += self.report(on: term).blocks
      }
      return report
    }
    if let quantity = workspace.quantities.declaration(of: asciiName(subject)) {
      return report(on: quantity)
    }
    if let rule = workspace.rules.first(where: { $0.name == word }) { return report(on: rule) }
    if let topic = Topic.allCases.first(where: { $0.keyword == word }) {
      return verbs.report(on: topic)
    }
    if let term = workspace.host.rooms.glossary.term(word) { return report(on: term) }
    if let command = try? workspace.table.command(for: word) { return verbs.report(on: command) }
    throw ShellError(
      "no help on '\(shortened(subject))'"
        + suggestion(Spelling.candidates(for: subject, in: Self.subjects(in: workspace))),
      column: column)
  }

  /// Two lines about a term of the lecture, and the lesson that treats it.
  private func report(on term: Glossary.Term) -> Report {
    let label = workspace.host.rooms.glossary.label(term.lesson)
    var report = Report(json: [
      "term": .string(term.names[0]), "meaning": .string(term.meaning),
    ])
    if let label { report.json["lesson"] = .string(label) }
    report.paragraph(
      StyledText(term.names[0], .strong) + StyledText(": " + term.meaning), indent: 2)
    if let label {
      report.line(StyledText("'lesson \(label)' treats it.", .faint))
    }
    return report
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
      "shape": .string(quantity.shapeText), "meaning": .string(quantity.meaning),
    ])
    let shown = workspace.symbol(of: quantity.name)
    let symbol = shown == quantity.name ? "" : "   " + shown
    report.line(
      StyledText(quantity.name, .quantity) + StyledText(symbol, .quantity)
        + StyledText("   " + quantity.shapeText, .faint))
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
package enum Errata {
  package static let entries: [(slide: String, says: String, holds: String)] = [
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
