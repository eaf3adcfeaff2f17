import Arithmetic
import Console
import Engine
import Formula
import LongWork
import Timelines

/// The verbs that look at quantities: `print`, `inspect`, `trace`, `explain`, `answer`.
extension Verbs {
  private static let expression = Argument<String>(
    required: "expr", as: .rest, .formula, "what to work out")

  package static let print = Command(
    "print", shortcut: "p", .inspect, "works out an expression over the quantities",
    discussion: """
      + - * / ^, the usual functions, pi, comparisons, components by [ ], norm sum mean min max abs \
      argmax, and every quantity: 'inspect' lists those that exist now.
      """,
    parameters: [expression],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; step", "print norm(grad)", "print m_hat[0]",
      "print m_hat/(sqrt(v_hat) + eps)", "print 2^10",
    ]
  ) { workspace, arguments throws(ShellError) in
    let text = arguments[expression]
    let column = arguments.column(expression)
    if text.lowercased() == "masks" { return [try workspace.allMasksReport()] }
    let formula = try workspace.expression(text, column: column)
    let value = try workspace.value(of: formula, column: column)
    return [workspace.report(on: value, of: formula)]
  }

  private static let inspected = Argument<String?>(
    "what", as: .positional, .quantity, "one quantity, with its meaning",
    suggestions: { $0.liveQuantityNames + ($0.presentNetwork?.dropout == nil ? [] : ["masks"]) })

  package static let inspect = Command(
    "inspect", shortcut: "i", .inspect, "lists the quantities that exist now, with their values",
    parameters: [inspected],
    examples: ["surface rosenbrock; optimizer adam lr=0.1; step", "inspect", "inspect v_hat"]
  ) { workspace, arguments throws(ShellError) in
    _ = try workspace.requireBranch()
    guard let text = arguments[inspected] else { return [workspace.inventory] }
    if text.lowercased() == "masks" { return [try workspace.allMasksReport()] }
    let formula = try workspace.expression(text, column: arguments.column(inspected))
    let value = try workspace.value(of: formula, column: arguments.column(inspected))
    var report = workspace.report(on: value, of: formula)
    if let name = formula.expression.variables.first,
      let meaning = workspace.meaning(of: name)
    {
      report.json["meaning"] = .string(meaning)
      report.paragraph(StyledText(meaning, .faint))
    }
    return [report]
  }

  private static let traced = Argument<[String]>(
    "quantity", .formula, "what to show; without it, everything of the rule",
    suggestions: { $0.liveQuantityNames })
  private static let last = Argument<Int>("last", 1...100_000, default: 10, "how many moments")

  package static let trace = Command(
    "trace", .inspect, "shows quantities over the last updates, a row for each",
    parameters: [traced, last],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; step 12", "trace", "trace loss m_hat last=5",
      "trace norm(grad)",
    ]
  ) { workspace, arguments throws(ShellError) in
    _ = try workspace.requireBranch()
    let texts = arguments[traced]
    var formulas: [(name: String, formula: TypedFormula)] = []
    for text in texts.isEmpty ? workspace.tracedNames : texts {
      let formula = try workspace.expression(text, column: arguments.column(traced))
      formulas.append((formula.expression.label ?? text, formula))
    }
    try workspace.checkTable(of: formulas.count, last: arguments[last])
    let rows = try workspace.traceRows(of: formulas, last: arguments[last])
    return [workspace.traceReport(of: rows, names: formulas.map(\.name))]
  }

  private static let explained = Argument<String?>(
    "quantity", as: .positional, .quantity,
    "which one, all coordinates or one, as m_hat[0]; or 'unit'",
    suggestions: { $0.explainableNames + ($0.presentNetwork == nil ? [] : ["unit"]) })
  static let unitLayer = Argument<Int?>(
    "layer", as: .positional, 1...1_000, "behind 'unit': its layer, from 1")
  static let explainedUnit = Argument<Int?>(
    "unit", as: .positional, 0...1_000_000, "which unit of the layer, from 0")
  static let unitExample = Argument<Int?>(
    "example", as: .positional, 0...1_000_000, "which example of the batch, from 0")

  package static let explain = Command(
    "explain", .inspect, "shows how a quantity of the last update was worked out",
    discussion: """
      Three lines for each coordinate: the formula in symbols, the same with this step's numbers, \
      the result. They are made by the code that performs the update. Without a quantity, all of \
      them, in the order worked out. loss, batch_loss, penalty, grad and a layer's entries such as \
      a1[0,3] are explained too. 'explain unit 1 3' shows z, a and δ of unit 3 of layer 1 in one, \
      for the batch's first example or the one named behind it.
      """,
    parameters: [explained, unitLayer, explainedUnit, unitExample],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; step", "explain m_hat", "explain theta[0]",
      "explain", "data moons n=40; network 2-4:tanh-1:sigmoid; batch 8; step",
      "explain grad_W1[3,0]", "explain unit 1 3",
    ]
  ) { workspace, arguments throws(ShellError) in
    if arguments[explained]?.lowercased() == "unit" {
      guard let layer = arguments[unitLayer], let unit = arguments[explainedUnit] else {
        throw arguments.error(
          "'explain unit' takes a layer from 1 and a unit from 0, as 'explain unit 1 3'",
          about: explained)
      }
      return [
        try workspace.unitReport(
          layer: layer, unit: unit, example: arguments[unitExample] ?? 0, arguments)
      ]
    }
    guard !arguments.isGiven(unitLayer) else {
      throw arguments.error("numbers stand only behind 'unit'", about: unitLayer)
    }
    guard let text = arguments[explained] else {
      try workspace.checkTrace(of: try workspace.requireRecord().minibatch)
      return [workspace.explanationReport(of: nil, components: nil)]
    }
    let column = arguments.column(explained)
    if let components = try workspace.gradientComponents(text, column: column) {
      return [try workspace.gradientReport(of: components)]
    }
    if let quantity = try workspace.objectiveQuantity(text, column: column) {
      if quantity.name == "batch_loss" {
        try workspace.checkTrace(of: try workspace.requireRecord().minibatch)
      }
      return [workspace.report(on: try workspace.explanations(of: quantity, column: column))]
    }
    try workspace.checkTrace(of: try workspace.requireRecord().minibatch)
    if let entry = try workspace.layerEntry(text, column: column) {
      return [workspace.report(on: [entry.explanation()])]
    }
    let (name, components) = try workspace.updateQuantity(text, column: column)
    return [workspace.explanationReport(of: name, components: components)]
  }

  static let answered = Argument<String>(
    required: "quantity", .quantity, "which one, with its index: m_hat[0]",
    suggestions: { $0.explainableNames })
  static let answeredValue = Argument<Double>(required: "value", .any, "what you worked out")
  static let answerTolerance = Argument<Double>(
    "rel", .positive, default: 1e-3, written: "1e-3", "how far off counts as right, relative")

  package static let answer = Command(
    "answer", .inspect, "checks a hand calculation, and names a likely mistake",
    discussion: """
      Where the number is wrong, the likely mistakes are tried (no bias correction, a wrong sign, \
      the last step's gradient, ε inside the root, keep and drop exchanged, a forgotten bias, ...), \
      and the one that gives the same number is named. loss, batch_loss, penalty, grad[0] and a \
      layer's entries such as z1[0,3] can be answered too. The value may be an expression.
      """,
    parameters: [answered, answeredValue, answerTolerance],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; step", "answer m_hat[0] -215.6",
      "answer m_hat[0] -2.156",
    ]
  ) { workspace, arguments throws(ShellError) in
    [try workspace.answerReport(arguments)]
  }
}

extension Workspace {
  // MARK: print and inspect

  package func report(on value: Value, of formula: TypedFormula) -> Report {
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

  /// What a quantity means here: x and y are coordinates on a surface, and data on a network.
  fileprivate func meaning(of name: String) -> String? {
    guard let whole = quantities.meaning(of: name),
      let cut = whole.firstRange(of: "; on a surface the ")
    else { return quantities.meaning(of: name) }
    return presentNetwork == nil
      ? "the " + whole[cut.upperBound...] : String(whole[..<cut.lowerBound])
  }

  /// Every quantity that has a value now.
  fileprivate var inventory: Report {
    guard let branch else { return Report() }
    let moment = Moment(branch.timeline)
    var values: JSON.Object = [:]
    var table = Table(
      [Table.Column("", .leading), Table.Column("", .leading), Table.Column("", .leading)],
      wrapsLastColumn: true)
    for name in quantityNames where !Moment.isCostly(name) {
      // Each of the rest would have to begin to be given up.
      if Interruption.hasGivenUp { break }
      guard let value = try? moment.value(of: name) else { continue }
      if value.count <= 256 { values[name] = json(of: value) }
      let shown = symbol(of: name) == name ? name : "\(name)  \(symbol(of: name))"
      table.rows.append([
        StyledText(shown, .quantity), StyledText(summary(of: value)),
        // The first clause will do in a list; 'inspect NAME' has the rest.
        StyledText(
          String((meaning(of: name) ?? "").prefix { !",;:(".contains($0) }), .faint),
      ])
    }
    var report = Report(json: ["quantities": .object(values)])
    report.table(table)
    return report
  }
}
