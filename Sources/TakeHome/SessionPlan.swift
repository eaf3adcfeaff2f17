import Engine
import Formula

/// What a script repeats: one course of training from its start, with θ at every tenth of it.
public struct SessionPlan {
  let name: String
  let experiment: Experiment
  let updates: Int
  let start: [Double]
  /// θ at some moments, the start and the end among them.
  let figures: [(t: Int, theta: [Double])]

  /// Numbers that stand in the script; more lie in a file beside it.
  static let mostInline = 20_000
  /// Numbers that are written at all.
  static let mostNumbers = 50_000_000
  /// Whether they lie in a file beside the script.
  let isLarge: Bool

  /// - Throws: `EngineError` where there is nothing to repeat, settings changed on the way, or there
  ///   are more numbers than a script should hold.
  public init(name: String, _ timeline: Timeline, isInterrupted: () -> Bool) throws(EngineError) {
    let (first, now) = (timeline.extent.lowerBound, timeline.state.t)
    guard now > first else {
      throw EngineError(
        "no update has been made yet: 'run' makes some, and the script repeats them")
    }
    let changes = timeline.changes.filter { $0 < now }
    guard changes.isEmpty, first == 0 else {
      throw EngineError(
        "the settings changed at t \(changes.first ?? first), and a script has one set of them; "
          + "'reset' begins again with those in force")
    }
    let objective = timeline.experimentOfLastUpdate.objective
    guard objective.network != nil || objective.surface != nil else {
      throw EngineError("a plane through a network has no script; 'switch' to the network's branch")
    }
    self.name = name
    experiment = timeline.experimentOfLastUpdate
    updates = now
    start = timeline.startTheta
    let moments = Set((1...10).map { now * $0 / 10 }.filter { $0 > 0 })
    var size =
      objective.network.map {
        $0.training.count * ($0.training.featureCount + $0.training.targetCount)
      } ?? 0
    size += (moments.count + 1) * start.count
    guard size <= Self.mostNumbers else {
      throw EngineError(
        "the script would need \(size) numbers, and at most \(Self.mostNumbers) are written; take "
          + "fewer examples (take=N) or a smaller network")
    }
    isLarge = size > Self.mostInline
    var copy = timeline
    var figures: [(t: Int, theta: [Double])] = []
    for t in moments.sorted() {
      if isInterrupted() { break }
      copy.go(to: t, isInterrupted: isInterrupted)
      figures.append((t, copy.state.theta))
    }
    self.figures = figures
  }

  var network: Network? { experiment.objective.network }
  var optimizer: Optimizer { experiment.optimizer }
  var layout: ParameterLayout { experiment.objective.layout }
  /// Whether the rule takes its gradient elsewhere than at θ.
  var looksAhead: Bool { RuleListing(of: optimizer, update: 1).ahead != nil }
}
