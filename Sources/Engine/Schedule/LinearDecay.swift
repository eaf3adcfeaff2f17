/// α₀ (1 − t/T); at t ≥ T it stays 0.
struct LinearDecay: ScheduleShape {
  static let name = "linear"
  static let formula = "α₀ (1 − t/T)"
  static let fieldWords = "linearlr lineardecay"
  static let parameters = [ScheduleParameter.length]

  static func rate<S: Quantity>(_ page: SchedulePage<S>) -> S {
    page.lr * (1 - page.time(within: .length) / page[.length])
  }

  static func span(_ values: ScheduleValues) -> Int { values.whole(.length) * 5 / 4 }
  static func values(fitting units: Int) -> ScheduleValues { .length(units) }
}

extension LearningRateSchedule.Shape {
  public static func linear(period: Int) -> Self { .declared(LinearDecay.self, .length(period)) }
}
