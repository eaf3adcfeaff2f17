import Engine
import Formula

/// How `explain` shows the working of the last update.
extension Workspace {
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
      // By its number, or by the parameter's own name: m_hat[3], m_hat[W1[0,1]].
      var place = indices.count == 1 ? parameterIndex(indices[0], in: layout) : nil
      if indices.count == 1, case .number(let number) = indices[0] { place = Int(exactly: number) }
      guard names.contains(name), let i = place, record.theta.indices.contains(i) else {
        throw ShellError(
          names.contains(name)
            ? "\(name) has the components 0 to \(record.theta.count - 1)"
              + (layout.entries.count > 2 ? ", or by name, as \(name)[\(layout.label(of: 0))]" : "")
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

  func explanationReport(of name: String?, component: Int?) -> Report {
    guard let branch, let record = branch.timeline.record else { return Report() }
    let layout = branch.timeline.experiment.objective.layout
    let components = component.map { [$0] } ?? Array(0..<min(record.theta.count, 4))
    let explainer = branch.timeline.explainer()
    let lines = components.map { explainer?.explanations(component: $0) ?? [] }
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
      for (k, (i, explanation)) in zip(components, worked).enumerated() {
        guard let explanation else { continue }
        // What holds for the next one too is said once, at the end.
        let isSaidLater = worked[safely: k + 1]??.note == explanation.note
        let isShared = quantity == "eta"
        if isShared, i != components.first { continue }
        append(
          explanation, label: isShared ? "" : layout.label(of: i),
          showsNote: !isSaidLater || explanation.note == nil, lastFormula: &lastFormula,
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
    _ explanation: Explanation, label: String, showsNote: Bool = true, lastFormula: inout String,
    to report: inout Report
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
    if let note = explanation.note, showsNote {
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
}
