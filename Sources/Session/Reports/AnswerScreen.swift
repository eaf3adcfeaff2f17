import Console
import Engine
import Explanations
import Formula

/// What `answer` says to a hand calculation.
extension Workspace {
  package func answerReport(_ arguments: Arguments) throws(ShellError) -> Report {
    let tolerance = arguments[Verbs.answerTolerance]
    let answer = try answerCheck(
      of: arguments[Verbs.answeredValue], for: arguments[Verbs.answered],
      column: arguments.column(Verbs.answered), tolerance: tolerance,
      naming: Self.naming(arguments.text(Verbs.answeredValue) ?? "", within: tolerance))
    return report(
      on: answer.check, of: answer.name, component: answer.component, typed: answer.typed)
  }

  /// What a number for one quantity comes to, as `answer` and `compare` judge it: the check, the
  /// quantity's name, the component where it has several, and how one would type it.
  ///
  /// - Throws: `ShellError` where the text names no single number that exists now.
  package func answerCheck(
    of given: Double, for text: String, column: Int?, tolerance: Double, naming: Double
  ) throws(ShellError) -> (check: AnswerCheck, name: String, component: Int?, typed: String) {
    func none(_ name: String) -> ShellError {
      ShellError("there is no '\(name)' to compare with", column: column)
    }
    if let (name, component) = try objectiveAnswer(text, column: column) {
      let check = branch?.timeline.check(
        answer: given, forObjective: name, component: component ?? 0,
        relativeTolerance: tolerance, naming: naming)
      guard let check else { throw none(name) }
      return (check, name, component, text)
    }
    _ = try requireRecord()
    if let entry = try layerEntry(text, column: column) {
      let check = entry.check(answer: given, relativeTolerance: tolerance, naming: naming)
      return (check, entry.name, nil, entry.name)
    }
    let (name, components) = try updateQuantity(text, column: column)
    let record = try requireRecord()
    let all = components ?? record.theta.indices
    guard let i = all.count == 1 ? all.first : record.number(of: name) == nil ? nil : 0 else {
      throw ShellError(
        "\(name) has \(record.theta.count) components; ask for one, as \(name)[0]", column: column)
    }
    let check = branch?.timeline.check(
      answer: given, for: name, component: i, relativeTolerance: tolerance, naming: naming)
    guard let check else { throw none(name) }
    return (check, name, i, asciiName(text))
  }

  /// A loss, the penalty or a component of ∇L; on a network grad[W1[0,1]] and grad_W1[0,1] too.
  package func objectiveAnswer(
    _ text: String, column: Int?
  ) throws(ShellError) -> (name: String, component: Int?)? {
    guard let branch else { return nil }
    let layout = branch.timeline.experiment.objective.layout
    switch try? Parser.parse(text, variables: quantityNames) {
    case .variable("grad"):
      throw ShellError(
        "grad has \(layout.count) components; ask for one, as grad[\(layout.label(of: 0))]",
        column: column)
    case .index(.variable("grad"), let indices):
      guard indices.count == 1, let i = component(indices[0], in: layout) else {
        throw ShellError("grad has the components 0 to \(layout.count - 1)", column: column)
      }
      return ("grad", i)
    case .index(.variable(let name), let indices)
    where name.hasPrefix(QuantityDeclaration.gradientPrefix):
      let part = String(name.dropFirst(QuantityDeclaration.gradientPrefix.count))
      guard let i = parameterIndex(.index(.variable(part), indices), in: layout) else { return nil }
      return ("grad", i)
    default: break
    }
    guard let quantity = try objectiveQuantity(text, column: column) else { return nil }
    return (quantity.name, nil)
  }

  /// How near an answer must be to a mistake's number for the mistake to be named: to the tolerance,
  /// and ten times nearer for an answer of five digits or more, which is no accident.
  private static func naming(_ text: String, within tolerance: Double) -> Double {
    let mantissa = text.lowercased().prefix { $0 != "e" }.filter(\.isNumber)
    let isNumber = text.unicodeScalars.allSatisfy {
      ("0"..."9").contains($0) || "+-−.eE".unicodeScalars.contains($0)
    }
    let digits = mantissa.drop { $0 == "0" }.count
    return isNumber && digits >= 5 ? tolerance / 10 : tolerance
  }

  private func report(
    on check: AnswerCheck, of name: String, component: Int?, typed: String
  ) -> Report {
    var report = Report(json: ["quantity": .string(name)])
    if let component { report.json["component"] = .integer(component) }
    report.json["given"] = .number(check.given)
    if check.isRight || !isOfLesson { report.json["expected"] = .number(check.expected) }
    report.json["right"] = .boolean(check.isRight)
    if check.isRight {
      report.line(StyledText("Right: \(number(check.expected)).", .good))
      return report
    }
    let said = check.mistakes.map(\.says)
    if !said.isEmpty {
      report.json["mistake"] = .string(said.joined(separator: " Or: "))
      report.json["mistakes"] = .strings(said)
    }
    let verdict = isOfLesson ? "Not \(number(check.given)): " : "Not \(number(check.expected)): "
    let help = "'explain \(typed)' shows the way."
    let rest =
      !said.isEmpty
      ? said.joined(separator: " Or: ")
      : isOfLesson
        ? "\(direction(of: check)); none of the usual mistakes gives it."
        : "\(number(check.given)) is off by \(number((check.given - check.expected).magnitude)), and "
          + "none of the usual mistakes gives it. \(help)"
    report.paragraph(StyledText(verdict, .bad) + StyledText(rest), indent: 2)
    return report
  }

  /// What a lesson says of a wrong number: its sign, its size, never the right one.
  private func direction(of check: AnswerCheck) -> String {
    let (given, expected) = (check.given, check.expected)
    guard given.isFinite, expected.isFinite, expected != 0 else { return "it is another number" }
    if given.sign != expected.sign, given != 0 { return "the sign is the other one" }
    let ratio = (given / expected).magnitude
    if ratio >= 5 { return "it is much too large" }
    if ratio <= 0.2 { return "it is much too small" }
    return ratio > 1 ? "it is too large" : "it is too small"
  }
}
