import Console
import Conversion
import Engine
import Formula
import Plot
import PlotGeometry
import Session

extension PlotKind {
  static let schedule = PlotKind(
    "schedule", "[NAME...]",
    "the learning rate to come; names, or 'all', side by side",
    options: [Verbs.xWindow, Verbs.logAxis]
  ) { workspace, names, arguments throws(ShellError) in
    try workspace.scheduleFigure(names, arguments)
  }
}

extension Workspace {
  fileprivate func scheduleFigure(
    _ names: [String], _ arguments: Arguments
  ) throws(ShellError) -> PlotKind.Drawn {
    let schedules = try schedules(names, arguments)
    let countsEpochs = schedules.contains(where: isCountingEpochs)
    let now = branch?.timeline.scheduleTime ?? 0
    var range = (0, max(schedules.map(Self.length).max() ?? 100, now, 10))
    if let ends = arguments[Verbs.xWindow] {
      range = (
        Int(clamping: ends[0], from: 0), Int(clamping: ends[1], to: 1_000_000_000)
      )
      guard range.0 < range.1 else {
        throw arguments.error(
          "x=LOW,HIGH needs the lower end first, from 0 on", about: Verbs.xWindow)
      }
    }
    let steps = min(1_000, range.1 - range.0)
    let times = (0...steps).map { k in
      range.0 + Int(clamping: (Double(range.1 - range.0) * Double(k) / Double(steps)).rounded())
    }
    let lr = setup.optimizer.settings.lr
    let rates = schedules.map { schedule in
      times.map { schedule.rate(lr: lr, afterCompleting: $0) }
    }
    var layers: [Panel.Layer] = zip(schedules, rates).map {
      .line(x: times.map(Double.init), y: $1, name: $0.name)
    }
    if now > 0, now >= range.0, now <= range.1 {
      layers.append(.vertical(Double(now), name: "now"))
    }
    let isLog = arguments[Verbs.logAxis] ?? false
    let top = (rates.flatMap(\.self).filter(\.isFinite).max() ?? lr) * 1.1
    let figure = Figure(
      title: names.isEmpty
        ? "schedule \(setup.schedule.name)" : "schedules from \(symbol(of: "eta")) = \(number(lr))",
      panels: [
        Panel(
          x: Axis(countsEpochs ? "epochs completed" : "t", isCount: true),
          y: isLog
            ? Axis(symbol(of: "eta"), scale: .log) : Axis(symbol(of: "eta"), from: 0, to: top),
          layers: layers)
      ])
    let time = JSON.array(times.map(JSON.integer))
    var json: JSON.Object = ["what": "schedule", "t": time]
    if names.isEmpty {
      json["schedule"] = .string(setup.schedule.name)
      json["eta"] = .numbers(rates.first ?? [])
    } else {
      json["schedules"] = .array(
        zip(schedules, rates).map {
          .object(["schedule": .string($0.name), "eta": .numbers($1)])
        })
    }
    return (figure, json)
  }

  private func isCountingEpochs(_ schedule: LearningRateSchedule) -> Bool {
    schedule.unit == .epoch && !schedule.isConstant && presentNetwork != nil
  }

  /// The schedules of some names: the one in force with its settings, the others with their defaults;
  /// without names the one in force.
  private func schedules(
    _ names: [String], _ arguments: Arguments
  ) throws(ShellError) -> [LearningRateSchedule] {
    guard !names.isEmpty else { return [setup.schedule] }
    var wanted = names == ["all"] ? LearningRateSchedule.names : names
    if names == ["all"], case .formula = setup.schedule.shape { wanted.append("formula") }
    guard wanted.count <= 8 else {
      throw arguments.error("at most 8 schedules are drawn at a time", about: Verbs.pictured)
    }
    var schedules: [LearningRateSchedule] = []
    for name in wanted {
      if name == setup.schedule.name {
        schedules.append(setup.schedule)
        continue
      }
      do throws(ShellError) {
        let isName = isPlainName(name)
        let line = isName ? "schedule \(name)" : "schedule \"\(name)\""
        guard let statement = try LineSyntax.statements(of: line).first else { continue }
        let words = try ArgumentReader.read(statement, as: Verbs.schedule, in: self)
        // On one time axis all of them count what the one in force counts.
        var other = try schedule(from: words)
        other.unit = setup.schedule.unit
        schedules.append(other)
      } catch {
        throw error.at(column: arguments.column(Verbs.pictured))
      }
    }
    return schedules
  }

  /// How far a schedule is worth looking at.
  private static func length(_ schedule: LearningRateSchedule) -> Int {
    switch schedule.shape {
    case .declared(let shape, let values): shape.span(values)
    case .formula: 100
    }
  }
}
