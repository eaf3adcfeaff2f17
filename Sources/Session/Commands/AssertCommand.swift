import Console
import Formula

/// The verb that checks a script: `assert`.
extension Verbs {
  private static let condition = Argument<String>(
    required: "condition", as: .rest, .formula, "a comparison of the quantities")

  package static let assert = Command(
    "assert", .inspect, "fails where a condition does not hold",
    discussion: """
      A script, a notebook or a cell that grades an assignment stops there, and the error says what \
      the numbers are instead. Where the condition holds nothing is shown.
      """,
    parameters: [condition],
    examples: ["surface bowl; step", "assert loss < 6.25", "assert norm(theta) < 3"]
  ) { workspace, arguments throws(ShellError) in
    let column = arguments.column(condition)
    let formula = try workspace.condition(arguments[condition], column: column)
    let value = try workspace.value(of: formula, column: column)
    guard (try? value.condition()) == true else {
      throw ShellError(
        "\(workspace.typeset(formula.expression)) does not hold"
          + workspace.comparedNumbers(in: formula, column: column), column: column)
    }
    return [
      Report(json: ["condition": .string(formula.text), "holds": true])
    ]
  }
}

extension Workspace {
  /// `: L = 4`, where one side of a comparison is a single number that is not written there.
  fileprivate func comparedNumbers(in formula: TypedFormula, column: Int?) -> String {
    guard case .binary(_, let a, let b) = formula.expression else { return "" }
    let sides = [a, b].compactMap { side -> String? in
      if case .number = side { return nil }
      let text = typeset(side)
      let value = try? value(of: TypedFormula(text: text, expression: side), column: column)
      return value?.scalar.map { "\(text) = \(number($0))" }
    }
    return sides.isEmpty ? "" : ": " + sides.joined(separator: ", ")
  }
}
