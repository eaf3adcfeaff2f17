import Engine
import Formula

/// An update rule as its formulas, for code in another language: the lines that `explain` shows, with
/// names in the place of numbers.
///
/// A rule may work otherwise in its first updates (RMSProp's σ⁰, RAdam's warm-up), so a listing is that
/// of one update.
public struct RuleListing: Hashable, Sendable {
  public struct Line: Hashable, Sendable {
    public let name: String
    public let formula: Expression
  }

  /// What all parameters share, in the order worked out.
  public let shared: [Line]
  /// Where the gradient is taken, where that is not at θ.
  public let ahead: Expression?
  /// What is worked out of each parameter, up to `delta`.
  public let lines: [Line]

  /// The formulas of update `t` since the rule began.
  public init(of optimizer: Optimizer, update t: Int) {
    let declaration = optimizer.declaration
    // With a gradient of 0 a division that may be by 0 says so.
    let worked = WorkedShared(
      optimizer, eta: 0, t: t, remembered: declaration.remembered.compactMap(\.start))
    var ledger = WorkedLedger(
      gradient: 0, parameter: 0,
      slots: [Double](repeating: 0, count: max(declaration.slots.count, 1)),
      declaration: declaration)
    let rule = optimizer.rule
    shared = worked.lines.map { Line(name: $0.name, formula: $0.worked.expression) }
    ahead = rule.looksAhead ? rule.evaluationPoint(ledger, worked.scalars).expression : nil
    rule.step(&ledger, worked.scalars)
    lines = ledger.lines.filter { $0.name != "theta" }
      .map { Line(name: $0.name, formula: $0.worked.expression) }
  }

  /// The listings of a run of so many updates, each with the last update that it holds for.
  public static func all(of optimizer: Optimizer, updates: Int) -> [(
    last: Int, listing: RuleListing
  )] {
    var found: [(last: Int, listing: RuleListing)] = []
    // No rule changes its form later: RAdam's last change is at t 6 for β₂ near 1.
    for t in 1...max(min(updates, 1_000), 1) {
      let listing = RuleListing(of: optimizer, update: t)
      if found.last?.listing == listing { found.removeLast() }
      found.append((t, listing))
    }
    if let last = found.last { found[found.count - 1] = (max(updates, last.last), last.listing) }
    return found
  }
}

extension RuleDeclaration {
  /// What is remembered of all parameters at once, with its value at the start.
  public var rememberedNumbers: [(name: String, start: Double)] {
    remembered.compactMap { number in
      number.quantity.flatMap { quantity in number.start.map { (quantity.name, $0) } }
    }
  }
}
