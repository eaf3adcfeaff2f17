import Engine

extension Trainer {
  /// Goes on to update `t`, whatever stops on the way: what stopped at the time, the course went on
  /// from.
  ///
  /// - Returns: false where it was interrupted on the way; the state is then somewhere before.
  func goOn(
    _ state: inout TrainingState, to t: Int, isInterrupted: () -> Bool,
    progress: Timeline.Progress? = nil
  ) -> Bool {
    var pace = Pace()
    var isFirst = true
    while state.t < t {
      let before = state.t
      let reason = pace.next(t - before) { run(&state, updates: $0, isFirst: isFirst) }
      if reason == .interrupted { return false }
      if state.t == before, isFirst { break }
      isFirst = reason != .completed
      progress?(state, batchLoss)
      if state.t < t, isInterrupted() { return false }
    }
    return true
  }
}
