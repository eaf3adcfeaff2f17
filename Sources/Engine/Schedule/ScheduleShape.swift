/// A learning-rate schedule: how α_t follows from the optimizer's α₀ = lr and t, written once for
/// every reading.
///
/// To add one: in a file of its own declare its parameters, write `rate`, and list it in
/// `LearningRateSchedule.shapes`. Training, `explain`, help, completion, `save`, searches and plots
/// follow.
public protocol ScheduleShape: Sendable {
  /// What a user types.
  static var name: String { get }
  /// α_t in symbols, for help: `α₀ (1 − t/T)`.
  static var formula: String { get }
  static var parameters: [ScheduleParameter] { get }
  /// What other libraries call it, as `Spelling.folded` compares words.
  static var fieldWords: String { get }
  /// α_t after `page.t` completed units.
  static func rate<S: Quantity>(_ page: SchedulePage<S>) -> S
  /// The same in plain numbers, a requirement so that it is compiled for each schedule.
  static func number(_ page: SchedulePage<Double>) -> Double
  /// What known mistakes with the formula give.
  static func mistakes(_ page: SchedulePage<Double>) -> [Mistake]
  /// What `explain` says beside the formula.
  ///
  /// - Parameters:
  ///   - unit: `completed epochs` or `updates`.
  ///   - isNetwork: whether it may be either.
  static func note(after t: Int, _ unit: String, isNetwork: Bool) -> String?
  /// How many units it is worth looking at.
  static func span(_ values: ScheduleValues) -> Int
  /// Its parameters for a run of so many units, where they are not the usual ones.
  static func values(fitting units: Int) -> ScheduleValues
}

extension ScheduleShape {
  public static var parameters: [ScheduleParameter] { [] }
  public static var fieldWords: String { "" }
  public static func number(_ page: SchedulePage<Double>) -> Double { rate(page) }
  public static func mistakes(_ page: SchedulePage<Double>) -> [Mistake] { [] }
  public static func note(after t: Int, _ unit: String, isNetwork: Bool) -> String? {
    isNetwork ? "t counts \(unit)" : nil
  }
  public static func span(_ values: ScheduleValues) -> Int { 100 }
  public static func values(fitting units: Int) -> ScheduleValues { ScheduleValues() }
}
