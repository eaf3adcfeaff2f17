/// α₀ (from + (1 − from) t/T), then α₀ from t = T on: the first unit uses the share `from` of α₀, and
/// with `from` 0 moves nothing.
struct Warmup: ScheduleShape {
  static let name = "warmup"
  static let formula = "α₀ (from + (1 − from) t/T), then α₀"
  static let fieldWords = "linearwarmup warmuplr"

  static let length = ScheduleParameter.length(
    5, "after how many epochs or updates the rate is α₀")
  static let from = ScheduleParameter(
    "from", .number(.fraction), default: [0], "the share of α₀ that it begins with")
  static let parameters = [length, from]

  static func rate<S: Quantity>(_ page: SchedulePage<S>) -> S {
    guard page.count < page.values.whole(length) else { return page.lr }
    return page.lr * (page[from] + (1 - page[from]) * page.t / page[length])
  }

  static func span(_ values: ScheduleValues) -> Int {
    max(values.whole(length), 4) / 4 * 5
  }
}
