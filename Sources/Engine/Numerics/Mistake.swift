/// A number that a known mistake gives, and what to tell who arrived at it.
public struct Mistake: Hashable, Sendable {
  public let value: Double
  /// Continues "Not −215.6: ...".
  public let says: String
  /// What it works out, in the names of quantities; nil where no one formula says it.
  public let formula: String?

  package init(_ value: Double, _ says: String, formula: String? = nil) {
    self.value = value
    self.says = says
    self.formula = formula
  }
}

extension Mistake {
  /// What may be said of a number whatever it is of: a wrong sign, a decimal point.
  package static func oddities(of expected: Double) -> [Mistake] {
    guard expected != 0, expected.isFinite else { return [] }
    return [Mistake(-expected, "you have the sign the wrong way round.")]
      + [10, 100, 1000].flatMap { factor -> [Mistake] in
        let says = "you are off by a factor of \(factor): look for the decimal point."
        return [
          Mistake(expected * Double(factor), says), Mistake(expected / Double(factor), says),
        ]
      }
  }
}
