/// How often a breakpoint has to be met before it stops: `5`, `>= 5`, `> 5`, `== 5`, `% 5`.
struct HitCondition: Equatable {
  private enum Comparison: String, CaseIterable {
    case atLeast = ">=", equal = "==", atMost = "<=", above = ">", below = "<", multiple = "%"
  }

  private let comparison: Comparison
  private let count: Int

  /// - Returns: nil for a text that is none.
  init?(_ text: String) {
    let text = text.filter { $0 != " " }
    let comparison = Comparison.allCases.first { text.hasPrefix($0.rawValue) }
    guard let count = Int(text.dropFirst(comparison?.rawValue.count ?? 0)), count >= 0,
      comparison != .multiple || count > 0
    else { return nil }
    // A number alone lets the first ones pass, and stops at that one and at each after it.
    self.comparison = comparison ?? .atLeast
    self.count = count
  }

  func holds(after hits: Int) -> Bool {
    switch comparison {
    case .atLeast: hits >= count
    case .equal: hits == count
    case .atMost: hits <= count
    case .above: hits > count
    case .below: hits < count
    case .multiple: hits.isMultiple(of: count)
    }
  }

  static let phrase = "a whole number, or one after >=, >, ==, <, <= or %"
}
