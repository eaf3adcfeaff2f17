import Engine

/// So many updates at a time that ^C is heard soon, and asking for it costs next to nothing.
struct Pace {
  private var count = 1

  /// Makes updates, at most `most`.
  mutating func next(_ most: Int, _ make: (Int) -> StopReason) -> StopReason {
    let begin = ContinuousClock.now
    let reason = make(min(count, most))
    if ContinuousClock.now - begin < .milliseconds(4) { count = min(count * 2, 1 << 20) }
    return reason
  }
}
