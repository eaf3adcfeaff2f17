import Formula

/// How the learning rate changes with time: α_t from the optimizer's α₀ = lr.
///
/// t counts completed units, epochs or updates. Source: slide "Learning rate decay" (which says of
/// the step schedule "multiply Sigmoid function by 0.1": it is the rate that is multiplied).
public struct LearningRateSchedule: Sendable {
  public enum Shape: Sendable {
    case declared(any ScheduleShape.Type, ScheduleValues)
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

  /// The schedules that come with the program.
  public static let shapes: [any ScheduleShape.Type] = [
    ConstantRate.self,
    StepDecay.self,
    CosineDecay.self,
    LinearDecay.self,
    InverseSquareRoot.self,
    ExponentialDecay.self,
    Warmup.self,
  ]

  public static let constant = LearningRateSchedule(.declared(ConstantRate.self, ScheduleValues()))

  /// The names `schedule` takes.
  public static let names = shapes.map { $0.name }

  public static func shape(named name: String) -> (any ScheduleShape.Type)? {
    shapes.first { $0.name == name }
  }

  /// The schedule that a text is the formula of, as help and reports write it.
  public static func shape(written text: String) -> (any ScheduleShape.Type)? {
    func bare(_ text: some StringProtocol) -> String {
      String(text.filter { !$0.isWhitespace })
    }
    let right = text.split(separator: "=" as Character).last ?? ""
    // What follows a comma is said in words.
    return shapes.first { shape in
      let formula = shape.formula.prefix { $0 != "," }
      return shape.name != ConstantRate.name && bare(formula) == bare(right)
    }
  }

  /// Names for α₀ in a formula, besides lr.
  public static let rateNames = ["α₀", "α0", "alpha0", "alpha_0", "η₀", "η0", "eta0", "eta_0"]

  public var name: String {
    switch shape {
    case .declared(let shape, _): shape.name
    case .formula: "formula"
    }
  }

  /// Whether the rate is α₀ at any time.
  public var isConstant: Bool { name == ConstantRate.name }

  /// The parameters with their values, in the order declared.
  public var settings: [(parameter: ScheduleParameter, value: [Double])] {
    guard case .declared(let shape, let values) = shape else { return [] }
    return shape.parameters.map { ($0, values[$0]) }
  }

  /// α_t after `t` completed units, in any reading.
  ///
  /// - Parameter given: takes down the settings and counts that the formula uses.
  package func rate<S: Quantity>(_ lr: S, afterCompleting t: Int, given: GivenNumbers? = nil) -> S {
    switch shape {
    case .declared(let shape, let values):
      return shape.rate(SchedulePage(lr: lr, count: t, values: values, given: given))
    case .formula(let expression):
      given?.add(Double(t), "t")
      return S.worked(Self.evaluate(expression, lr.first, t), expression)
    }
  }

  /// α_t after `t` completed units.
  public func rate(lr: Double, afterCompleting t: Int) -> Double {
    switch shape {
    case .declared(let shape, let values):
      shape.number(SchedulePage(lr: lr, count: t, values: values, given: nil))
    case .formula(let expression): Self.evaluate(expression, lr, t)
    }
  }

  private static func evaluate(_ expression: Expression, _ lr: Double, _ t: Int) -> Double {
    let value = try? expression.evaluateScalar { name in
      switch name {
      case "lr", "eta": lr
      case "t": Double(t)
      default: nil
      }
    }
    return value ?? .nan
  }

  /// Known mistakes with the schedule's formula.
  package func mistakes(lr: Double, afterCompleting t: Int) -> [Mistake] {
    guard case .declared(let shape, let values) = shape else { return [] }
    return shape.mistakes(SchedulePage(lr: lr, count: t, values: values, given: nil))
  }

  /// What `explain` says beside the formula.
  package func note(after t: Int, _ unit: String, isNetwork: Bool) -> String? {
    guard case .declared(let shape, _) = shape else { return isNetwork ? "t counts \(unit)" : nil }
    return shape.note(after: t, unit, isNetwork: isNetwork)
  }
}

extension LearningRateSchedule: Hashable {
  public static func == (a: Self, b: Self) -> Bool {
    guard a.unit == b.unit, a.name == b.name else { return false }
    if case .formula(let x) = a.shape, case .formula(let y) = b.shape { return x == y }
    return a.settings.map(\.value) == b.settings.map(\.value)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(unit)
    hasher.combine(name)
    hasher.combine(settings.map(\.value))
  }
}

extension Quantity {
  /// A number that comes with its formula, where this reading keeps formulas.
  static func worked(_ value: Double, _ expression: Expression) -> Self {
    (Worked(value, expression) as? Self) ?? Self(constant: value)
  }
}
