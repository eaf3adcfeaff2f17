import Engine
import Formula

/// The verbs that look at quantities: `print`, `inspect`, `trace`, `explain`, `answer`.
extension Command {
  static let print = Command(
    "print", shortcut: "p", .inspect, "works out an expression over the quantities",
    discussion: """
      + - * / ^, the usual functions, pi, comparisons, components by [ ], norm sum mean min max abs \
      argmax, and every quantity: 'inspect' lists those that exist now.
      """,
    parameters: [
      Parameter("expr", .rest, .formula, required: true, "what to work out")
    ],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; step", "print norm(grad)", "print m_hat[0]",
      "print m_hat/(sqrt(v_hat) + eps)", "print 2^10",
    ]
  ) { workspace, arguments throws(ShellError) in
    let text = arguments.text("expr") ?? ""
    let column = arguments.column("expr")
    if text == "masks" { return [try workspace.allMasksReport()] }
    let formula = try workspace.expression(text, column: column)
    let value = try workspace.value(of: formula, column: column)
    return [workspace.report(on: value, of: formula)]
  }

  static let inspect = Command(
    "inspect", shortcut: "i", .inspect, "lists the quantities that exist now, with their values",
    parameters: [
      Parameter(
        "what", .positional, .quantity, "one quantity, with its meaning",
        suggestions: { $0.liveQuantityNames })
    ],
    examples: ["surface rosenbrock; optimizer adam lr=0.1; step", "inspect", "inspect v_hat"]
  ) { workspace, arguments throws(ShellError) in
    _ = try workspace.requireBranch()
    guard let text = arguments.text("what") else { return [workspace.inventory] }
    let formula = try workspace.expression(text, column: arguments.column("what"))
    let value = try workspace.value(of: formula, column: arguments.column("what"))
    var report = workspace.report(on: value, of: formula)
    if let name = formula.expression.variables.first, let meaning = workspace.meaning(of: name) {
      report.json["meaning"] = .string(meaning)
      report.paragraph(StyledText(meaning, .faint))
    }
    return [report]
  }

  static let trace = Command(
    "trace", .inspect, "shows quantities over the last updates, a row for each",
    parameters: [
      Parameter(
        "quantity", .variadic, .formula, "what to show; without it, everything of the rule",
        suggestions: { $0.liveQuantityNames }),
      Parameter("last", .option, .integer(1...100_000), default: "10", "how many moments"),
    ],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; step 12", "trace", "trace loss m_hat last=5",
      "trace norm(grad)",
    ]
  ) { workspace, arguments throws(ShellError) in
    _ = try workspace.requireBranch()
    let texts = arguments.texts("quantity")
    var formulas: [(name: String, formula: TypedFormula)] = []
    for text in texts.isEmpty ? workspace.tracedNames : texts {
      let formula = try workspace.expression(text, column: arguments.column("quantity"))
      formulas.append((formula.expression.label ?? text, formula))
    }
    let rows = workspace.traceRows(of: formulas, last: arguments.integer("last") ?? 10)
    return [workspace.traceReport(of: rows, names: formulas.map(\.name))]
  }

  static let explain = Command(
    "explain", .inspect, "shows how a quantity of the last update was worked out",
    discussion: """
      Three lines for each coordinate: the formula in symbols, the same with this step's numbers, \
      the result. They are made by the code that performs the update. Without a quantity, all of \
      them, in the order worked out.
      """,
    parameters: [
      Parameter(
        "quantity", .positional, .quantity, "which one, all coordinates or one, as m_hat[0]",
        suggestions: { $0.explainableNames })
    ],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; step", "explain m_hat", "explain theta[0]",
      "explain",
    ]
  ) { workspace, arguments throws(ShellError) in
    _ = try workspace.requireRecord()
    guard let text = arguments.text("quantity") else {
      return [workspace.explanationReport(of: nil, component: nil)]
    }
    let column = arguments.column("quantity")
    if let unit = try workspace.unitExplanation(text, column: column) {
      return [workspace.report(on: unit)]
    }
    let (name, component) = try workspace.updateQuantity(text, column: column)
    return [workspace.explanationReport(of: name, component: component)]
  }

  static let answer = Command(
    "answer", .inspect, "checks a hand calculation of a quantity of the last update",
    discussion: """
      Where the number is wrong, the likely mistakes are tried (no bias correction, a wrong sign, \
      the last step's gradient, ε inside the root, ...), and the one that gives the same number is \
      named. The value may be an expression.
      """,
    parameters: [
      Parameter(
        "quantity", .positional, .quantity, required: true, "which one, with its index: m_hat[0]",
        suggestions: { $0.explainableNames }),
      Parameter("value", .positional, .number(.any), required: true, "what you worked out"),
      Parameter(
        "rel", .option, .number(.positive), default: "1e-3", "how far off counts as right, relative"
      ),
    ],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; step", "answer m_hat[0] -215.6",
      "answer m_hat[0] -2.156",
    ]
  ) { workspace, arguments throws(ShellError) in
    _ = try workspace.requireRecord()
    return [try workspace.answerReport(arguments)]
  }
}

extension Workspace {
  // MARK: print and inspect

  func report(on value: Value, of formula: TypedFormula) -> Report {
    var report = Report(json: [
      "expression": .string(formula.text), "shape": .array(value.shape.map(JSON.integer)),
      "value": json(of: value),
    ])
    let name = typeset(formula.expression)
    guard value.shape.count == 2, value.shape[0] <= 24, value.shape[1] <= 12 else {
      report.paragraph(
        StyledText(name, .quantity) + " = " + StyledText(summary(of: value)), indent: 2)
      return report
    }
    report.line(StyledText(name, .quantity) + " =")
    let columns = value.shape[1]
    let elements = value.elements
    report.table(
      Table(
        (0..<columns).map { _ in Table.Column("") },
        rows: (0..<value.shape[0]).map { row in
          (0..<columns).map { StyledText(number(elements[row * columns + $0])) }
        }))
    return report
  }

  /// Every quantity that has a value now.
  fileprivate var inventory: Report {
    guard let branch else { return Report() }
    let moment = Moment(branch.timeline)
    var values: JSON.Object = [:]
    var table = Table(
      [Table.Column("", .leading), Table.Column("", .leading), Table.Column("", .leading)],
      wrapsLastColumn: true)
    for name in quantityNames {
      guard let value = try? moment.value(of: name) else { continue }
      if value.count <= 256 { values[name] = json(of: value) }
      let shown = symbol(of: name) == name ? name : "\(name)  \(symbol(of: name))"
      table.rows.append([
        StyledText(shown, .quantity), StyledText(summary(of: value)),
        // The first clause will do in a list; 'inspect NAME' has the rest.
        StyledText(String((meaning(of: name) ?? "").prefix { !",;:(".contains($0) }), .faint),
      ])
    }
    var report = Report(json: ["quantities": .object(values)])
    report.table(table)
    return report
  }

  // MARK: explain

  /// The quantities that the last update worked out, for completion.
  var explainableNames: [String] {
    branch?.timeline.explanations(component: 0).map(\.quantity) ?? []
  }

  /// A quantity of the last update and, where an index or a coordinate's name was typed, which
  /// component of it.
  func updateQuantity(
    _ text: String, column: Int?
  ) throws(ShellError) -> (name: String, component: Int?) {
    let formula = try expression(text, column: column)
    let record = try requireRecord()
    let layout = branch?.timeline.experiment.objective.layout ?? ParameterLayout()
    let names = explainableNames
    switch formula.expression {
    case .variable(let name):
      if names.contains(name) { return (name, record.theta.count == 1 ? 0 : nil) }
      if let entry = layout.entry(named: name) {
        return ("theta", entry.range.count == 1 ? entry.range.lowerBound : nil)
      }
      throw ShellError(
        "the last update worked out no '\(name)'; it worked out \(listed(names))", column: column)
    case .index(.variable(let name), _) where layout.entry(named: name) != nil:
      guard let place = parameterIndex(text, in: layout) else {
        let shape = layout.entry(named: name)?.shape ?? []
        throw ShellError(
          "\(name) has the shape \(shape.map(String.init).joined(separator: " × ")); its components "
            + "count from 0", column: column)
      }
      return ("theta", place)
    case .index(.variable(let name), let indices):
      guard names.contains(name), indices.count == 1, case .number(let place) = indices[0],
        let i = Int(exactly: place), record.theta.indices.contains(i)
      else {
        throw ShellError(
          names.contains(name)
            ? "\(name) has the components 0 to \(record.theta.count - 1)"
            : "the last update worked out no '\(name)'; it worked out \(listed(names))",
          column: column)
      }
      return (name, i)
    default:
      throw ShellError(
        "'\(shortened(text))' is no quantity of the last update; those are \(listed(names))",
        column: column)
    }
  }

  fileprivate func explanationReport(of name: String?, component: Int?) -> Report {
    guard let branch, let record = branch.timeline.record else { return Report() }
    let layout = branch.timeline.experiment.objective.layout
    let components = component.map { [$0] } ?? Array(0..<min(record.theta.count, 4))
    let lines = components.map { branch.timeline.explanations(component: $0) }
    let names = (lines.first ?? []).map(\.quantity).filter { name == nil || $0 == name }
    var entries: [JSON] = []
    var report = Report()
    report.line(
      StyledText("t \(record.t)   ", .faint) + StyledText(setup.optimizer.name, .faint)
        + StyledText("   (\(setup.optimizer.convention.phrase))", .faint))
    for (k, quantity) in names.enumerated() {
      if k > 0 { report.line("") }
      let worked = lines.map { $0.first { $0.quantity == quantity } }
      var lastFormula = ""
      for (i, explanation) in zip(components, worked) {
        guard let explanation else { continue }
        let isShared = quantity == "eta"
        if isShared, i != components.first { continue }
        append(
          explanation, label: isShared ? "" : layout.label(of: i), lastFormula: &lastFormula,
          to: &report)
        entries.append(json(of: explanation, component: isShared ? nil : i))
      }
    }
    report.json = [
      "t": .integer(record.t), "rule": .string(setup.optimizer.name),
      "convention": .string(setup.optimizer.convention.rawValue), "explanations": .array(entries),
    ]
    return report
  }

  /// One entry of a layer.
  func report(on explanation: Explanation) -> Report {
    var report = Report(json: [
      "t": .integer(branch?.timeline.state.t ?? 0),
      "explanations": [json(of: explanation, component: nil)],
    ])
    var lastFormula = ""
    append(explanation, label: "", lastFormula: &lastFormula, to: &report)
    return report
  }

  /// The formula where it differs from the coordinate's before; the numbers; the result.
  private func append(
    _ explanation: Explanation, label: String, lastFormula: inout String, to report: inout Report
  ) {
    let name = explanation.quantity
    let formula = symbol(of: name) + " = " + typeset(explanation.formula)
    if formula != lastFormula {
      var line = StyledText(formula, .strong)
      let gap = max(3, 34 - displayWidth(of: formula))
      if lastFormula.isEmpty, let phrase = Self.shortMeaning[name],
        displayWidth(of: formula) + gap + displayWidth(of: phrase) <= traits.width
      {
        line += StyledText(blanks(gap) + phrase, .faint)
      }
      report.paragraph(line, indent: 4)
      lastFormula = formula
    }
    let values = explanation.values
    let numbers = typeset(explanation.formula) { values[$0] }
    let head = label.isEmpty ? "" : label + blanks(max(1, 4 - displayWidth(of: label)))
    let indent = max(displayWidth(of: head), 4)
    let result = number(explanation.result)
    report.paragraph(
      StyledText(head, .quantity) + StyledText(blanks(indent - displayWidth(of: head)) + "= ")
        + StyledText(numbers), indent: indent + 2)
    if numbers != result {
      report.line(StyledText(blanks(indent) + "= ") + StyledText(result, .strong))
    }
    if let note = explanation.note {
      report.paragraph(StyledText(blanks(indent) + note, .faint), indent: indent)
    }
  }

  /// What stands beside a formula.
  private static let shortMeaning = [
    "eta": "the learning rate after the schedule",
    "g": "the gradient this update used",
    "theta_ahead": "where the gradient is taken",
    "m": "the first moment: a fading mean of g",
    "v_hat": "the second moment, corrected likewise",
    "m_hat": "the first moment, corrected for its start at 0",
    "delta": "the movement of θ",
    "theta": "the new parameter",
    "decay_move": "what the decay takes off θ",
  ]

  private func json(of explanation: Explanation, component: Int?) -> JSON {
    let values = explanation.values
    var object: JSON.Object = ["quantity": .string(explanation.quantity)]
    if let component { object["component"] = .integer(component) }
    object["formula"] = .string("\(explanation.formula)")
    object["numbers"] = .string(explanation.formula.typeset(.ascii) { values[$0] })
    object["value"] = .number(explanation.result)
    if let note = explanation.note { object["note"] = .string(note) }
    return .object(object)
  }

  // MARK: answer

  fileprivate func answerReport(_ arguments: Arguments) throws(ShellError) -> Report {
    let text = arguments.text("quantity") ?? ""
    let (name, component) = try updateQuantity(text, column: arguments.column("quantity"))
    let record = try requireRecord()
    let isScalar = name == "eta"
    guard let i = component ?? (isScalar ? 0 : nil) else {
      throw arguments.error(
        "\(name) has \(record.theta.count) components; ask for one, as \(name)[0]",
        about: "quantity")
    }
    let given = arguments.number("value") ?? .nan
    let tolerance = arguments.number("rel") ?? 1e-3
    guard
      let check = branch?.timeline.check(
        answer: given, for: name, component: i, relativeTolerance: tolerance)
    else { throw arguments.error("there is no '\(name)' to compare with", about: "quantity") }
    let mistake = check.mistakes.first?.says ?? commonMistake(check, record, name, i, tolerance)
    var report = Report(json: [
      "quantity": .string(name), "component": .integer(i), "given": .number(given),
      "expected": .number(check.expected), "right": .boolean(check.isRight),
    ])
    if check.isRight {
      report.line(StyledText("Right: \(number(check.expected)).", .good))
    } else if let mistake {
      report.json["mistake"] = .string(mistake)
      report.paragraph(
        StyledText("Not \(number(check.expected)): ", .bad) + StyledText(mistake), indent: 2)
    } else {
      report.paragraph(
        StyledText("Not \(number(check.expected)): ", .bad)
          + "\(number(given)) is off by \(number(abs(given - check.expected))), and none of the "
          + "usual mistakes gives it. 'explain \(text)' shows the way.", indent: 2)
    }
    return report
  }

  /// Mistakes that can be made with any quantity.
  private func commonMistake(
    _ check: AnswerCheck, _ record: StepRecord, _ name: String, _ i: Int, _ tolerance: Double
  ) -> String? {
    func isGiven(_ value: Double) -> Bool {
      AnswerCheck.agrees(check.given, with: value, relative: tolerance)
        && !AnswerCheck.agrees(value, with: check.expected, relative: tolerance)
    }
    let layout = branch?.timeline.experiment.objective.layout ?? ParameterLayout()
    if isGiven(-check.expected) { return "you have the sign the wrong way round." }
    if let values = record.values(of: name) {
      for (k, value) in values.enumerated() where k != i && isGiven(value) {
        return "that is \(layout.label(of: k))'s; you were asked for \(layout.label(of: i))'s."
      }
    }
    if let previous = record.values(of: name + "_prev"), isGiven(previous[i]) {
      return "that is its value before this update."
    }
    for power in [10.0, 100, 1000] {
      if isGiven(check.expected * power) || isGiven(check.expected / power) {
        return "you are off by a factor of \(number(power)): look for the decimal point."
      }
    }
    return nil
  }
}
