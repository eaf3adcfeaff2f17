import Arithmetic
import Engine
import Formula
import Timelines

/// A hand calculation compared with what the program worked out.
public struct AnswerCheck: Sendable, Hashable {
  public let expected: Double
  public let given: Double
  public let isRight: Bool
  /// The known mistakes whose result is the student's number; empty where the answer is right or
  /// none fits. Where there are several, the number does not tell which was made.
  public let mistakes: [Mistake]

  /// More mistakes than this explain nothing.
  private static let mostMistakes = 3

  /// - Parameters:
  ///   - relativeTolerance: how far off counts as right.
  ///   - naming: how near to a mistake's number an answer must be for the mistake to be named.
  ///   - movement: how far an update moved what is asked for; nil for what is no sum of an old number
  ///     and a movement. Beside a θ of 1000 a movement of 1 is within any relative tolerance, and
  ///     the answer is about the movement: it must be nearer to it than half the way.
  ///   - candidates: what may have gone wrong, asked for where the answer is not right; a further
  ///     list is looked at where the ones before have nothing.
  public init(
    of given: Double, expected: Double, relativeTolerance: Double, naming: Double? = nil,
    movement: Double? = nil, candidates: () -> [[Mistake]]
  ) {
    self.expected = expected
    self.given = given
    let reach = movement.map { 0.5 * $0.magnitude } ?? .infinity
    isRight =
      given.agrees(with: expected, relative: relativeTolerance)
      && ((given - expected).magnitude <= reach || Self.isRounded(expected, to: given)
        || given == expected || given.isNaN)
    let tolerance = min(naming ?? relativeTolerance, relativeTolerance)
    mistakes =
      isRight
      ? []
      : candidates().lazy.map { list in
        Self.fitting(
          given, list, expected, relativeTolerance, naming: tolerance, reach: 0.2 * reach)
      }.first { !$0.isEmpty } ?? []
  }

  /// The mistakes whose number was given, each once.
  private static func fitting(
    _ given: Double, _ candidates: [Mistake], _ expected: Double, _ tolerance: Double,
    naming: Double, reach: Double
  ) -> [Mistake] {
    // No calculation by hand divides by 0, and a mistake that gives the right number here explains
    // nothing.
    let near = candidates.filter {
      $0.value.isFinite && given.agrees(with: $0.value, relative: naming)
        && (given - $0.value).magnitude <= reach
        && (!$0.value.agrees(with: expected, relative: tolerance)
          || ($0.value - expected).magnitude > reach)
    }
    // What is hit much better than the rest is what was worked out.
    let best = near.map { ($0.value - given).magnitude }.min() ?? 0
    let spread = 10 * best + 1e-6 * given.magnitude
    var said: Set<String> = []
    let fitting = near.filter {
      ($0.value - given).magnitude <= spread && said.insert($0.says).inserted
    }.filter { mistake in
      NetworkMistake.ofMask[mistake.says].map { !said.contains($0) } ?? true
    }
    return fitting.count <= mostMistakes ? fitting : []
  }

  /// Whether a number is another one rounded to four or more digits, as the screen shows it.
  private static func isRounded(_ exact: Double, to given: Double) -> Bool {
    guard exact != 0, exact.isFinite, given.isFinite else { return false }
    let first = Elementary.log10(exact.magnitude).rounded(.down)
    return (4...15).contains { digits in
      let unit = Elementary.power(10, first - Double(digits - 1))
      return ((exact / unit).rounded() * unit - given).magnitude <= 1e-12 * given.magnitude
    }
  }
}

extension Timeline {
  /// Compares `answer` with component `i` of a quantity of the last update, and where it is wrong
  /// tries the rule's known mistakes and those with the gradient.
  ///
  /// - Returns: nil where the last update has no such quantity.
  public func check(
    answer: Double, for quantity: String, component i: Int, relativeTolerance: Double = 1e-3,
    naming: Double? = nil
  ) -> AnswerCheck? {
    guard let record,
      let expected = record.values(of: quantity)?[safely: i]
        ?? record.number(of: quantity)
    else { return nil }
    return AnswerCheck(
      of: answer, expected: expected, relativeTolerance: relativeTolerance, naming: naming,
      movement: quantity == "theta" ? record.delta[safely: i] : nil
    ) {
      guard let numbers = UpdateNumbers(self, component: i) else { return [] }
      return [
        numbers.mistakes(with: quantity),
        numbers.oddities(of: quantity, expected: expected),
      ]
    }
  }

  /// The same for `loss`, `batch_loss`, `penalty` and `grad`, which belong to θ now.
  ///
  /// - Returns: nil where there is no such quantity.
  public func check(
    answer: Double, forObjective quantity: String, component i: Int,
    relativeTolerance: Double = 1e-3, naming: Double? = nil
  ) -> AnswerCheck? {
    let mistakes = ObjectiveMistakes(self)
    guard let expected = mistakes.expected(quantity, component: i) else { return nil }
    return AnswerCheck(
      of: answer, expected: expected, relativeTolerance: relativeTolerance, naming: naming
    ) {
      [mistakes.list(for: quantity, component: i), Mistake.oddities(of: expected)]
    }
  }
}

extension LayerEntry {
  /// Compares `answer` with the entry, and where it is wrong tries the known mistakes.
  public func check(
    answer: Double, relativeTolerance: Double = 1e-3, naming: Double? = nil
  ) -> AnswerCheck {
    let expected = explanation().result
    return AnswerCheck(
      of: answer, expected: expected, relativeTolerance: relativeTolerance, naming: naming
    ) {
      [mistakes, Mistake.oddities(of: expected)]
    }
  }
}
