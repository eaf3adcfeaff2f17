import Engine

/// Two courses with one past, which is trained once.
extension Timeline {
  /// Takes up the states that another course on the same objective has kept, as far as it went the way
  /// that this one goes under the settings in force; then what is missing up to `t` is trained.
  ///
  /// The result is that of training alone, bit for bit.
  /// - Precondition: this course stands at its end, and both begin alike.
  public mutating func share(with other: Timeline, upTo t: Int) {
    guard index == segments.count - 1, state.t == extent.upperBound,
      other.segments.count > index,
      zip(segments, other.segments).allSatisfy({ mine, its in
        mine.start == its.start && mine.forgotten == its.forgotten
          && mine.experiment.setup == its.experiment.setup
      })
    else { return }
    let common = other.segments[index]
    for kept in common.checkpoints.reversed() where kept.t <= min(t, common.end) {
      guard kept.t > state.t else { return }
      guard let losses = other.losses.asTrained(upTo: kept.t) else { continue }
      let known = segments[index].checkpoints.last?.t ?? state.t
      segments[index].checkpoints += common.checkpoints.filter {
        known < $0.t && $0.t <= kept.t
      }
      segments[index].end = kept.t
      takeUp(kept, losses, keptEvery: other)
      return
    }
  }
}
