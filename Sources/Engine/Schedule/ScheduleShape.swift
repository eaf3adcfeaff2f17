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
  public static func note(after t: Int, _ unit: String, isNetwork: Bool) -> String? {
    isNetwork ? "t counts \(unit)" : nil
  }
  public static func span(_ values: ScheduleValues) -> Int { 100 }
  public static func values(fitting units: Int) -> ScheduleValues { ScheduleValues() }
}

/// A parameter of a schedule: name, default and range, for parsing, help, completion and errors.
public struct ScheduleParameter: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case number(Hyperparameter.Range)
    case whole(ClosedRange<Int>)
    /// Whole numbers above 0, in any order.
    case wholes(count: ClosedRange<Int>)
  }

  /// The ASCII name a user types.
  public let name: String
  public let aliases: [String]
  public let kind: Kind
  public let defaultValue: [Double]
  /// A few words for help.
  public let meaning: String

  init(
    _ name: String, aliases: [String] = [], _ kind: Kind, default value: [Double],
    _ meaning: String
  ) {
    self.name = name
    self.aliases = aliases
    self.kind = kind
    defaultValue = value
    self.meaning = meaning
  }

  /// T, the length of a schedule.
  static let length = length(100, "the length of the schedule in epochs or updates")

  /// The same with another default and another meaning.
  static func length(_ units: Double, _ meaning: String) -> ScheduleParameter {
    ScheduleParameter(
      "T", aliases: ["t", "period"], .whole(1...1_000_000_000), default: [units], meaning)
  }

  /// A value as one would type it.
  public func text(_ value: [Double], _ format: (Double) -> String) -> String {
    switch kind {
    case .number: value.map(format).joined(separator: ",")
    case .whole, .wholes: value.map { "\(Int(clamping: $0))" }.joined(separator: ",")
    }
  }
}

/// Values of a schedule's parameters; a parameter that has none has its default.
public struct ScheduleValues: Sendable, Hashable {
  private struct Named: Sendable, Hashable {
    let name: String
    let value: [Double]
  }
  private var given: [Named] = []

  public init() {}

  public subscript(parameter: ScheduleParameter) -> [Double] {
    get { given.first { $0.name == parameter.name }?.value ?? parameter.defaultValue }
    set {
      given.removeAll { $0.name == parameter.name }
      given.append(Named(name: parameter.name, value: newValue))
    }
  }

  func number(_ parameter: ScheduleParameter) -> Double { self[parameter].first ?? .nan }
  func whole(_ parameter: ScheduleParameter) -> Int { Int(clamping: number(parameter)) }
}

/// What a schedule's formula is written with: α₀, the time and the parameters, each under its name.
public struct SchedulePage<S: Quantity> {
  /// α₀, the optimizer's rate.
  public let lr: S
  /// The units completed so far.
  public let count: Int
  let values: ScheduleValues
  /// Takes down what the formula used; nil where only the number counts.
  let given: GivenNumbers?

  /// A setting or a count by its name.
  func give(_ value: Double, _ name: String) -> S {
    given?.add(value, name)
    return S(value, named: name)
  }

  /// t, the units completed so far.
  public var t: S { give(Double(count), "t") }

  public subscript(parameter: ScheduleParameter) -> S {
    give(values.number(parameter), parameter.name)
  }

  /// t while the schedule lasts, then the end of it.
  public func time(within length: ScheduleParameter) -> S {
    count > values.whole(length) ? t.smaller(of: self[length]) : t
  }
}

/// Settings and counts that a formula used.
final class GivenNumbers {
  private(set) var numbers: [(value: Double, name: String)] = []

  func add(_ value: Double, _ name: String) { numbers.append((value, name)) }
}
