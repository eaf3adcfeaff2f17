extension Objective {
  /// Whether a pass over so many examples takes so long that ^C must be heard within it: from some
  /// milliseconds of one processor on.
  public func isLong(passOver examples: Int) -> Bool {
    Double(passLength(over: examples)) * passTime > longestUnheard
  }

  /// Whether a pass over the training set is such a long one.
  public var hasLongPasses: Bool { isLong(passOver: exampleCount) }
}

/// Nanoseconds of one processor, about, of one parameter and one example in a pass forth and back.
let passTime = 0.3
/// Nanoseconds for which ^C may go unheard; an update that takes longer can be given up half-way.
let longestUnheard = 8e6
