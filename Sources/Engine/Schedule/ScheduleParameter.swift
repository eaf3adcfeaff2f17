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
