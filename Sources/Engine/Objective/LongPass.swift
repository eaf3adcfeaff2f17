import LongWork

extension Objective {
  /// Whether a pass over so many examples takes so long that ^C must be heard within it: from some
  /// milliseconds of one processor on.
  public func isLong(passOver examples: Int) -> Bool {
    Double(passLength(over: examples)) * passTime > longestUnheard
  }

  /// Whether a pass over the training set is such a long one.
  public var hasLongPasses: Bool { isLong(passOver: exampleCount) }

  /// What a pass over so many examples gives: a short one is not given up, and of a long one that was
  /// given up nothing is left.
  package func wholePass<R>(over examples: Int, _ pass: () -> R) -> R? {
    guard isLong(passOver: examples) else { return Interruption.suspended(pass) }
    let result = pass()
    return Interruption.hasGivenUp ? nil : result
  }
}

/// Nanoseconds of one processor, about, of one parameter and one example in a pass forth and back.
let passTime = 0.3
/// Nanoseconds for which ^C may go unheard; an update that takes longer can be given up half-way.
let longestUnheard = 8e6
