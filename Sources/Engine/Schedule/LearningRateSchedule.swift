import Formula

/// How the learning rate changes with time: α_t from the optimizer's α₀ = lr.
///
/// t counts completed units, epochs or updates. Source: slide "Learning rate decay" (which says of
/// the step schedule "multiply Sigmoid function by 0.1": it is the rate that is multiplied).
public struct LearningRateSchedule: Sendable, Hashable {
  public enum Shape: Sendable, Hashable {
    /// α₀: "always try to run this first".
    case constant
    /// α₀ × factor^(milestones ≤ t).
    case step(factor: Double, milestones: [Int])
    /// ½ α₀ (1 + cos(tπ/T)); at t ≥ T it stays at its value at T.
    case cosine(period: Int)
    /// α₀ (1 − t/T); at t ≥ T it stays 0.
    case linear(period: Int)
    /// α₀/√t with t counted from 1, so that the first unit uses α₀.
    case inverseSquareRoot
    /// A formula in lr and t.
    case formula(Expression)
  }
  /// What t counts; on a surface always updates.
  public enum Unit: String, Sendable, Hashable, CaseIterable {
    case epoch
    case step
  }

  public var shape: Shape
  public var unit: Unit

  public init(_ shape: Shape, per unit: Unit = .epoch) {
    self.shape = shape
    self.unit = unit
  }

  public static let constant = LearningRateSchedule(.constant)

  /// The names `schedule` takes.
  public static let names = ["constant", "step", "cosine", "linear", "inverse_sqrt"]

  public var name: String {
    switch shape {
    case .constant: "constant"
    case .step: "step"
    case .cosine: "cosine"
    case .linear: "linear"
    case .inverseSquareRoot: "inverse_sqrt"
    case .formula: "formula"
    }
  }

  /// α_t after `t` completed units, in any reading.
  func rate<S: Quantity>(_ lr: S, afterCompleting t: Int, make: (Double, String) -> S) -> S {
    /// t while the schedule lasts, then the end of it.
    func time(within period: Int) -> S {
      let time = make(Double(t), "t")
      return t > period ? time.smaller(of: make(Double(period), "T")) : time
    }
    switch shape {
    case .constant: return lr
    case .step(let factor, let milestones):
      let passed = milestones.count { $0 <= t }
      return lr * make(factor, "factor").power(make(Double(passed), "milestones"))
    case .cosine(let period):
      let angle = time(within: period) * make(.pi, "pi") / make(Double(period), "T")
      return 0.5 * lr * (1 + angle.cosine())
    case .linear(let period):
      return lr * (1 - time(within: period) / make(Double(period), "T"))
    case .inverseSquareRoot:
      return lr / make(Double(t + 1), "t").squareRoot()
    case .formula(let expression):
      let value = try? expression.evaluateScalar { name in
        switch name {
        case "lr", "eta": lr.plainValue
        case "t": Double(t)
        default: nil
        }
      }
      return S.worked(value ?? .nan, expression)
    }
  }

  /// α_t after `t` completed units.
  public func rate(lr: Double, afterCompleting t: Int) -> Double {
    if case .constant = shape { return lr }
    return rate(lr, afterCompleting: t) { value, _ in value }
  }
}

extension Quantity {
  /// The number alone (of the first lane).
  var plainValue: Double {
    if let number = self as? Double { return number }
    return (self as? Worked)?.value ?? .nan
  }
  /// A number that comes with its formula, where this reading keeps formulas.
  static func worked(_ value: Double, _ expression: Expression) -> Self {
    (Worked(value, expression) as? Self) ?? Self(constant: value)
  }
}
