import Conversion
import Datasets
import Wording

/// One trial of a search: the settings tried and what came of them.
public struct Trial: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    /// The monitored quantity at the end.
    case value(Double)
    /// Training left for infinity or lost its numbers; seen after update `at`.
    case diverged(at: Int)
    /// The settings do not go together, for this reason.
    case refused(String)
  }

  /// From 0, in the order in which the search proposes.
  public var number: Int
  /// Where it stands in the unit cube.
  public var point: [Double]
  public var outcome: Outcome
  /// The updates after which the monitored quantity was looked at, and what it was.
  public var times: [Int]
  public var curve: [Double]

  public init(
    number: Int, point: [Double], outcome: Outcome, times: [Int] = [], curve: [Double] = []
  ) {
    self.number = number
    self.point = point
    self.outcome = outcome
    self.times = times
    self.curve = curve
  }

  /// The monitored quantity at the end; nil where training diverged or never began.
  public var value: Double? { if case .value(let value) = outcome { value } else { nil } }
}

extension Trial {
  /// One line: `trial 7 at 0.25,0.5 value 0.31 times 0,45,90 curve 2.3,0.6,0.31`.
  public var line: String {
    func list(_ values: [Double]) -> String {
      values.map { NumberStyle.shortest.format($0) }.joined(separator: ",")
    }
    var text = "trial \(number) at \(list(point)) "
    switch outcome {
    case .value(let value): text += "value \(NumberStyle.shortest.format(value))"
    case .diverged(let t): text += "diverged \(t)"
    case .refused: text += "refused 0"
    }
    if !times.isEmpty {
      text += " times \(times.map(String.init).joined(separator: ",")) curve \(list(curve))"
    }
    if case .refused(let reason) = outcome {
      text += " because " + reason.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
    return text
  }

  /// Reads such a line; nil for any other.
  public init?(line: String) {
    let halves = line.split(separator: " because ", maxSplits: 1).map(String.init)
    let words = (halves.first ?? "").split(separator: " ").map(String.init)
    guard words.count == 6 || words.count == 10, words[0] == "trial", words[2] == "at",
      let number = Int(words[1]), number >= 0, let point = Self.numbers(words[3]),
      point.allSatisfy({ (0...1).contains($0) })
    else { return nil }
    switch words[4] {
    case "value":
      guard let value = Self.number(words[5]), value.isFinite else { return nil }
      outcome = .value(value)
    case "diverged":
      guard let t = Int(words[5]) else { return nil }
      outcome = .diverged(at: t)
    case "refused": outcome = .refused(halves.count > 1 ? halves[1] : "")
    default: return nil
    }
    self.number = number
    self.point = point
    times = []
    curve = []
    guard words.count == 10 else { return }
    let whole = words[7].split(separator: ",").map { Int($0) }
    guard words[6] == "times", words[8] == "curve", let values = Self.numbers(words[9]),
      values.count == whole.count, !whole.contains(nil)
    else { return nil }
    times = whole.compactMap(\.self)
    curve = values
  }

  private static func numbers(_ text: String) -> [Double]? {
    let values = text.split(separator: ",").map { number(String($0)) }
    return values.contains(nil) ? nil : values.compactMap(\.self)
  }

  private static func number(_ text: String) -> Double? {
    switch text {
    case "NaN": .nan
    case "Infinity": .infinity
    case "-Infinity": -.infinity
    default: decimal(text)
    }
  }
}
