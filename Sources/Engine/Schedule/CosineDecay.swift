/// ½ α₀ (1 + cos(tπ/T)); at t ≥ T it stays at its value at T.
struct CosineDecay: ScheduleShape {
  static let name = "cosine"
  static let formula = "½ α₀ (1 + cos(tπ/T))"
  static let fieldWords = "cosineannealing cosineannealinglr cosinedecay"
  static let parameters = [ScheduleParameter.length]

  static func rate<S: Quantity>(_ page: SchedulePage<S>) -> S {
    let angle = page.time(within: .length) * S(.pi, named: "pi") / page[.length]
    return 0.5 * page.lr * (1 + angle.cosine())
  }

  static func mistakes(_ page: SchedulePage<Double>) -> [Mistake] {
    let right = number(page)
    return [
      Mistake(2 * right, "the ½ is missing: ½ α₀ (1 + cos(tπ/T))."),
      Mistake(right - page.lr / 2, "the 1 is missing: ½ α₀ (1 + cos(tπ/T))."),
    ]
  }

  static func span(_ values: ScheduleValues) -> Int { values.whole(.length) * 5 / 4 }
  static func values(fitting units: Int) -> ScheduleValues { .length(units) }
}

extension LearningRateSchedule.Shape {
  public static func cosine(period: Int) -> Self { .declared(CosineDecay.self, .length(period)) }
}

extension ScheduleValues {
  /// A length alone.
  static func length(_ units: Int) -> ScheduleValues {
    var values = ScheduleValues()
    values[.length] = [Double(max(units, 1))]
    return values
  }
}
