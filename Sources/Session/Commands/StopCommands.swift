import Console
import Engine
import Formula
import Wording

/// The verbs that stop a run or accompany it: `break`, `watch`, `display`.
extension Verbs {
  private static let clear = Argument<String?>(
    "action", as: .positional, .choice(["clear"]), "'clear' removes")
  private static let whichBreak = Argument<Int?>(
    "number", as: .positional, 1...1_000_000, "which one; all without it")
  private static let condition = Argument<String?>(
    "when", as: .clause, .formula, "a condition, as 'loss > 10'")

  package static let breakAt = Command(
    "break", .time, "stops a run where a condition comes true",
    discussion: """
      'break' alone lists the breakpoints, 'break clear N' removes one, 'break clear' all of them. \
      A condition is asked after every update; 'continue' goes on.
      """,
    parameters: [clear, whichBreak, condition],
    examples: [
      "surface ravine; optimizer gd lr=0.4; break when norm(g) < 1", "run 100", "break",
      "break clear 1",
    ], effect: .sets
  ) { workspace, arguments throws(ShellError) in
    if let text = arguments[condition] {
      guard !arguments.isGiven(clear) else {
        throw arguments.error("'clear' and 'when' do not go together", about: condition)
      }
      let condition = try workspace.condition(text, column: arguments.column(condition))
      workspace.breakpoints.append(
        Breakpoint(number: workspace.nextStopNumber, condition: condition))
      workspace.nextStopNumber += 1
    } else if arguments.isGiven(clear) {
      let numbers = workspace.breakpoints.map(\.number)
      let removed = try workspace.removed(numbers, arguments, whichBreak, "breakpoint")
      workspace.breakpoints.removeAll { removed.contains($0.number) }
    }
    return [
      workspace.stopList(
        "breakpoints", arguments,
        workspace.breakpoints.lazy.map { ($0.number, "break when \($0.condition.text)") })
    ]
  }

  private static let watched = Argument<String?>(
    "quantity", as: .positional, .formula, "what to watch, or 'clear'")
  private static let whichWatch = Argument<Int?>(
    "number", as: .positional, 1...1_000_000, "which one to clear")
  private static let event = Argument<Watch.Event?>("for", "what stops the run")

  package static let watch = Command(
    "watch", .time, "stops a run where a quantity turns",
    discussion: """
      for=sign stops where a component changes its sign, for=rise where one rises, for=fall where \
      one falls. Without it a gradient, a movement or a parameter is watched for its sign, a loss \
      for rising. 'watch' alone lists the watches, 'watch clear N' removes one.
      """,
    parameters: [watched, whichWatch, event],
    examples: [
      "surface rosenbrock; optimizer momentum lr=0.001; watch g[0]", "run 100",
      "watch loss for=rise",
      "watch clear",
    ], effect: .sets
  ) { workspace, arguments throws(ShellError) in
    if arguments[watched] == "clear" {
      let numbers = workspace.watches.map(\.number)
      let removed = try workspace.removed(numbers, arguments, whichWatch, "watch")
      workspace.watches.removeAll { removed.contains($0.number) }
    } else if let text = arguments[watched] {
      if arguments.isGiven(whichWatch) {
        throw arguments.error("a number stands only behind 'clear'", about: whichWatch)
      }
      let quantity = try workspace.expression(text, column: arguments.column(watched))
      try workspace.tryOut(quantity, to: "watched", column: arguments.column(watched))
      let event = arguments[event] ?? .usual(for: quantity)
      workspace.watches.append(
        Watch(number: workspace.nextStopNumber, quantity: quantity, event: event))
      workspace.nextStopNumber += 1
    }
    return [
      workspace.stopList(
        "watches", arguments,
        workspace.watches.lazy.map {
          ($0.number, "watch \($0.quantity.text) for=\($0.event.rawValue)")
        })
    ]
  }

  private static let shown = Argument<[String]>(
    "expression", .formula, "what to show; quotes hold blanks")

  package static let display = Command(
    "display", .time, "shows expressions after every move through time",
    discussion: "'display' alone lists them, 'display clear' removes them all.",
    parameters: [shown],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1",
      "display norm(grad) m_hat[0]/sqrt(v_hat[0])", "step", "display clear",
    ], effect: .sets
  ) { workspace, arguments throws(ShellError) in
    let texts = arguments[shown]
    if texts == ["clear"] {
      workspace.displays = []
    } else {
      for text in texts {
        let expression = try workspace.expression(text, column: arguments.column(shown))
        try workspace.tryOut(expression, to: "shown", column: arguments.column(shown))
        workspace.displays.append(
          Display(number: workspace.nextStopNumber, expression: expression))
        workspace.nextStopNumber += 1
      }
    }
    return [
      workspace.stopList(
        "displays", arguments,
        workspace.displays.lazy.map { ($0.number, "display \($0.expression.text)") })
    ]
  }
}

extension Workspace {
  /// Refuses what would only fail at the next update, as an index that is out of range.
  package func tryOut(
    _ formula: TypedFormula, to what: String, column: Int?
  ) throws(ShellError) {
    do { _ = try tryOut(formula) } catch {
      throw ShellError(
        "'\(shortened(formula.text))' cannot be \(what): \(error)", column: column)
    }
  }

  /// The numbers that 'clear' is about.
  fileprivate func removed(
    _ numbers: [Int], _ arguments: Arguments, _ which: Verbs.Argument<Int?>, _ noun: String
  ) throws(ShellError) -> [Int] {
    guard let number = arguments[which] else { return numbers }
    guard numbers.contains(number) else {
      let known = numbers.map(String.init)
      throw arguments.error(
        "there is no \(noun) \(number)"
          + (known.isEmpty ? "" : "; there is \(listed(known))"), about: which)
    }
    return [number]
  }

  /// More breakpoints, watches or displays than these are not listed where another is set.
  private static let mostStopsListed = 20

  /// The breakpoints, watches or displays.
  fileprivate func stopList(
    _ kind: String, _ arguments: Arguments,
    _ entries: some BidirectionalCollection<(number: Int, text: String)>
  ) -> Report {
    guard rebuilding == nil else { return Report() }
    let isAlone = arguments.givenNames.isEmpty
    let isCleared = arguments.words.first == "clear"
    var report = Report()
    // An object holds all of them, so it costs as much as there are.
    if traits.wantsObjects {
      report.json[kind] = .array(
        entries.map { .object(["number": .integer($0.number), "text": .string($0.text)]) })
    }
    if entries.isEmpty { report.line(StyledText("no \(kind)", .faint)) }
    // Of many, the others are left out where one is set: each time all of them would be too much.
    let shown =
      isAlone || entries.count <= Self.mostStopsListed
      ? Array(entries) : isCleared ? [] : Array(entries.suffix(1))
    for entry in shown {
      report.line(StyledText("\(entry.number)  ", .faint) + StyledText(entry.text))
    }
    if shown.count < entries.count {
      report.line(StyledText("\(entries.count) \(kind); '\(arguments.verb)' lists them", .faint))
    }
    return report
  }
}
