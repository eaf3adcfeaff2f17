import Engine
import Formula
import Session
import TensorBoard
import Timelines

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// What TensorBoard is shown of a course of training.
struct BoardValues {
  private let evaluator: any Evaluator
  private let experiment: Experiment
  private let token: SegmentToken?

  init(_ timeline: Timeline) {
    experiment = timeline.experiment
    evaluator = experiment.objective.makeEvaluator()
    token = Self.token(timeline)
  }

  private static func token(_ timeline: Timeline) -> SegmentToken? {
    timeline.lineage.last { $0.start <= timeline.state.t }?.token
  }

  /// Whether a timeline still has the settings that these values are worked out with.
  func fits(_ timeline: Timeline) -> Bool { token === Self.token(timeline) }

  /// Seconds since 1970.
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The scalars and histograms of the moment where a timeline stands: the quantities by their names,
  /// lengths as `norm/g`, the parts of θ and of the last gradient as `theta/W1` and `g/W1`.
  func entry(_ timeline: Timeline, wallTime: Double) -> Event {
    let moment = Moment(timeline, evaluator: evaluator)
    func numbers(_ name: String) -> [Double]? { (try? moment.value(of: name))?.elements }
    var names =
      evaluator.monitors + ["eta"] + (timeline.record?.shared.map(\.name) ?? [])
    if timeline.record != nil, experiment.objective.exampleCount > 0 { names.append("batch_loss") }
    if !experiment.penalty.isNone { names.append("penalty") }
    var values = names.compactMap { name in
      numbers(name)?.first.map { Summary(name, .scalar($0)) }
    }
    for name in ["theta", "g", "delta"] {
      guard let all = numbers(name) else { continue }
      let norm = Expression.call(.norm, [.variable(name)])
      if let length = try? norm.evaluate({ try moment.value(of: $0) }).scalar {
        values.append(Summary("norm/\(name)", .scalar(length)))
      }
      guard name != "delta" else { continue }
      for part in experiment.objective.layout.entries {
        let own = all[part.range]
        if let number = own.first, own.count == 1 {
          values.append(Summary("\(name)/\(part.name)", .scalar(number)))
        } else if let histogram = Histogram(own) {
          values.append(Summary("\(name)/\(part.name)", .histogram(histogram)))
        }
      }
    }
    return .summary(wallTime: wallTime, step: timeline.state.t, values)
  }

  /// The first entry of a run: its settings, for the table of runs, and the commands that lead to it.
  static func opening(
    _ branch: Branch, in workspace: Workspace, wallTime: Double
  ) -> Event {
    let setup = branch.timeline.experiment.setup
    let optimizer = setup.optimizer
    var settings: [(name: String, value: Summary.Setting)] = [
      (branch.place.surface == nil ? "network" : "surface", .text(branch.place.name)),
      ("optimizer", .text(optimizer.name)),
    ]
    for setting in optimizer.declaration.hyperparameters {
      guard let value = optimizer.settings[setting.name] else { continue }
      settings.append((setting.name, .number(value)))
    }
    settings += [
      ("schedule", .text(setup.scheduleText)), ("l1", .number(setup.penalty.l1)),
      ("l2", .number(setup.penalty.l2)), ("seed", .number(Double(setup.seed))),
      ("convention", .text(optimizer.convention.rawValue)),
    ]
    if branch.place.network != nil {
      let batch = setup.batchSize.map { Summary.Setting.number(Double($0)) } ?? .text("all")
      settings += [("batch", batch), ("drop", .number(setup.dropout?.drop ?? 0))]
      if let data = workspace.data { settings.append(("data", .text(data.command))) }
    }
    let commands = workspace.notes.map { "    \($0)" }.joined(separator: "\n")
    return .summary(
      wallTime: wallTime, step: 0,
      [
        .settings(settings, started: wallTime),
        Summary("commands", .text(commands)),
      ])
  }
}
