import Engine
import Explanations
import Formula
import Numerics
import Timelines

/// What a script repeats: one course of training from its start, with θ at every tenth of it.
public struct SessionPlan {
  let name: String
  /// The settings in force; of several parts of a course the first one's.
  private(set) var experiment: Experiment
  let updates: Int
  /// The course's parts, each under settings of its own; one where none changed.
  let parts: [Part]
  let start: [Double]
  /// θ at some moments, the start and the end among them.
  let figures: [(t: Int, theta: [Double])]

  /// A stretch of the course under one set of settings.
  struct Part {
    /// The first update of the part.
    let first: Int
    let experiment: Experiment
    /// What the settings' taking over made the run forget.
    let forgotten: Setup.Forgotten
  }

  /// How many numbers the script holds itself; more are in a file beside it.
  static let mostInline = 20_000
  /// Numbers that are written at all.
  static let mostNumbers = 50_000_000
  /// Whether they lie in a file beside the script.
  let isLarge: Bool

  /// - Throws: `EngineError` where there is nothing to repeat, or there are more numbers than a script should hold.
  public init(name: String, _ timeline: Timeline, isInterrupted: () -> Bool) throws(EngineError) {
    let (first, now) = (timeline.extent.lowerBound, timeline.state.t)
    guard now > first else {
      throw EngineError(
        "no update has been made yet: 'run' makes some, and the script repeats them")
    }
    guard first == 0 else {
      throw EngineError("this run begins at t \(first), and a script begins at its start")
    }
    var parts: [Part] = []
    for part in timeline.course where part.start < now || parts.isEmpty {
      let forgotten = parts.last.map {
        part.experiment.setup.forgets(after: $0.experiment.setup).union(part.forgotten)
      }
      parts.append(
        Part(
          first: part.start + 1, experiment: part.experiment,
          forgotten: forgotten ?? []))
    }
    self.parts = parts
    let objective = timeline.experimentOfLastUpdate.objective
    guard objective.network != nil || objective.surface != nil else {
      throw EngineError("a plane through a network has no script; 'switch' to the network's branch")
    }
    self.name = name
    experiment = parts.first?.experiment ?? timeline.experimentOfLastUpdate
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

  /// The same session under one part's settings.
  func under(_ part: Part) -> SessionPlan {
    var plan = self
    plan.experiment = part.experiment
    return plan
  }

  var network: Network? { experiment.objective.network }
  var optimizer: Optimizer { experiment.optimizer }
  var layout: ParameterLayout { experiment.objective.layout }
  /// Whether the rule takes its gradient elsewhere than at θ.
  var looksAhead: Bool { RuleListing(of: optimizer, update: 1).ahead != nil }
}
