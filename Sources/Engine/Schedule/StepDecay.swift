/// α₀ × factor^(milestones ≤ t).
struct StepDecay: ScheduleShape {
  static let name = "step"
  static let formula = "α₀ × factor^(milestones ≤ t)"
  static let fieldWords = "steplr stepdecay multistep multisteplr piecewise"

  static let factor = ScheduleParameter(
    "factor", .number(.positive), default: [0.1], "what the rate is multiplied by")
  static let milestones = ScheduleParameter(
    "milestones", .wholes(count: 1...100), default: [30, 60, 90],
    "when it is multiplied, in epochs or updates")
  static let parameters = [factor, milestones]

  static func rate<S: Quantity>(_ page: SchedulePage<S>) -> S {
    let passed = page.values[milestones].count { $0 <= Double(page.count) }
    return page.lr * page[factor].power(page.give(Double(passed), milestones.name))
  }

  static func note(after t: Int, _ unit: String, isNetwork: Bool) -> String? {
    "so many milestones have passed after \(t) \(unit)"
  }

  static func span(_ values: ScheduleValues) -> Int {
    let last = Int(clamping: values[milestones].max() ?? 100)
    return last + last / 4
  }

  /// It multiplies after half of the run and after three quarters.
  static func values(fitting units: Int) -> ScheduleValues {
    var values = ScheduleValues()
    values[milestones] = [Double(max(units / 2, 1)), Double(max(units * 3 / 4, 2))]
    return values
  }
}

extension LearningRateSchedule.Shape {
  public static func step(factor: Double, milestones: [Int]) -> Self {
    var values = ScheduleValues()
    values[StepDecay.factor] = [factor]
    values[StepDecay.milestones] = milestones.map(Double.init)
    return .declared(StepDecay.self, values)
  }
}
