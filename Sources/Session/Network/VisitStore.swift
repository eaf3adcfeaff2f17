import Engine
import Timelines

/// The subnetworks that training has visited: after one more update one more minibatch is counted, and not
/// the whole course again.
final class VisitStore {
  private struct Count {
    var outline: Timeline.Outline
    var t: Int
    var layers: [DropoutLayer]
    var visits: SubnetworkVisits
  }

  private var last: Count?

  /// The visits from the start of a course up to the present.
  func visits(of timeline: Timeline, layers: [DropoutLayer]) -> SubnetworkVisits {
    let (outline, t) = (timeline.outline, timeline.state.t)
    var count = Count(
      outline: outline, t: timeline.extent.lowerBound, layers: layers,
      visits: SubnetworkVisits(layers: layers))
    if let last, last.layers == layers, last.t <= t,
      last.outline == outline || last.outline.isBeginning(of: outline)
    {
      count.t = last.t
      count.visits = last.visits
    }
    if count.t < t {
      timeline.replay((count.t + 1)...t) { record, _ in
        count.visits.record(record.minibatch)
        count.t = record.t
        return true
      }
    }
    last = count
    return count.visits
  }
}
