import BayesianOptimization
import CKernels
import Conversion
import Datasets
import Numerics
import Wording

/// One setting that a search varies, and between which values.
///
/// Every setting is a position from 0 to 1 to the searches; the scale says which value stands there.
public struct SearchDimension: Hashable, Sendable {
  public enum Scale: Hashable, Sendable {
    /// low + u (high − low)
    case linear(Double, Double)
    /// low (high / low)^u: each factor is as likely as every other.
    case log(Double, Double)
    /// Whole numbers, each as likely as the others.
    case integer(Int, Int)
    /// Whole numbers on a logarithmic scale.
    case logInteger(Int, Int)
    /// One of some values.
    case choice([SearchValue])
  }

  /// The setting, as `sweep` and `search` name it, or a formula's variable.
  public let name: String
  public let scale: Scale

  static let mostLevels = 1_000_000
  static let mostChoices = 1_000

  /// - Throws: `EngineError` for ends that are no ends of that scale.
  public init(_ name: String, _ scale: Scale) throws(EngineError) {
    self.name = name
    self.scale = scale
    func refuse(_ what: String) -> EngineError { EngineError("\(name): \(what), not \(self.text)") }
    switch scale {
    case .linear(let low, let high):
      guard low.isFinite, high.isFinite, low < high, (high - low).isFinite else {
        throw refuse("linear(LOW,HIGH) needs two numbers, the lower first")
      }
    case .log(let low, let high):
      guard low > 0, high.isFinite, low < high else {
        throw refuse("log(LOW,HIGH) needs 0 < LOW < HIGH")
      }
    case .integer(let low, let high), .logInteger(let low, let high):
      let kind = if case .integer = scale { "int" } else { "logint" }
      guard low > Int.min / 4, high < Int.max / 4, low < high, high - low < Self.mostLevels
      else {
        throw refuse(
          "\(kind)(LOW,HIGH) needs two whole numbers, the lower first, at most "
            + "\(Self.mostLevels) apart")
      }
      if case .logInteger = scale, low < 1 { throw refuse("logint(LOW,HIGH) needs 0 < LOW") }
    case .choice(let values):
      guard (2...Self.mostChoices).contains(values.count), Set(values).count == values.count,
        values.allSatisfy({ $0.number?.isFinite ?? true })
      else { throw refuse("a choice needs 2 to \(Self.mostChoices) different values") }
    }
  }

  /// How it looks to a search that knows only the unit cube.
  public var unit: UnitDimension {
    switch scale {
    case .linear, .log, .logInteger: return .continuous
    case .integer(let low, let high): return .levels(high - low + 1)
    case .choice(let values):
      let numbers = values.compactMap(\.number)
      let isOrdered =
        numbers.count == values.count && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
      return isOrdered ? .levels(values.count) : .categories(values.count)
    }
  }

  /// The value at a position from 0 to 1.
  public func value(at position: Double) -> SearchValue {
    let u = min(max(position, 0), 1)
    switch scale {
    case .linear(let low, let high): return .number(u == 1 ? high : low + (high - low) * u)
    case .log(let low, let high):
      return .number(u == 1 ? high : min(Self.geometric(low, high, u), high))
    case .integer(let low, _): return .number(Double(low + unit.index(of: u)))
    case .logInteger(let low, let high):
      let value = (Double(low) * dk_exp(u * dk_log(Double(high) / Double(low)))).rounded()
      return .number(min(max(value, Double(low)), Double(high)))
    case .choice(let values): return values[unit.index(of: u)]
    }
  }

  /// low (high / low)^u, also where the ratio is beyond all numbers.
  private static func geometric(_ low: Double, _ high: Double, _ u: Double) -> Double {
    let ratio = high / low
    guard ratio.isInfinite else { return low * dk_exp(u * dk_log(ratio)) }
    return dk_exp(dk_log(low) + u * (dk_log(high) - dk_log(low)))
  }

  /// The position that stands for the value at `position`: whole numbers and choices have one each.
  public func settled(_ position: Double) -> Double {
    guard case .logInteger = scale else { return unit.snapped(position) }
    return wholePosition(value(at: position).number ?? 1)
  }

  private func wholePosition(_ value: Double) -> Double {
    guard case .logInteger(let low, let high) = scale else { return 0 }
    if value >= Double(high) { return 1 }
    return dk_log(value / Double(low)) / dk_log(Double(high) / Double(low))
  }

  /// The position that a uniform draw from [0, 1) picks. Of whole numbers and choices each has its
  /// own share of the interval, the first and the last like the others.
  public func position(drawing uniform: Double) -> Double {
    guard case .logInteger(let low, let high) = scale else {
      return unit.coordinate(drawing: uniform)
    }
    let value = Double(low) * dk_exp(uniform * dk_log(Double(high + 1) / Double(low)))
    return wholePosition(min(value.rounded(.down), Double(high)))
  }

  /// The positions of a grid with so many values on this axis; a choice always has all of its own.
  public func gridPositions(_ count: Int) -> [Double] {
    if case .choice(let values) = scale { return values.indices.map(unit.coordinate(of:)) }
    let wanted = min(max(count, 1), unit.count ?? Int.max)
    guard wanted > 1 else { return [settled(0.5)] }
    var positions: [Double] = []
    for k in 0..<wanted {
      let position = settled(Double(k) / Double(wanted - 1))
      if positions.last != position { positions.append(position) }
    }
    return positions
  }
}

extension SearchDimension {
  /// The scale as one would type it: `log(0.0001,0.1)`, `int(1,8)`, `choice(relu,tanh)`.
  public var text: String {
    func call(_ name: String, _ values: [SearchValue]) -> String {
      "\(name)(\(values.map(\.description).joined(separator: ",")))"
    }
    switch scale {
    case .linear(let low, let high): return call("linear", [.number(low), .number(high)])
    case .log(let low, let high): return call("log", [.number(low), .number(high)])
    case .integer(let low, let high):
      return call("int", [.number(Double(low)), .number(Double(high))])
    case .logInteger(let low, let high):
      return call("logint", [.number(Double(low)), .number(Double(high))])
    case .choice(let values): return call("choice", values)
    }
  }

  /// Reads what a user types: `log(a,b)`, `linear(a,b)`, `int(a,b)`, `logint(a,b)`, `choice(a,b,c)`
  /// or the bare list `a,b,c`.
  ///
  /// - Parameter number: reads a number, plain ones alone unless given; its result is nil where a text
  ///   is none, which may be a choice's word.
  /// - Throws: `EngineError` saying what would be a space.
  public init(
    _ name: String, parsing text: String, number: ((String) -> Double?)? = nil
  ) throws(EngineError) {
    let number = number ?? { decimal($0) }
    let form = "log(a,b), linear(a,b), int(a,b), logint(a,b), choice(a,b,...) or a list a,b,..."
    let head = String(text.prefix { $0.isLetter })
    let isCall =
      ["log", "linear", "lin", "int", "logint", "choice"].contains(head)
      && text.dropFirst(head.count).hasPrefix("(") && text.hasSuffix(")")
    let parts = listParts(of: isCall ? String(text.dropFirst(head.count)) : text)
    guard !parts.contains("") else {
      throw EngineError("\(name): \(quoted(text)) has an empty place; a space is \(form)")
    }
    guard isCall, head != "choice" else {
      guard isCall || parts.count > 1 else {
        throw EngineError("\(name): \(quoted(text)) is one value and no space; a space is \(form)")
      }
      try self.init(name, .choice(parts.map { number($0).map(SearchValue.number) ?? .word($0) }))
      return
    }
    let ends = parts.compactMap(number)
    guard parts.count == 2, ends.count == 2 else {
      throw EngineError("\(name): \(head)(LOW,HIGH) needs two numbers, not \(quoted(text))")
    }
    switch head {
    case "log": try self.init(name, .log(ends[0], ends[1]))
    case "int", "logint":
      guard let low = Int(exactly: ends[0]), let high = Int(exactly: ends[1]) else {
        throw EngineError("\(name): \(head)(LOW,HIGH) needs two whole numbers, not \(quoted(text))")
      }
      try self.init(name, head == "int" ? .integer(low, high) : .logInteger(low, high))
    default: try self.init(name, .linear(ends[0], ends[1]))
    }
  }
}
