import Console
import Disk
import Engine
import HyperparameterSearch
import Session
import TensorBoard
import Wording

/// A search for TensorBoard: a run for each trial, whose settings and value the HPARAMS tab shows.
extension Workspace {
  /// - Throws: `ShellError` where there has been no search, or the disk prevents it.
  package func exportSearchBoard(
    to folder: String, _ arguments: Arguments
  ) throws(ShellError) -> Report {
    let search = try requireSearch()
    let (trials, isForced) = (search.study.trials, arguments[Workspace.force])
    let names = trials.map { "trial-\($0.number)" }
    let meter = meter("export", of: Double(trials.count), "trials")
    var runs: [String] = []
    for (k, trial) in trials.enumerated() {
      if host.interrupt() { throw .interrupted("\(counted(k, "trial")) written") }
      let bytes = Self.events(of: trial, in: search, at: BoardValues.now())
      runs.append(
        try fromDisk { () throws(DiskError) in
          try host.kept(ExportedRuns.init).write(
            bytes, of: names[k], besides: names, in: folder, isForced: isForced)
        })
      meter.update(Double(k + 1))
    }
    var report = Report(json: [
      "format": "tensorboard", "folder": .string(folder), "runs": .strings(runs),
      "entries": .integer(trials.count),
    ])
    report.line("wrote \(counted(trials.count, "trial")) to \(folder)")
    report.paragraph(
      StyledText("tensorboard --logdir \(Path.quotedForShell(folder)), tab HPARAMS", .faint))
    return report
  }

  /// A trial's event file: what the search varies, this trial's settings, its curve, its end.
  private static func events(of trial: Trial, in search: Search, at time: Double) -> [UInt8] {
    let monitor = search.definition.monitor
    let varied = search.definition.space.dimensions.map { ($0.name, domain(of: $0)) }
    let settings = search.values(of: trial).map { name, value in (name, setting(value)) }
    var bytes = Event.version(wallTime: time).record
    bytes +=
      Event.summary(
        wallTime: time, step: 0,
        [
          .experiment(varied: varied, measures: [monitor]), .settings(settings, started: time),
        ]
      ).record
    for (t, value) in zip(trial.times, trial.curve) {
      bytes += Event.summary(wallTime: time, step: t, [Summary(monitor, .scalar(value))]).record
    }
    if let value = trial.value, trial.curve.last != value {
      let step = trial.times.last ?? 0
      bytes += Event.summary(wallTime: time, step: step, [Summary(monitor, .scalar(value))]).record
    }
    let outcome: Summary.Outcome = trial.value == nil ? .failure : .success
    return bytes
      + Event.summary(wallTime: time, step: trial.times.last ?? 0, [.end(outcome, at: time)]).record
  }

  private static func setting(_ value: SearchValue) -> Summary.Setting {
    value.number.map(Summary.Setting.number) ?? .text(value.description)
  }

  private static func domain(of dimension: SearchDimension) -> Summary.Domain {
    switch dimension.scale {
    case .linear(let low, let high), .log(let low, let high): return .interval(low, high)
    case .integer(let low, let high), .logInteger(let low, let high):
      return .interval(Double(low), Double(high))
    case .choice(let values):
      // A column is of one kind: words where any is one.
      let isNumbers = values.allSatisfy { $0.number != nil }
      return .values(values.map { isNumbers ? setting($0) : .text($0.description) })
    }
  }
}
