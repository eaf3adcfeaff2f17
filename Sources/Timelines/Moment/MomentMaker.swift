import Engine

/// Makes moments of one course one after the other; their working memory is made once for each
/// stretch of settings, to which dropout's kind belongs.
public final class MomentMaker {
  private var evaluator: (any Evaluator)?
  private var token: SegmentToken?

  public init() {}

  /// The moment at which a course stands.
  public func moment(of timeline: Timeline) -> Moment {
    let present = timeline.segments[timeline.index].token
    if let evaluator, present === token { return Moment(timeline, evaluator: evaluator) }
    let made = timeline.experiment.objective.makeEvaluator()
    (evaluator, token) = (made, present)
    return Moment(timeline, evaluator: made)
  }
}
