/// α₀/√t with t counted from 1, so that the first unit uses α₀.
struct InverseSquareRoot: ScheduleShape {
  static let name = "inverse_sqrt"
  static let formula = "α₀/√t, t counted from 1"
  static let fieldWords = "invsqrt inversesquareroot inversesqrtlr rsqrt"

  static func rate<S: Quantity>(_ page: SchedulePage<S>) -> S {
    page.lr / page.give(Double(page.count + 1), "t").squareRoot()
  }

  static func mistakes(_ page: SchedulePage<Double>) -> [Mistake] {
    [Mistake(page.lr / Double(page.count + 1), "the root is missing: α₀/√t.")]
  }

  static func note(after t: Int, _ unit: String, isNetwork: Bool) -> String? {
    "t counts \(unit) from 1"
  }
}

extension LearningRateSchedule.Shape {
  public static let inverseSquareRoot = Self.declared(InverseSquareRoot.self, ScheduleValues())
}
