import Engine
import Timelines

extension Timeline {
  /// The states of a path to draw: of a long run the first thousand updates whole, for there the
  /// path turns, and then what is kept.
  package var drawnPath: [TrainingState] {
    let start = extent.lowerBound
    guard state.t - start > 2_000 else { return path(limit: 2_000) }
    var states: [TrainingState] = []
    replay((start + 1)...(start + 1_000)) { record, state in
      if states.isEmpty {
        var first = state
        first.theta = record.thetaBefore
        first.t = record.t - 1
        states.append(first)
      }
      states.append(state)
      return true
    }
    return states + path(limit: 1_000).filter { $0.t > start + 1_000 }
  }
}
