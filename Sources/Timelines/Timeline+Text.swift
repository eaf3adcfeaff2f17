import Engine

/// What a timeline's text needs: the clock alone, while the text is read back, and whether what was
/// read trains as this timeline did.
extension Timeline {
  /// Moves the clock without training, forwards or backwards; θ and all else stay as they are.
  ///
  /// - Precondition: `t` is at least `extent.lowerBound`.
  public mutating func skip(to t: Int) {
    record = nil
    index = segments.lastIndex { $0.start <= t } ?? 0
    if index == segments.count - 1 { segments[index].end = max(segments[index].end, t) }
    state.t = t
  }

  /// What became of going through a course again.
  public enum Confirmation: Hashable, Sendable {
    /// All states are the same; `updates` of them were made again.
    case agrees(updates: Int)
    /// The first state found to be another one is that after update `t`.
    case differs(t: Int)
    case interrupted
  }

  /// Trains again with the settings of a course that was read from text, and compares the states with
  /// this timeline's, bit for bit.
  ///
  /// Within `patience` every update is made again. Then the states that were kept on the way are taken
  /// as they are, and only the updates from the last of them to each change of settings, to the
  /// present and to the end are made; after twice that time none is.
  public func confirm(
    _ other: Timeline, patience: Duration, isInterrupted: () -> Bool,
    progress: @escaping (Int) -> Void
  ) -> Confirmation {
    guard self == other else { return .differs(t: segments[0].start) }
    let begin = ContinuousClock.now
    var made = 0
    /// The state at the end of the segment before; nil where it was not reached in time.
    var last: TrainingState? = other.segments[0].experiment.start()
    for (k, segment) in segments.enumerated() {
      let experiment = other.segments[k].experiment
      if let end = last {
        var forgotten = segment.forgotten
        if k > 0 {
          forgotten.formUnion(
            experiment.setup.forgets(after: other.segments[k - 1].experiment.setup))
        }
        guard experiment.adopting(end, forgetting: forgotten) == segment.checkpoints[0] else {
          return .differs(t: segment.start)
        }
      }
      let trainer = Trainer(experiment)
      var state = segment.checkpoints[0]
      var isThere = true
      for landmark in landmarks(of: k) where landmark.t > state.t {
        let taken = ContinuousClock.now - begin
        if taken > patience, landmark.isKept, let kept = landmark.state {
          (state, isThere) = (kept, true)
          continue
        }
        guard taken < patience * 2 else {
          isThere = false
          continue
        }
        let (from, before) = (state.t, made)
        guard
          trainer.goOn(
            &state, to: landmark.t, isInterrupted: isInterrupted,
            progress: { state, _ in progress(before + state.t - from) })
        else { return .interrupted }
        made += state.t - from
        if let known = landmark.state, state != known { return .differs(t: landmark.t) }
      }
      last = isThere ? state : nil
    }
    return .agrees(updates: made)
  }

  /// Where a segment's states are known, in order, and its end, whose state may not be.
  private func landmarks(of k: Int) -> [(t: Int, state: TrainingState?, isKept: Bool)] {
    var found: [(t: Int, state: TrainingState?, isKept: Bool)] = []
    for state in segments[k].checkpoints { found.append((state.t, state, true)) }
    if k == index { found.append((state.t, state, false)) }
    let end = k + 1 < segments.count ? segments[k].end : extent.upperBound
    found.append((end, nil, false))
    return found.sorted { $0.t < $1.t }
  }
}
