import Console
import Engine
import Explanations
import Formula
import LongWork
import Timelines
import Wording

/// The verb that follows a quantity back to what made it: `why`.
extension Verbs {
  fileprivate static let effect = Argument<String>(
    required: "quantity", .quantity, "which one, as W1[0,3] or m_hat[0]",
    suggestions: { $0.explainableNames + $0.parameterNames })
  private static let depth = Argument<Int>(
    "depth", 1...12, default: 3, "how many links deep the chain goes")

  package static let why = Command(
    "why", .inspect, "follows a quantity back through its causes, down to data",
    discussion: """
      Why is W1[0,3] what it is? These updates moved it most; this one because of these examples; \
      this example because of its δ and its input, and so on down to the data and the start. Each \
      link shows its part of what it made: a term of a sum, or its value times the slope. Of a whole \
      vector the component of the largest magnitude is taken. Where a number is not finite, 'why' \
      names the first operation that overflowed, with its operands. Any quantity that 'explain' \
      knows can be asked for; depth=N goes further back.
      """,
    parameters: [effect, depth],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; run 30", "why x", "why m_hat[1] depth=4",
      "data moons n=40; network 2-4:tanh-1:sigmoid; batch 8; run 20", "why W1[0,1]",
      "why batch_loss", "surface bowl; optimizer gd lr=50; run 400", "why loss",
    ]
  ) { workspace, arguments throws(ShellError) in
    [try workspace.whyReport(arguments, depth: arguments[depth])]
  }
}

extension Workspace {
  package var parameterNames: [String] {
    branch?.timeline.experiment.objective.layout.entries.map(\.name) ?? []
  }

  fileprivate func whyReport(_ arguments: Arguments, depth: Int) throws(ShellError) -> Report {
    let timeline = try requireBranch().timeline
    let text = arguments[Verbs.effect]
    let subject = try subject(text, column: arguments.column(Verbs.effect))
    if Interruption.hasGivenUp { throw .interrupted("") }
    let finder = CauseFinder(timeline, isInterrupted: host.interrupt)
    guard let cause = finder.cause(of: subject, depth: depth) else {
      if finder.isGivenUp || Interruption.hasGivenUp { throw .interrupted("") }
      throw arguments.error(
        "'\(shortened(text))' has no value to follow back now", about: Verbs.effect)
    }
    var report = Report(json: object(of: cause))
    var words = StyledText(label(of: cause), .quantity) + StyledText(" = ")
    words += StyledText(number(cause.value), .strong) + StyledText("   t \(cause.t)", .faint)
    report.paragraph(words, indent: 2)
    if !cause.value.isFinite {
      guard let overflow = finder.overflow(), !finder.isGivenUp else {
        if finder.isGivenUp { throw .interrupted("") }
        return report
      }
      append(overflow, to: &report)
    }
    if !cause.reason.isEmpty {
      report.paragraph(StyledText(reason(of: cause), .faint), indent: 2)
    }
    append(cause.causes, depth: 1, to: &report)
    return report
  }

  /// What a text names, of what can be followed back.
  private func subject(_ text: String, column: Int?) throws(ShellError) -> CauseFinder.Subject {
    let timeline = try requireBranch().timeline
    let t = timeline.state.t
    let layout = timeline.experiment.objective.layout
    func largest(_ range: Range<Int>, _ values: [Double]) -> Int {
      var best = range.lowerBound
      for i in range.inParts()
      where (values[safely: best] ?? 0).magnitude < (values[safely: i] ?? 0).magnitude {
        best = i
      }
      return best
    }
    let theta = timeline.state.theta
    switch try? Parser.parse(text, variables: quantityNames) {
    case .variable("theta"): return .parameter(largest(0..<layout.count, theta), t: t)
    case .variable(let name):
      if let entry = layout.entry(named: name) {
        return .parameter(largest(entry.range, theta), t: t)
      }
    case .index(.variable("theta"), let indices):
      if indices.count == 1, let i = component(indices[0], in: layout) {
        return .parameter(i, t: t)
      }
    case .index(.variable(let name), _) where layout.entry(named: name) != nil:
      if let i = parameterIndex(text, in: layout) { return .parameter(i, t: t) }
    default: break
    }
    if let components = try gradientComponents(text, column: column) {
      try engineError { try timeline.checkGradientExplanations() }
      let gradient = Moment(timeline).gradient
      return .gradient(largest(components, gradient))
    }
    if let quantity = try objectiveQuantity(text, column: column) {
      if quantity.name == "batch_loss" { return .batchLoss(t: t) }
      let component = quantity.component ?? largest(0..<layout.count, Moment(timeline).gradient)
      return .objective(quantity.name, quantity.name == "grad" ? component : 0)
    }
    if let entry = try layerEntry(text, column: column) {
      return .entry(
        entry.kind, layer: entry.layerNumber, row: entry.row, example: entry.example, t: t)
    }
    let (name, components) = try updateQuantity(text, column: column)
    let record = try requireRecord()
    if record.number(of: name) != nil { return .shared(name, t: t) }
    if name == "theta", let components { return .parameter(largest(components, theta), t: t) }
    return .update(
      name, largest(components ?? 0..<layout.count, record.values(of: name) ?? []), t: t)
  }

  // MARK: Showing

  /// `W⁽¹⁾[0,3]`, in the symbols that the terminal has.
  private func label(of cause: Cause) -> String {
    guard let bracket = cause.quantity.firstIndex(of: "[") else {
      return symbol(of: cause.quantity)
    }
    return symbol(of: String(cause.quantity[..<bracket])) + cause.quantity[bracket...]
  }

  /// How a value came about, formulas in the symbols that the terminal has.
  private func reason(of cause: Cause) -> String {
    // Words that were put in the place of the formula's text stay.
    guard let formula = cause.formula, cause.reason == formula.typeset(.ascii) else {
      return cause.reason
    }
    return typeset(formula)
  }

  private func append(_ causes: [Cause], depth: Int, to report: inout Report) {
    for cause in causes {
      var line = StyledText(blanks(2 * depth))
      line += StyledText(cause.share.map { signed($0) } ?? "·", .strong)
      line += StyledText("  ")
      let isExample = cause.quantity.hasPrefix("example ")
      line += StyledText(isExample ? cause.quantity : label(of: cause), .quantity)
      if !isExample { line += StyledText(" = \(number(cause.value))") }
      if !cause.quantity.hasPrefix("x["), !cause.quantity.hasPrefix("y[") {
        line += StyledText("  t \(cause.t)", .faint)
      }
      let shown = shortened(reason(of: cause), to: 96)
      if !shown.isEmpty { line += StyledText("  " + shown, .faint) }
      report.paragraph(line, indent: 2 * depth + 4)
      append(cause.causes, depth: depth + 1, to: &report)
    }
  }

  private func append(_ overflow: Overflow, to report: inout Report) {
    report.json["overflow"] = .object([
      "t": .integer(overflow.t), "quantity": .string(overflow.quantity),
      "operation": .string("\(overflow.operation)"),
      "operands": .array(
        overflow.operands.map {
          .object(["formula": .string("\($0.formula)"), "value": .number($0.value)])
        }),
      "result": .number(overflow.result),
    ])
    let operands = overflow.operands.map { operand in
      guard case .number = operand.formula else {
        return "\(typeset(operand.formula)) = \(number(operand.value))"
      }
      return number(operand.value)
    }
    report.paragraph(
      StyledText(
        "first in update \(overflow.t), in \(symbol(of: overflow.quantity)): "
          + "\(typeset(overflow.operation)) is \(number(overflow.result)), with "
          + listed(operands), .warning), indent: 2)
  }

  private func object(of cause: Cause) -> JSON.Object {
    var object: JSON.Object = [
      "quantity": .string(cause.quantity), "t": .integer(cause.t), "value": .number(cause.value),
    ]
    if let share = cause.share { object["share"] = .number(share) }
    object["reason"] = .string(cause.reason)
    object["causes"] = .array(cause.causes.map { .object(self.object(of: $0)) })
    if cause.isCut { object["more"] = .boolean(true) }
    return object
  }
}
