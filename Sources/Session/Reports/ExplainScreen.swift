import Arithmetic
import Console
import Engine
import Explanations
import Formula
import LongWork
import Wording

/// How `explain` shows the working of the last update.
extension Workspace {
  /// The quantities that the last update worked out, for completion.
  package var explainableNames: [String] {
    let parts = (presentNetwork?.layout.entries ?? []).map {
      QuantityDeclaration.gradientPrefix + $0.name
    }
    return updateQuantities + (branch?.timeline.objectiveQuantities ?? []) + parts
  }

  /// The components of a network's fresh gradient that a text names: `grad_W1[3,0]`, `grad[6]`,
  /// `grad_b1`, `grad`; nil where it names none.
  ///
  /// - Throws: `ShellError` for an index out of range.
  package func gradientComponents(_ text: String, column: Int?) throws(ShellError) -> Range<Int>? {
    guard let network = presentNetwork else { return nil }
    let layout = network.layout
    let prefix = QuantityDeclaration.gradientPrefix
    switch try? Parser.parse(text, variables: quantityNames) {
    case .variable("grad"): return 0..<layout.count
    case .variable(let name) where name.hasPrefix(prefix):
      return layout.entry(named: String(name.dropFirst(prefix.count)))?.range
    case .index(.variable("grad"), let indices):
      guard indices.count == 1, let i = component(indices[0], in: layout) else {
        throw ShellError("grad has the components 0 to \(layout.count - 1)", column: column)
      }
      return i..<i + 1
    case .index(.variable(let name), let indices) where name.hasPrefix(prefix):
      let part = String(name.dropFirst(prefix.count))
      guard let entry = layout.entry(named: part) else { return nil }
      guard let i = parameterIndex(.index(.variable(part), indices), in: layout) else {
        throw ShellError(
          "\(name) has the shape \(entry.shape.map(String.init).joined(separator: " × ")); its "
            + "components count from 0", column: column)
      }
      return i..<i + 1
    default: return nil
    }
  }

  /// How components of a network's fresh gradient were worked out, the first four of many.
  package func gradientReport(of components: Range<Int>) throws(ShellError) -> Report {
    let timeline = try requireBranch().timeline
    let explanations = try engineError {
      try timeline.gradientExplanations(components: components.prefix(4))
    }
    if Interruption.hasGivenUp { throw .interrupted("") }
    return report(on: explanations)
  }

  /// What the last update worked out, in its order.
  private var updateQuantities: [String] { branch?.timeline.record?.explainableNames ?? [] }

  /// A quantity of the objective, with the component of `grad` that is meant; nil where the text
  /// names none.
  package func objectiveQuantity(
    _ text: String, column: Int?
  ) throws(ShellError) -> (name: String, component: Int?)? {
    guard let branch else { return nil }
    let known = branch.timeline.objectiveQuantities
    switch try? Parser.parse(text, variables: quantityNames) {
    case .variable(let name) where known.contains(name): return (name, nil)
    case .index(.variable("grad"), let indices) where known.contains("grad"):
      let layout = branch.timeline.experiment.objective.layout
      guard indices.count == 1, let i = component(indices[0], in: layout) else {
        throw ShellError(
          "grad has the components 0 to \(layout.count - 1)", column: column)
      }
      return ("grad", i)
    default: return nil
    }
  }

  /// A component's number, given as one or as the parameter's own name.
  package func component(_ index: Expression, in layout: ParameterLayout) -> Int? {
    let place: Int? =
      if case .number(let number) = index { Int(exactly: number) } else {
        parameterIndex(index, in: layout)
      }
    return place.flatMap { (0..<layout.count).contains($0) ? $0 : nil }
  }

  /// How a quantity of the objective was worked out, each of its components.
  package func explanations(
    of quantity: (name: String, component: Int?), column: Int?
  ) throws(ShellError) -> [Explanation] {
    let timeline = try requireBranch().timeline
    let components =
      quantity.name == "grad" ? quantity.component.map { [$0] } ?? [0, 1] : [0]
    return components.compactMap {
      timeline.objectiveExplanation(of: quantity.name, component: $0)
    }
  }

  /// A quantity of the last update and, where an index or a coordinate's name was typed, which
  /// component of it.
  package func updateQuantity(
    _ text: String, column: Int?
  ) throws(ShellError) -> (name: String, components: Range<Int>?) {
    let formula = try expression(text, column: column)
    let record = try requireRecord()
    let layout = branch?.timeline.experiment.objective.layout ?? ParameterLayout()
    let names = updateQuantities
    switch formula.expression {
    case .variable(let name):
      if names.contains(name) { return (name, nil) }
      if let entry = layout.entry(named: name) { return ("theta", entry.range) }
      throw ShellError(
        "the last update worked out no '\(name)'; it worked out \(listed(names))", column: column)
    case .index(.variable(let name), _) where layout.entry(named: name) != nil:
      guard let place = parameterIndex(text, in: layout) else {
        let shape = layout.entry(named: name)?.shape ?? []
        throw ShellError(
          "\(name) has the shape \(shape.map(String.init).joined(separator: " × ")); its components "
            + "count from 0", column: column)
      }
      return ("theta", place..<place + 1)
    case .index(.variable(let name), let indices):
      // By its number, or by the parameter's own name: m_hat[3], m_hat[W1[0,1]].
      let place = indices.count == 1 ? component(indices[0], in: layout) : nil
      guard names.contains(name), let i = place, record.theta.indices.contains(i) else {
        throw ShellError(
          names.contains(name)
            ? "\(name) has the components 0 to \(record.theta.count - 1)"
              + (layout.entries.count > 2 ? ", or by name, as \(name)[\(layout.label(of: 0))]" : "")
            : "the last update worked out no '\(name)'; it worked out \(listed(names))",
          column: column)
      }
      return (name, i..<i + 1)
    default:
      throw ShellError(
        "'\(shortened(text))' is no quantity of the last update; those are \(listed(names))",
        column: column)
    }
  }

  /// - Parameter range: which components; nil for all. Of many the first four are shown.
  package func explanationReport(of name: String?, components range: Range<Int>?) -> Report {
    guard let branch, let record = branch.timeline.record else { return Report() }
    let layout = branch.timeline.experiment.objective.layout
    let components = Array((range ?? 0..<record.theta.count).prefix(4))
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
        let isShared = record.number(of: quantity) != nil
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

  /// What is no quantity of each parameter: an entry of a layer, a loss, the fresh gradient.
  package func report(on explanations: [Explanation]) -> Report {
    let layout = branch?.timeline.experiment.objective.layout
    var report = Report(json: [
      "t": .integer(branch?.timeline.state.t ?? 0),
      "explanations": .array(
        explanations.enumerated().map {
          json(of: $1, component: explanations.count > 1 ? $0 : nil)
        }),
    ])
    var lastFormula = ""
    for (i, explanation) in explanations.enumerated() {
      let label = explanations.count > 1 ? layout?.label(of: i) ?? "" : ""
      append(explanation, label: label, lastFormula: &lastFormula, to: &report)
    }
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
      if lastFormula.isEmpty, let phrase = quantities.shortMeaning(of: name),
        displayWidth(of: formula) + gap + displayWidth(of: phrase) <= traits.width
      {
        line += StyledText(blanks(gap) + phrase, .faint)
      }
      report.paragraph(line, indent: 4)
      lastFormula = formula
    }
    let numbers = numbers(of: explanation)
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

  /// The formula with its numbers, which reads back as a formula and comes to the result.
  ///
  /// Numbers have the digits asked for, and more where so few would give another result: 1 − 0.99996
  /// is not 1 − 1. Settings and counts stand as they were given.
  private func numbers(of explanation: Explanation, unicode: Bool? = nil) -> String {
    let values = explanation.values
    func typeset(_ digits: Int, unicode: Bool) -> String {
      let style = TypesetStyle(unicode: unicode, digits: digits, productSpace: " · ")
      let formula = rounded(explanation.formula, digits: digits).replacingVariables { name in
        guard explanation.given.contains(name), let value = values[name],
          exact(value).count <= Self.longestGiven
        else { return nil }
        return .number(value)
      }
      return formula.typeset(style) { values[$0] }
    }
    let wanted = min(max(traits.digits, 1), 17)
    let tolerance = 20 * Elementary.power(10, -Double(wanted))
    let digits = (wanted..<17).first { digits in
      let text = typeset(digits, unicode: false)
      // What is not finite does not read back, and more digits make it no finer.
      guard let value = try? Parser.parse(text).evaluateScalar({ _ in nil }) else { return true }
      return value.agrees(with: explanation.result, relative: tolerance)
    }
    return typeset(digits ?? 17, unicode: unicode ?? traits.unicode)
  }

  /// Settings of more characters than this are numbers that were worked out.
  private static let longestGiven = 12

  private func json(of explanation: Explanation, component: Int?) -> JSON {
    var object: JSON.Object = ["quantity": .string(explanation.quantity)]
    if let component { object["component"] = .integer(component) }
    object["formula"] = .string("\(explanation.formula)")
    object["numbers"] = .string(numbers(of: explanation, unicode: false))
    object["value"] = .number(explanation.result)
    if let note = explanation.note { object["note"] = .string(note) }
    return .object(object)
  }
}
