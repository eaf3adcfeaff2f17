import Engine
import Session
import Timelines

/// After which updates TensorBoard gets an entry.
enum BoardRhythm: Equatable {
  /// At the end of each epoch.
  case epochs
  case every(Int)
  /// Each of the first thousand updates, then every tenth, hundredth, ...: at most 900 for each power
  /// of ten, however long a run on a surface is.
  case thinning

  /// The rhythm where no other is asked for.
  init(for timeline: Timeline) {
    self = timeline.experiment.objective.exampleCount > 0 ? .epochs : .thinning
  }

  /// The next update with an entry.
  func next(after timeline: Timeline) -> Int {
    let t = timeline.state.t
    func multiple(of stride: Int) -> Int { (t / stride + 1) * stride }
    switch self {
    case .epochs: return t + timeline.updatesToEpochEnd
    case .every(let count): return multiple(of: count)
    case .thinning:
      var stride = 1
      while t / stride >= 1_000 { stride *= 10 }
      return multiple(of: stride)
    }
  }
}
