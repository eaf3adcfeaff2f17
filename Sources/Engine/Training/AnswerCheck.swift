import Formula

/// A hand calculation compared with what the program worked out.
public struct AnswerCheck: Sendable, Hashable {
  public let expected: Double
  public let given: Double
  public let isRight: Bool
  /// The known mistakes whose result is the student's number, the likeliest first; empty where the
  /// answer is right or none fits.
  public let mistakes: [Misconception]

  /// Whether `a` is `b` within the tolerance: |a − b| ≤ absolute + relative · |b|. No number is
  /// near infinity, though its tolerance would be infinite too.
  public static func agrees(
    _ a: Double, with b: Double, relative: Double, absolute: Double = 0
  ) -> Bool {
    if a == b || (a.isNaN && b.isNaN) { return true }
    return b.isFinite && (a - b).magnitude <= absolute + relative * b.magnitude
  }
}

extension Timeline {
  /// Compares `answer` with component `i` of a quantity of the last update, and where it is wrong
  /// tries the rule's known mistakes.
  ///
  /// - Returns: nil where the last update has no such quantity.
  public func check(
    answer: Double, for quantity: String, component i: Int, relativeTolerance: Double = 1e-3
  ) -> AnswerCheck? {
    guard let record, let expected = record.values(of: quantity)?[safely: i] ?? scalar(quantity)
    else { return nil }
    if AnswerCheck.agrees(answer, with: expected, relative: relativeTolerance) {
      return AnswerCheck(expected: expected, given: answer, isRight: true, mistakes: [])
    }
    let values = environment(component: i)
    let declaration = experimentOfLastUpdate.optimizer.declaration
    let mistakes = record.misconceptions(for: quantity, declaration: declaration).filter {
      guard
        let formula = try? Parser.parse($0.formula),
        let value = try? formula.evaluateScalar({ values[$0] }), value.isFinite,
        !$0.needsLast || record.ruleT > 1
      else { return false }
      // Nobody arrives at what divides by 0, and a mistake that gives the right number here
      // explains nothing.
      return AnswerCheck.agrees(answer, with: value, relative: relativeTolerance)
        && !AnswerCheck.agrees(value, with: expected, relative: relativeTolerance)
    }
    return AnswerCheck(expected: expected, given: answer, isRight: false, mistakes: mistakes)
  }

  private func scalar(_ name: String) -> Double? {
    name == "eta" ? record?.eta : nil
  }

  /// Every number of the last update by its name, for component `i`.
  func environment(component i: Int) -> [String: Double] {
    var values: [String: Double] = [:]
    for line in explanations(component: i) {
      values.merge(line.values) { $1 }
      values[line.quantity] = line.result
    }
    guard let record else { return values }
    values["g"] = record.g[safely: i]
    let evaluator = experiment.objective.makeEvaluator()
    var gradient = [Double](repeating: 0, count: state.theta.count)
    state.theta.withUnsafeBufferPointer { theta in
      gradient.withUnsafeMutableBufferPointer { gradient in
        guard let from = theta.baseAddress, let to = gradient.baseAddress else { return }
        values["loss"] = evaluator.gradient(at: from, into: to)
      }
    }
    values["grad"] = gradient[safely: i]
    let penalty = experimentOfLastUpdate.penalty
    let isPenalized = penalty.ranges(of: experiment.objective.layout).contains { $0.contains(i) }
    let point = record.evaluationPoint ?? record.thetaBefore
    if isPenalized, !penalty.isNone, let w = point[safely: i] {
      values["penalty_share"] = penalty.gradient(0, at: w) { value, _ in value }
    } else {
      values["penalty_share"] = 0
    }
    if experiment.objective.exampleCount > 0 {
      values["examples"] = Double(record.minibatch.indices.count)
    }
    if record.t > extent.lowerBound + 1 {
      replay((record.t - 1)...(record.t - 1)) { previous, _ in
        values["g_prev"] = previous.g[safely: i]
        return false
      }
    }
    return values
  }
}

extension StepRecord {
  func misconceptions(for quantity: String, declaration: RuleDeclaration) -> [Misconception] {
    // The rule's own come before those that any rule shares.
    let matching = declaration.misconceptions.filter { $0.quantity == quantity }
    return matching.filter { !Misconception.common.contains($0) }
      + matching.filter { Misconception.common.contains($0) }
  }
}

extension Array {
  /// The element, or nil where there is none at that place.
  package subscript(safely i: Int) -> Element? { indices.contains(i) ? self[i] : nil }
}
