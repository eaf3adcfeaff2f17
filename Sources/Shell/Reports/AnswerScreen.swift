import Engine

/// What `answer` says to a hand calculation.
extension Workspace {
  func answerReport(_ arguments: Arguments) throws(ShellError) -> Report {
    let text = arguments.text("quantity") ?? ""
    if let entry = try unitExplanation(text, column: arguments.column("quantity")) {
      return answerReport(on: entry, arguments)
    }
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
          + "usual mistakes gives it. 'explain \(asciiName(text))' shows the way.", indent: 2)
    }
    return report
  }

  /// The same for an entry of a network's layer: z1[0,3], a1[0,3], d1[0,3].
  private func answerReport(on entry: Explanation, _ arguments: Arguments) -> Report {
    let given = arguments.number("value") ?? .nan
    let expected = entry.result
    let tolerance = arguments.number("rel") ?? 1e-3
    let isRight = AnswerCheck.agrees(given, with: expected, relative: tolerance)
    var report = Report(json: [
      "quantity": .string(entry.quantity), "given": .number(given), "expected": .number(expected),
      "right": .boolean(isRight),
    ])
    if isRight {
      report.line(StyledText("Right: \(number(expected)).", .good))
      return report
    }
    let mistake = mistake(with: entry, giving: given, tolerance)
    if let mistake { report.json["mistake"] = .string(mistake) }
    report.paragraph(
      StyledText("Not \(number(expected)): ", .bad)
        + StyledText(
          mistake
            ?? "\(number(given)) is off by \(number(abs(given - expected))). 'explain "
            + "\(entry.quantity)' shows the way."), indent: 2)
    return report
  }

  /// What a known mistake with an entry of a layer would say that gives this number.
  func mistake(with entry: Explanation, giving given: Double, _ tolerance: Double) -> String? {
    func isGiven(_ value: Double) -> Bool {
      AnswerCheck.agrees(given, with: value, relative: tolerance)
    }
    let examples = Double(branch?.timeline.record?.minibatch.indices.count ?? 1)
    if entry.quantity.hasPrefix("d"), isGiven(entry.result * examples) {
      return "that is of the example's own loss; the batch's is a mean, so divide by its size."
    }
    return isGiven(-entry.result) ? "you have the sign the wrong way round." : nil
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
      // Any number of components may be 0; that tells nothing of where a 0 comes from.
      for (k, value) in values.enumerated() where k != i && value != 0 && isGiven(value) {
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
