import Conversion
import Engine
import Wording

extension Command {
  static let diagnose = Command(
    "diagnose", .inspect,
    "judges by the lecture's recipe whether training or overfitting is at fault",
    discussion: """
      First look at the training set: where the network does badly there, it is training that \
      fails, and no remedy against overfitting will help. Only where it does well there and badly \
      on the validation set is it overfitting. The learning curves of the run say what is wrong with \
      training: a rate too high or too low, a loss that is still falling, a plateau, underfitting. \
      The numbers judged by are shown.
      """,
    examples: [
      "data moons noise=0.2 split=0.7,0.3; network 2-8:relu-1:sigmoid; run 100", "diagnose",
    ]
  ) { workspace, _ throws(ShellError) in
    let (network, timeline) = try workspace.requireNetwork(for: "diagnose")
    return [try workspace.diagnosis(network, timeline)]
  }
}

/// A verdict on learning curves in words.
struct Advice {
  /// Whose fault it is, by the lecture's recipe: `training`, `overfitting`, `no validation`, `good`.
  var fault: String
  var because: String
  var remedy: String
}

extension Workspace {
  fileprivate func diagnosis(
    _ network: Network, _ timeline: Timeline
  ) throws(ShellError) -> Report {
    let curves = try learningCurves(of: timeline, on: network, as: "diagnose")
    let judgement = curves.judgement
    var report = Report()
    appendScores(of: network, at: timeline.state.theta, to: &report)
    append(judgement, curves, network, timeline.experiment, to: &report)
    let theta = timeline.state.theta
    let confusion = network.metrics(at: theta, on: network.validation ?? network.training).confusion
    if !confusion.isEmpty, confusion.count <= 12 {
      appendConfusion(confusion, network, to: &report)
    }
    return report
  }

  /// The loss and the score of each part of the data, as a table and as objects.
  func appendScores(of network: Network, at theta: [Double], to report: inout Report) {
    let name = network.scoreName
    var table = Table([
      Table.Column("", .leading), Table.Column("examples"), Table.Column("loss"),
      Table.Column(StyledText(name)),
    ])
    for (part, dataset) in [
      ("training", Optional(network.training)), ("validation", network.validation),
      ("test", network.test),
    ] {
      guard let dataset else { continue }
      let metrics = network.metrics(at: theta, on: dataset)
      let score = metrics.score
      table.rows.append([
        StyledText(part), StyledText("\(dataset.count)"), StyledText(number(metrics.loss)),
        StyledText(number(score), .strong),
      ])
      report.json[part] = .object([
        "loss": .number(metrics.loss), name == "accuracy" ? "accuracy" : "r2": .number(score),
      ])
    }
    report.table(table)
  }

  /// The verdict in words with the numbers judged by.
  func append(
    _ judgement: LearningCurves.Judgement, _ curves: LearningCurves, _ network: Network,
    _ experiment: Experiment, to report: inout Report
  ) {
    let advice = advice(on: judgement, curves, network, experiment)
    report.json["verdict"] = .string(advice.fault)
    report.json["because"] = .string(advice.because)
    report.json["try"] = .string(advice.remedy)
    report.json["curves"] = .object(json(of: judgement, curves))
    report.paragraph(StyledText(advice.because, .strong))
    report.paragraph(StyledText(advice.remedy))
    let e = judgement.evidence
    guard e.updates > 0 else { return }
    var parts = [
      "\(counted(Int(clamping: e.updates), "update"))",
      "\(symbol(of: "loss")) \(number(e.first)) → \(number(e.last)) (guessing costs "
        + "\(number(curves.guess)))",
    ]
    if e.last.isFinite, judgement.verdict != .tooEarly {
      parts.append("the last quarter took \(percent(e.lateFall)) off")
      parts.append("it jumps by \(percent(e.roughness)) of what it gained")
    }
    if let least = e.validationLeast, let time = e.validationLeastTime {
      parts.append("validation at its least, \(number(least)), at t \(Int(clamping: time))")
    }
    report.paragraph(StyledText("judged by: " + parts.joined(separator: "; "), .faint), indent: 2)
  }

  private func json(
    of judgement: LearningCurves.Judgement, _ curves: LearningCurves
  ) -> JSON.Object {
    let e = judgement.evidence
    var json: JSON.Object = [
      "verdict": .string(judgement.verdict.rawValue), "updates": .integer(Int(clamping: e.updates)),
      "first": .number(e.first), "last": .number(e.last), "guess": .number(curves.guess),
      "fallen": .number(e.fallen), "early_share": .number(e.earlyShare),
      "late_share": .number(e.lateShare), "late_fall": .number(e.lateFall),
      "roughness": .number(e.roughness),
    ]
    if let travel = curves.travel { json["travel"] = .number(travel) }
    if let gap = e.gap { json["gap"] = .number(gap) }
    if let least = e.validationLeast, let time = e.validationLeastTime {
      json["validation_least"] = .number(least)
      json["validation_least_t"] = .integer(Int(clamping: time))
      json["validation_last"] = .number(e.validationLast ?? .nan)
    }
    json["t"] = .array(curves.times.map { .integer(Int(clamping: $0)) })
    json["loss"] = .numbers(curves.training)
    if !curves.validation.isEmpty { json["val_loss"] = .numbers(curves.validation) }
    return json
  }

  /// `12 %`, `0.3 %`.
  func percent(_ share: Double) -> String {
    guard share.isFinite else { return "\(number(share))" }
    let value = 100 * share
    if value.magnitude < 0.1, value != 0 { return "less than 0.1 %" }
    if value.magnitude >= 10 { return number(value.rounded()) + " %" }
    return number(value, digits: value.magnitude >= 1 ? 2 : 1) + " %"
  }

  private func appendConfusion(
    _ confusion: [[Int]], _ network: Network, to report: inout Report
  ) {
    let names = network.training.task.classNames
    guard names.count == confusion.count else { return }
    var table = Table([Table.Column("is \\ taken for", .leading)])
    for name in names { table.columns.append(Table.Column(StyledText(name))) }
    for (name, row) in zip(names, confusion) {
      table.rows.append([StyledText(name)] + row.map { StyledText("\($0)") })
    }
    report.table(table)
  }
}

extension Network {
  /// What `NetworkMetrics.score` is.
  var scoreName: String { training.task == .regression ? "R²" : "accuracy" }
}
