import Console
import Conversion
import Engine
import Formula
import Timelines
import Wording

/// How the settings and where training stands are shown.
extension Workspace {
  private var scheduleFormula: String {
    switch setup.schedule.shape {
    case .declared(let shape, _): "η = \(shape.formula)"
    case .formula(let expression): "η = \(typeset(expression))"
    }
  }

  /// The learning rate of the next update; before there is anything to descend, that of the first.
  package var nextRate: Double {
    branch?.timeline.nextRate
      ?? setup.schedule.rate(lr: setup.optimizer.settings.lr, afterCompleting: 0)
  }

  /// What the schedule has counted so far, as `10 epochs`; nil while nothing is counted.
  private var timeOfSchedule: String? {
    guard !setup.schedule.isConstant, let timeline = branch?.timeline else { return nil }
    let time = timeline.scheduleTime
    guard time > 0 else { return nil }
    let countsEpochs = presentNetwork != nil && setup.schedule.unit == .epoch
    return counted(time, countsEpochs ? "epoch" : "update").replacing(" ", with: "\u{A0}")
  }

  package func scheduleReport(effect: String?) -> Report {
    let lr = setup.optimizer.settings.lr
    let rate = nextRate
    var json: JSON.Object = ["schedule": .string(setup.schedule.name)]
    for (parameter, value) in setup.schedule.settings {
      switch parameter.kind {
      case .number: json[parameter.name] = value.first.map(JSON.number)
      case .whole: json[parameter.name] = value.first.map { .integer(Int(clamping: $0)) }
      case .wholes: json[parameter.name] = .array(value.map { .integer(Int(clamping: $0)) })
      }
    }
    if case .formula(let expression) = setup.schedule.shape {
      json["formula"] = .string(ascii(expression))
    }
    json["lr"] = .number(lr)
    json["eta"] = .number(rate)
    json["next_eta"] = .number(rate)
    if let effect { json["effect"] = .string(effect) }
    var report = Report(json: json)
    report.paragraph(
      StyledText("schedule \(setup.scheduleText)", .strong)
        + "   \(scheduleFormula)   α₀\u{A0}\(number(lr))   next η\u{A0}\(number(rate))"
        + StyledText(timeOfSchedule.map { " (after\u{A0}\($0))" } ?? "", .faint), indent: 2)
    if let effect { report.paragraph(StyledText(effect, .faint)) }
    return report
  }

  // MARK: Penalty and early stopping

  package func penaltyReport(effect: String?) -> Report {
    let penalty = setup.penalty
    var json: JSON.Object = ["l1": .number(penalty.l1), "l2": .number(penalty.l2)]
    if penalty.includesBiases { json["biases"] = true }
    if let effect { json["effect"] = .string(effect) }
    var report = Report(json: json)
    report.line(StyledText("penalty \(setup.penaltyText)", .strong))
    if penalty.l2 != 0 {
      report.paragraph(
        "  L' = L + (λ/2)‖θ‖²   g = ∂L/∂w + λ w   w ← (1 − η λ) w − η ∂L/∂w   "
          + StyledText("λ \(number(penalty.l2))"), indent: 2)
    }
    if penalty.l1 != 0 {
      report.paragraph(
        "  L' = L + λ‖θ‖₁   g = ∂L/∂w + λ sgn(w)   w ← w − η λ sgn(w) − η ∂L/∂w   "
          + StyledText("λ \(number(penalty.l1))"), indent: 2)
    }
    if let effect { report.paragraph(StyledText(effect, .faint)) }
    return report
  }

  package func stoppingReport(effect: String?) -> Report {
    var json: JSON.Object = [:]
    if let stopping = setup.stopping {
      json["monitor"] = .string(stopping.monitor)
      json["patience"] = .integer(stopping.patience)
      json["min_delta"] = .number(stopping.minDelta)
      json["restore"] = .boolean(stopping.restoresBest)
    } else {
      json["monitor"] = .null
    }
    if let effect { json["effect"] = .string(effect) }
    var report = Report(json: json)
    report.line(StyledText("stop \(setup.stoppingText)", .strong))
    if let effect { report.paragraph(StyledText(effect, .faint)) }
    return report
  }

  // MARK: Status

  package var statusReport: Report {
    var json: JSON.Object = ["t": .integer(branch?.timeline.state.t ?? 0)]
    var rows: [[StyledText]] = []
    func row(_ name: String, _ value: StyledText) {
      rows.append([StyledText(name, .faint), value])
    }
    if let branch {
      let moment = Moment(branch.timeline)
      json[branch.place.surface == nil ? "network" : "surface"] = .string(branch.place.name)
      json["branch"] = .string(branch.name)
      json["loss"] = .number(moment.loss)
      if moment.theta.count <= 256 { json["theta"] = .numbers(moment.theta) }
      json["extent"] = .integer(branch.timeline.extent.upperBound)
      if let surface = branch.place.surface {
        row(
          "surface",
          StyledText(surface.name, .strong) + "   " + StyledText(typeset(surface.formula)))
      } else {
        row("network", StyledText(branch.place.name, .strong))
      }
      if let data, branch.place.network != nil {
        row("data", StyledText(data.command))
        row("batch", StyledText(setup.batchSize.map(String.init) ?? "all examples"))
        row("dropout", StyledText(setup.dropoutText))
        json["batch"] = setup.batchSize.map(JSON.integer) ?? .string("all")
        json["epoch"] = .integer(branch.timeline.state.epoch)
      }
      row(
        "branch",
        StyledText(branch.name)
          + (otherBranches.isEmpty
            ? ""
            : StyledText("   others: \(otherBranches.map(\.name).joined(separator: ", "))", .faint))
      )
      let known = branch.timeline.extent.upperBound
      row(
        "t",
        StyledText("\(branch.timeline.state.t)")
          + (known > branch.timeline.state.t
            ? StyledText("   (updates up to \(known) can be gone through again)", .faint) : ""))
      row(symbol(of: "loss"), StyledText(number(moment.loss)))
      row("θ", StyledText(summary(of: moment.theta)))
    } else {
      row("surface", StyledText("none yet; 'surface' lists what there is", .faint))
    }
    row("optimizer", optimizerLine)
    row(
      "schedule",
      StyledText(setup.scheduleText)
        + StyledText("   next \(symbol(of: "eta"))\u{A0}\(number(nextRate))", .faint))
    row("penalty", StyledText(setup.penaltyText))
    row("stop", StyledText(setup.stoppingText))
    row("seed", StyledText("\(setup.seed)"))
    for breakpoint in breakpoints {
      row("break \(breakpoint.number)", StyledText("when \(breakpoint.condition.text)"))
    }
    for watch in watches {
      row("watch \(watch.number)", StyledText("\(watch.quantity.text) for=\(watch.event.rawValue)"))
    }
    for display in displays {
      row("display \(display.number)", StyledText(display.expression.text))
    }
    json["optimizer"] = .string(setup.optimizer.name)
    var settings: JSON.Object = [:]
    for setting in setup.optimizer.declaration.hyperparameters {
      settings[setting.name] = .number(setup.optimizer.settings[setting.name] ?? .nan)
    }
    json["settings"] = .object(settings)
    json["convention"] = .string(setup.optimizer.convention.rawValue)
    json["schedule"] = .string(setup.schedule.name)
    json["next_eta"] = .number(nextRate)
    json["penalty"] = .object([
      "l1": .number(setup.penalty.l1), "l2": .number(setup.penalty.l2),
    ])
    json["seed"] = .integer(Int(setup.seed))
    json["breakpoints"] = .strings(breakpoints.map(\.condition.text))
    var report = Report(json: json)
    report.table(
      Table(
        [Table.Column("", .leading), Table.Column("", .leading)], rows: rows, wrapsLastColumn: true)
    )
    return report
  }
}

extension Report {
  /// Every schedule that there is, with its settings.
  mutating func listSchedules() {
    let shapes = LearningRateSchedule.shapes
    json["schedules"] = .strings(shapes.map { $0.name })
    var table = Table([Table.Column("", .leading), Table.Column("", .leading)])
    table.indent = 2
    table.wrapsLastColumn = true
    table.rows = shapes.map { shape in
      let settings = shape.parameters.map { "\($0.name)=" }
      return [
        StyledText(([shape.name] + settings).joined(separator: " "), .command),
        StyledText(shape.formula, .faint),
      ]
    }
    line(StyledText("there are:", .faint))
    self.table(table)
  }
}
