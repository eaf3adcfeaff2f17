import Arithmetic
import Formula

/// α₀ γᵗ: each unit multiplies the rate by γ.
struct ExponentialDecay: ScheduleShape {
  static let name = "exponential"
  static let formula = "α₀ γᵗ"
  static let fieldWords = "exp exponentiallr exponentialdecay expdecay geometric"

  static let gamma = ScheduleParameter(
    "gamma", .number(.positive), default: [0.9], "what each unit multiplies the rate by, γ")
  static let parameters = [gamma]

  static func rate<S: Quantity>(_ page: SchedulePage<S>) -> S {
    page.lr * page[gamma].power(page.t)
  }

  /// A hundredth is left at the end of the run.
  static func values(fitting units: Int) -> ScheduleValues {
    var values = ScheduleValues()
    values[gamma] = [Elementary.power(0.01, 1 / Double(max(units, 1)))]
    return values
  }
}

extension LearningRateSchedule {
  /// α₀ γᵗ with a γ above 1, t counting updates.
  package static func growing(by factor: Double) -> LearningRateSchedule {
    var values = ScheduleValues()
    values[ExponentialDecay.gamma] = [factor]
    return LearningRateSchedule(.declared(ExponentialDecay.self, values), per: .step)
  }
}
