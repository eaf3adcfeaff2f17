extension Timeline {
  /// The settings in the order in which they took over, each with the t from which they hold: all
  /// that is needed to go through the same course again.
  public var course: [(start: Int, experiment: Experiment)] {
    segments.map { ($0.start, $0.experiment) }
  }
}
