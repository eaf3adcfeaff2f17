import Digests
import Disk
import Formula
import Numerics
import Wording

/// All that determines a search: with the same definition every trial has the same settings and
/// the same result, on any number of threads and machines.
public struct StudyDefinition: Hashable, Sendable {
  public enum Method: Hashable, Sendable {
    /// Values on each axis.
    case grid([Int])
    case random
    /// Trials proposed before the first of them has come back, and trials drawn at random first.
    case bayes(parallel: Int, start: Int)

    public var name: String {
      switch self {
      case .grid: "grid"
      case .random: "random"
      case .bayes: "bayes"
      }
    }
  }

  /// What a trial does.
  public enum Task: Hashable, Sendable {
    case epochs(Int)
    case steps(Int)
    /// Nothing is trained: a formula in the settings' names is worked out.
    case formula(Expression)
  }

  /// The commands that set up what is trained, one a line; empty for a formula.
  public var setUp: [String]
  /// Tells the data trained on from others.
  public var fingerprint: UInt64
  public var space: SearchSpace
  public var method: Method
  public var task: Task
  public var seed: UInt32
  /// The quantity to make small, or large.
  public var monitor: String
  public var isGain: Bool
  /// Trials to make.
  public var trials: Int

  public static let mostTrials = 1_000_000

  public init(
    setUp: [String], fingerprint: UInt64, space: SearchSpace, method: Method, task: Task,
    seed: UInt32, monitor: String, isGain: Bool, trials: Int
  ) {
    self.setUp = setUp
    self.fingerprint = fingerprint
    self.space = space
    self.method = method
    self.task = task
    self.seed = seed
    self.monitor = monitor
    self.isGain = isGain
    self.trials = trials
  }

  /// Why another study's trials cannot be taken for this one's, in words; nil where
  /// they differ in the number of trials alone.
  public func difference(from other: StudyDefinition) -> String? {
    if setUp != other.setUp { return "it trains something else or with other settings" }
    if fingerprint != other.fingerprint { return "its data are not these" }
    if space != other.space { return "its space is another one" }
    if method != other.method { return "its method is another one" }
    if task != other.task { return "its budget is another one" }
    if seed != other.seed { return "its seed is another one" }
    if monitor != other.monitor || isGain != other.isGain { return "it monitors \(other.monitor)" }
    return nil
  }
}

extension StudyDefinition {
  /// The definition as lines; `begin` ends them.
  public var lines: [String] {
    var lines = setUp.map { "set \($0)" }
    lines.append("data \(Digest.text(of: fingerprint))")
    lines += space.dimensions.map { "space \($0.name) \($0.text)" }
    switch method {
    case .grid(let counts):
      lines.append("method grid \(counts.map(String.init).joined(separator: ","))")
    case .random: lines.append("method random")
    case .bayes(let parallel, let start): lines.append("method bayes \(parallel),\(start)")
    }
    switch task {
    case .epochs(let count): lines.append("epochs \(count)")
    case .steps(let count): lines.append("steps \(count)")
    case .formula(let formula): lines.append("formula \(formula.typeset(.exact))")
    }
    lines.append("seed \(seed)")
    lines.append("\(isGain ? "most" : "least") \(monitor)")
    lines.append("trials \(trials)")
    return lines + ["begin"]
  }

  /// Reads such lines.
  ///
  /// - Throws: `EngineError` saying what is missing or wrong.
  public init(lines: [String]) throws {
    var setUp: [String] = []
    var dimensions: [SearchDimension] = []
    var values: [String: String] = [:]
    for line in lines {
      let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      let (key, rest) = (String(words[0]), words.count > 1 ? String(words[1]) : "")
      switch key {
      case "set": setUp.append(rest)
      case "space":
        let parts = rest.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw EngineError("\(quoted(line)) is no setting's space") }
        dimensions.append(try SearchDimension(parts[0], parsing: parts[1]))
      default: values[key] = rest
      }
    }
    func whole(_ key: String, _ range: ClosedRange<Int>) throws -> Int {
      guard let text = values[key], let value = Int(text), range.contains(value) else {
        throw EngineError("its \(key) is missing or wrong")
      }
      return value
    }
    self.setUp = setUp
    space = try SearchSpace(dimensions)
    guard let fingerprint = values["data"].flatMap({ UInt64($0, radix: 16) }) else {
      throw EngineError("its data's mark is missing or wrong")
    }
    self.fingerprint = fingerprint
    seed = UInt32(clamping: try whole("seed", 0...Int(UInt32.max)))
    trials = try whole("trials", 1...Self.mostTrials)
    if let monitor = values["most"] {
      (self.monitor, isGain) = (monitor, true)
    } else if let monitor = values["least"] {
      (self.monitor, isGain) = (monitor, false)
    } else {
      throw EngineError("what it monitors is missing")
    }
    if let formula = values["formula"] {
      task = .formula(try Parser.parse(formula, variables: space.names))
    } else if values["epochs"] != nil {
      task = .epochs(try whole("epochs", 1...1_000_000_000))
    } else {
      task = .steps(try whole("steps", 1...1_000_000_000))
    }
    let words = (values["method"] ?? "").split(separator: " ").map(String.init)
    let counts = words.dropFirst().first?.split(separator: ",").compactMap { Int($0) } ?? []
    switch words.first {
    case "grid" where counts.count == dimensions.count && counts.allSatisfy { $0 > 0 }:
      method = .grid(counts)
    case "random": method = .random
    case "bayes" where counts.count == 2 && counts.allSatisfy { (1...1_000).contains($0) }:
      method = .bayes(parallel: counts[0], start: counts[1])
    default: throw EngineError("its method is missing or wrong")
    }
  }
}
