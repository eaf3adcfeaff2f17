import Engine

/// The way a timeline went, which is all that is needed to go it again.
extension Timeline {
  /// A stretch of the course under one setup.
  public struct Part: Sendable {
    /// The update after which the settings hold.
    public let start: Int
    public let experiment: Experiment
    /// What was forgotten there beyond what the settings say when they are set beside those before.
    public let forgotten: Setup.Forgotten
  }

  /// The settings in the order in which they took over.
  public var course: [Part] {
    segments.map { Part(start: $0.start, experiment: $0.experiment, forgotten: $0.forgotten) }
  }

  /// A token for the settings of each part of the course, with the t from which they hold. A part
  /// keeps its token as long as nothing in its past changes, in every copy of the timeline.
  public var lineage: [(start: Int, token: SegmentToken)] {
    segments.map { ($0.start, $0.token) }
  }
}

extension Timeline: Equatable {
  /// Whether both went the same way and stand at the same t. On the same objective their states are
  /// then equal bit for bit, as training is exact.
  public static func == (a: Timeline, b: Timeline) -> Bool {
    guard a.state.t == b.state.t, a.extent == b.extent, a.segments.count == b.segments.count
    else { return false }
    return a.segments.places(notSharedWith: b.segments).allSatisfy { k in
      let (x, y) = (a.segments[k], b.segments[k])
      return x.token === y.token
        || (x.start == y.start && x.forgotten == y.forgotten
          && x.experiment.setup == y.experiment.setup)
    }
  }
}
