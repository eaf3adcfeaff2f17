import Engine

/// The epochs that a course has passed.
extension Timeline {
  /// The epochs that ended after update `begin`, up to the present one, as a run over them sees them:
  /// what an earlier run looked at on its way, or at its end, makes no difference.
  public func epochsPassed(since begin: Int) -> [EpochMark] {
    guard begin < state.t else { return [] }
    let stride = experiment.epochsBetweenTrainingLooks
    return epochs.within((begin + 1)...state.t).map { mark in
      var mark = mark
      if mark.t < state.t, !mark.epoch.isMultiple(of: stride) { mark.training = nil }
      return mark
    }
  }
}
