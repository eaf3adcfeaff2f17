import Engine

/// The states that a course has kept on its way.
extension Timeline {
  /// How many there are.
  var keptCount: Int {
    // By the places: a copy of each segment would cost more than counting.
    var count = 0
    for k in segments.indices { count += segments[k].checkpoints.count }
    return count
  }

  /// The last one up to update `t`, and the number of its segment; the first of all where `t` is before
  /// that.
  func lastKept(upTo t: Int) -> (segment: Int, state: TrainingState) {
    func last(_ count: Int, _ start: (Int) -> Int) -> Int {
      var (low, high) = (0, count)
      while high - low > 1 {
        let middle = (low + high) / 2
        if start(middle) <= t { low = middle } else { high = middle }
      }
      return low
    }
    let k = last(segments.count) { segments[$0].start }
    let checkpoints = segments[k].checkpoints
    return (k, checkpoints[last(checkpoints.count) { checkpoints[$0].t }])
  }

  /// Jumps to the last state kept up to update `t`, where that lies ahead.
  ///
  /// - Parameter isLooking: whether the epochs between are wanted; then it jumps only where all of them
  ///   were looked at before.
  mutating func skipAhead(to t: Int, isLooking: Bool) {
    guard t > state.t else { return }
    let (k, kept) = lastKept(upTo: t)
    guard kept.t > state.t else { return }
    let ended = kept.completedEpochs - state.completedEpochs
    guard !isLooking || epochs.within((state.t + 1)...kept.t).count >= ended else { return }
    (index, state) = (k, kept)
    record = nil
    previous = nil
  }
}
