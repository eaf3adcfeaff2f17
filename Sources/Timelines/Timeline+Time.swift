import Engine
import LongWork

/// Rates and epochs, seen from where the course stands.
extension Timeline {
  /// The learning rate that the next update will use.
  public var nextRate: Double { experiment.rate(after: state) }

  /// The t of the schedule before the next update: completed epochs, or updates.
  public var scheduleTime: Int { experiment.scheduleTime(of: state) }

  /// Whether the last update ended an epoch; false on a surface.
  public var isAtEpochEnd: Bool { state.isAtEpochEnd(of: experiment.objective.exampleCount) }

  /// Updates left to the end of the epoch under way; a whole epoch's where one is about to begin.
  public var updatesToEpochEnd: Int { experiment.updatesToEpochEnd(from: state) }

  /// The updates that end `epochs` epochs from here, the one under way being the first.
  public func updates(inEpochs epochs: Int) -> Int {
    (epochs - 1).times(experiment.updatesPerEpoch).plus(updatesToEpochEnd)
  }
}
