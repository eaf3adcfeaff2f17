import Engine
import Formula
import Timelines

/// How one component of one quantity of the last update was worked out: made by the same code that
/// performs the update.
public struct Explanation: Sendable, Hashable {
  /// The quantity's ASCII name.
  public let quantity: String
  /// The formula in the names of the quantities it was worked out from.
  public let formula: Expression
  /// What those names stood for.
  public let values: [String: Double]
  /// The names of settings and counts among them, which are shown as they were given.
  public let given: Set<String>
  public let result: Double
  /// Something the formula does not say.
  public let note: String?

  public init(
    quantity: String, formula: Expression, values: [String: Double], given: Set<String> = [],
    result: Double, note: String?
  ) {
    self.quantity = quantity
    self.formula = formula
    self.values = values
    self.given = given
    self.result = result
    self.note = note
  }
}

extension Timeline {
  /// How the last update was worked out; nil before the first.
  public func explainer() -> UpdateExplainer? {
    guard let record, let (before, experiment) = stateBeforeLastUpdate() else { return nil }
    return UpdateExplainer(record: record, before: before, experiment: experiment)
  }

  /// `UpdateExplainer.explanations(component:)` of the last update; empty before the first.
  public func explanations(component i: Int) -> [Explanation] {
    explainer()?.explanations(component: i) ?? []
  }
}

extension NamedNumbers {
  /// The names and numbers as the explanation of a quantity.
  func explanation(of quantity: String, _ worked: Worked, result: Double, note: String?)
    -> Explanation
  {
    Explanation(
      quantity: quantity, formula: worked.expression, values: values, given: given,
      result: result, note: note)
  }
}
