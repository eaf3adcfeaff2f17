extension Int {
  /// The least of 1, 2, 5, 10, 20, 50, ... that is no less than a number.
  public static func roundStep(atLeast least: Double) -> Int {
    var power = 1
    while power < 1_000_000_000 {
      for factor in [1, 2, 5] where Double(factor * power) >= least { return factor * power }
      power *= 10
    }
    return power
  }
}
