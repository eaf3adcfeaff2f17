/// α₀: "always try to run this first".
struct ConstantRate: ScheduleShape {
  static let name = "constant"
  static let formula = "α₀"
  static let fieldWords = "none off no fixed"

  static func rate<S: Quantity>(_ page: SchedulePage<S>) -> S { page.lr }

  static func note(after t: Int, _ unit: String, isNetwork: Bool) -> String? { nil }
}
