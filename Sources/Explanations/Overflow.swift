import Formula

/// The first operation of a course of training whose operands are finite and whose result is not.
public struct Overflow: Hashable, Sendable {
  /// The update in which it happened; on a surface the moment whose loss it is.
  public let t: Int
  /// The quantity that was being worked out.
  public let quantity: String
  public let operation: Expression
  /// What the operation joined, each as a formula with its value.
  public let operands: [(formula: Expression, value: Double)]
  public let result: Double

  public static func == (a: Overflow, b: Overflow) -> Bool {
    a.t == b.t && a.quantity == b.quantity && a.operation == b.operation
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(t)
    hasher.combine(quantity)
    hasher.combine(operation)
  }

  /// The first such operation in how a quantity was worked out; nil where there is none.
  init?(in explanation: Explanation, t: Int) {
    func value(_ formula: Expression) -> Double {
      (try? formula.evaluateScalar { explanation.values[$0] }) ?? .nan
    }
    /// Below before above, left before right.
    func first(in formula: Expression) -> Expression? {
      for part in formula.children { if let found = first(in: part) { return found } }
      let parts = formula.children
      guard !parts.isEmpty, !value(formula).isFinite, parts.allSatisfy({ value($0).isFinite })
      else { return nil }
      return formula
    }
    guard let operation = first(in: explanation.formula) else { return nil }
    self.t = t
    quantity = explanation.quantity
    self.operation = operation
    operands = operation.children.map { ($0, value($0)) }
    result = value(operation)
  }
}
