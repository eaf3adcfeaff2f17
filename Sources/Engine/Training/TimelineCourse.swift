extension Timeline {
  /// The settings in the order in which they took over, each with the t from which they hold: all
  /// that is needed to go through the same course again.
  public var course: [(start: Int, experiment: Experiment)] {
    segments.map { ($0.start, $0.experiment) }
  }

  /// A token for the settings of each part of the course, with the t from which they hold. A part
  /// keeps its token as long as nothing in its past changes, in every copy of the timeline.
  public var lineage: [(start: Int, token: SegmentToken)] {
    segments.map { ($0.start, $0.token) }
  }
}
