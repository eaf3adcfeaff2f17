import Console
import Engine
import Numerics
import Wording

/// The verbs about the update rule: `optimizer`, `convention`, `define`.
extension Verbs {
  private static let ruleName = Argument<String?>(
    "name", as: .positional, .word, "the rule", names: .rules)

  package static let optimizer = Command(
    "optimizer", aliases: ["optimiser"], .setUp, "chooses the update rule and its settings",
    discussion: """
      'optimizer' alone lists the rules with their settings. A setting that is not given takes its \
      default; 'optimizer lr=0.05' alone changes settings of the present rule and keeps the others. \
      In mid-run θ stays where it is; a new rule begins without memory of earlier gradients.
      """,
    parameters: [ruleName],
    dependentParameters: { workspace, words in workspace.ruleSettings(words) },
    examples: [
      "optimizer", "surface rosenbrock; optimizer adam lr=0.1", "optimizer lr=1/8",
      "optimizer momentum lr=0.002 lambda=0.9",
    ]
  ) { workspace, arguments throws(ShellError) in
    let present = workspace.setup.optimizer
    guard !arguments.givenNames.isEmpty else { return [workspace.ruleList] }
    let declaration = try workspace.rule(
      named: arguments[ruleName] ?? present.name, column: arguments.column(ruleName))
    var settings = arguments.isGiven(ruleName) ? [:] : present.changedSettings
    for key in arguments.givenNames {
      if let number = arguments.values[key]?.first?.number { settings[key] = number }
    }
    let chosen = settings
    let optimizer = try engineCall { () throws(EngineError) in
      try Optimizer(declaration, convention: present.convention, settings: chosen)
    }
    let effect = workspace.changeSettings { $0.optimizer = optimizer }
    return [workspace.optimizerReport(effect: effect)]
  }

  private static let forms = Argument<Convention?>("name", as: .positional, "which forms to use")

  package static let convention = Command(
    "convention", .setUp, "chooses the lecture's forms or PyTorch's",
    discussion: """
      'lecture' (the default) follows the slides: momentum's v has η inside, RMSProp starts from \
      |g|, Adagrad's and RMSProp's ε is 0. 'pytorch' follows torch.optim, so that numbers agree \
      with PyTorch to rounding. Settings left at their default take the other convention's default.
      """,
    parameters: [forms],
    examples: ["convention", "convention pytorch", "convention lecture"]
  ) { workspace, arguments throws(ShellError) in
    var effect: String?
    if let convention = arguments[forms] {
      let optimizer = workspace.setup.optimizer
      let following = try engineCall { () throws(EngineError) in
        try optimizer.following(convention)
      }
      effect = workspace.changeSettings { $0.optimizer = following }
    }
    return [workspace.optimizerReport(effect: effect)]
  }

  private static let rule = Argument<String>(required: "what", .choice(["rule"]), "the word 'rule'")
  private static let newName = Argument<String>(
    required: "name", .word, "what the rule will be called")

  package static let define = Command(
    "define", .setUp, "defines your own update rule by formulas",
    discussion: """
      Each line up to 'end' works out one quantity from g, theta, eta, t, the settings ('param \
      NAME = VALUE'), what the rule remembers ('slot NAME', 0 at first) and the quantities before \
      it. The last line says how θ moves: 'delta = FORMULA' or 'theta = FORMULA'. Then \
      'optimizer NAME' uses it, and step, explain and run work on it as on any other rule.
      """,
    parameters: [rule, newName],
    examples: [
      "define rule mine; param k = 0.9; slot v; v = k*v - eta*g; delta = v; end",
      "surface ravine; optimizer mine lr=0.05; step; explain v",
    ]
  ) { workspace, arguments throws(ShellError) in
    let name = arguments[newName]
    guard isPlainName(name) else {
      throw arguments.error(
        "'\(shortened(name))' cannot name a rule; use letters, digits and _", about: newName)
    }
    guard !RuleDeclaration.builtIn.contains(where: { $0.name == name }) else {
      throw arguments.error(
        "'\(name)' is a rule of the program; choose another name", about: newName)
    }
    workspace.definition = RuleDefinition(name: name)
    return []
  }
}

/// Whether text may name a rule or a branch: a letter, then letters, digits, `_` and `-`.
package func isPlainName(_ text: String) -> Bool {
  guard let first = text.unicodeScalars.first, first.properties.isAlphabetic else { return false }
  return text.count <= 40
    && text.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_" || $0 == "-"
    }
}

/// Runs an engine call, turning its error into the shell's.
package func engineCall<R>(_ body: () throws(EngineError) -> R) throws(ShellError) -> R {
  do { return try body() } catch { throw ShellError(error.description) }
}

extension Optimizer {
  /// The settings that differ from their convention's default.
  package var changedSettings: [String: Double] {
    var changed: [String: Double] = [:]
    for parameter in declaration.hyperparameters {
      guard let value = settings[parameter.name] else { continue }
      if value != parameter.defaultValue(in: convention) { changed[parameter.name] = value }
    }
    return changed
  }
}

extension Names {
  /// Update rules.
  package static var rules: Names {
    Names("optimizer", own: { $0.ownRules.map(\.declaration.name) }) { _ in
      RuleDeclaration.builtIn.map(\.name)
    }
  }
}

extension Workspace {
  /// The rules of the program, then the user's own.
  package var rules: [RuleDeclaration] { RuleDeclaration.builtIn + ownRules.map(\.declaration) }
  package var ruleNames: [String] { rules.map(\.name) }

  package func rule(named name: String, column: Int?) throws(ShellError) -> RuleDeclaration {
    let name = try Names.rules.name(for: name, column: column, in: self)
    guard let rule = rules.first(where: { $0.name == name }) else {
      throw ShellError("unknown optimizer '\(shortened(name))'", column: column)
    }
    return rule
  }

  /// A rule's settings as parameters, by the words typed so far.
  package func ruleSettings(_ words: [String]) -> [Parameter] {
    let name = words.first ?? setup.optimizer.name
    guard let rule = rules.first(where: { $0.name == name }) else { return [] }
    let isOwn = ownRules.contains { $0.declaration.name == name }
    return rule.hyperparameters.map { setting in
      var parameter = Parameter(
        setting.name, .option, .number(setting.range.numbers), setting.meaning)
      parameter.isOwn = isOwn && setting.name != "lr"
      return parameter
    }
  }

  // MARK: Reports

  /// One line: the rule, its settings, the convention.
  package func optimizerReport(effect: String?) -> Report {
    let optimizer = setup.optimizer
    var json: JSON.Object = [
      "optimizer": .string(optimizer.name), "convention": .string(optimizer.convention.rawValue),
    ]
    for setting in optimizer.declaration.hyperparameters {
      json[setting.name] = .number(optimizer.settings[setting.name] ?? .nan)
    }
    if let effect { json["effect"] = .string(effect) }
    var report = Report(json: json)
    report.paragraph(optimizerLine, indent: 2)
    if let effect { report.paragraph(StyledText(effect, .faint)) }
    return report
  }

  package var optimizerLine: StyledText {
    let optimizer = setup.optimizer
    var line = StyledText(optimizer.name, .strong)
    for setting in optimizer.declaration.hyperparameters {
      line += StyledText("   " + symbol(of: setting.name), .quantity)
      line += StyledText("\u{A0}" + number(optimizer.settings[setting.name] ?? .nan))
    }
    return line + StyledText("   (\(optimizer.convention.phrase))", .faint)
  }

  fileprivate var ruleList: Report {
    var report = Report(json: [
      "optimizers": .array(
        rules.map { rule in
          .object([
            "name": .string(rule.name), "summary": .string(rule.summary),
            "source": .string(rule.source),
            "settings": .array(
              rule.hyperparameters.map {
                .object([
                  "name": .string($0.name),
                  "default": .number($0.defaultValue(in: setup.optimizer.convention)),
                  "meaning": .string($0.meaning),
                ])
              }),
          ])
        }),
      "current": .string(setup.optimizer.name),
    ])
    for rule in rules {
      let settings = rule.hyperparameters.map {
        "\($0.name)=\(number($0.defaultValue(in: setup.optimizer.convention)))"
      }
      report.paragraph(
        StyledText(rule.name, rule.name == setup.optimizer.name ? .strong : .command)
          + StyledText(" " + settings.joined(separator: " ")), indent: 4)
      report.paragraph(StyledText("    " + rule.summary, .faint), indent: 4)
    }
    return report
  }

  // MARK: define rule ... end

  /// Drops a rule that is half typed.
  package mutating func cancelDefinition() {
    guard let definition else { return }
    notes.removeLast(min(notes.count, definition.lines.count + 1))
    self.definition = nil
  }

  /// A mistake in the line that began a definition: a student who typed the whole rule in one line would not
  /// look for the place to go on within it.
  package mutating func cancelDefinition(after error: ShellError) -> ShellError {
    guard let definition else { return error }
    cancelDefinition()
    return error.retold { $0 + "; the rule '\(definition.name)' is not defined" }
      .at(column: error.column)
  }

  /// Takes one more line of a definition; 'end' closes it.
  package mutating func continueDefinition(with statement: Statement) throws(ShellError) -> [Report]
  {
    guard var definition else { return [] }
    let isEnd = statement.text == "end"
    guard isEnd || definition.lines.count < 100 else {
      throw ShellError("a rule has at most 100 lines; 'end' closes it")
    }
    if !isEnd { definition.lines.append(statement.text) }
    let declaration: RuleDeclaration?
    do throws(FormulaRule.DefinitionError) {
      declaration = try FormulaRule.declaration(named: definition.name, lines: definition.lines)
    } catch {
      // A definition that merely is not finished yet is no mistake while it is being typed.
      let isUnfinished = error.line >= definition.lines.count
      if isEnd || !isUnfinished {
        throw ShellError("in the rule '\(definition.name)': \(error.message)")
      }
      declaration = nil
    }
    guard isEnd, let declaration else {
      self.definition = definition
      return []
    }
    self.definition = nil
    ownRules.removeAll { $0.declaration.name == definition.name }
    ownRules.append(OwnRule(declaration: declaration))
    var report = Report(json: [
      "rule": .string(declaration.name),
      "settings": .strings(declaration.hyperparameters.map(\.name)),
      "slots": .strings(declaration.slots),
    ])
    let settings = declaration.hyperparameters.map {
      "\($0.name)=\(number($0.defaultValue(in: .lecture)))"
    }
    let name = declaration.name
    report.paragraph(
      StyledText("rule \(name): optimizer \(name) \(settings.joined(separator: " "))"))
    let present = setup.optimizer.declaration
    if present.name == declaration.name, present.definition != declaration.definition {
      report.paragraph(
        StyledText(
          "training goes by the rule as it was; 'optimizer \(declaration.name)' takes the new one",
          .warning))
    }
    return [report]
  }
}

extension Hyperparameter.Range {
  package var numbers: NumberRange {
    switch self {
    case .positive: .positive
    case .nonNegative: .nonnegative
    case .fraction: .fraction
    case .any: .any
    }
  }
}

extension Convention {
  package var phrase: String {
    switch self {
    case .lecture: "lecture's convention"
    case .pytorch: "PyTorch's convention"
    }
  }
}
