import Console
import Conversion
import Diagnostics
import Engine
import Session
import Timelines
import Wording

extension Verbs {
  private static let details = Argument<Bool?>("details", "yes shows all numbers of the judgement")

  static let diagnose = Command(
    "diagnose", .inspect,
    "judges by the lecture's recipe whether training or overfitting is at fault",
    discussion: """
      First look at the training set: where the network does badly there, it is training that \
      fails, and no remedy against overfitting will help. Only where it does well there and badly \
      on the validation set is it overfitting. The learning curves of the run say what is wrong with \
      training: a rate too high or too low, a loss that is still falling, a plateau, underfitting. \
      Where they leave it open, trials tell: some more updates at a smaller and a larger rate, and \
      without penalty and dropout, from where training stands, which does not move. How well a \
      regression without a network does tells a network that is too small from noise. details=yes \
      shows all numbers of the judgement. The test set stays closed: 'print test_loss' opens it.
      """,
    parameters: [details],
    examples: [
      "data moons noise=0.2 split=0.7,0.3; network 2-8:relu-1:sigmoid; run 100", "diagnose",
    ]
  ) { workspace, arguments throws(ShellError) in
    let (network, timeline) = try workspace.requireNetwork(for: "diagnose")
    let hasDetails = arguments[details] ?? false
    return [try workspace.diagnosis(network, timeline, hasDetails: hasDetails)]
  }
}

extension Workspace {
  fileprivate func diagnosis(
    _ network: Network, _ timeline: Timeline, hasDetails: Bool
  ) throws(ShellError) -> Report {
    let diagnosis = Diagnosis(of: timeline, on: network, isInterrupted: host.interrupt)
    if host.interrupt() { throw .interrupted() }
    var report = Report()
    appendScores(of: network, diagnosis, at: timeline.state.theta, to: &report)
    let advice = Advice(on: diagnosis, network, timeline.experiment, in: self)
    append(diagnosis, advice, hasDetails: hasDetails, to: &report)
    let confusion = (diagnosis.validation ?? diagnosis.training).confusion
    if !confusion.isEmpty, confusion.count <= 12 {
      appendConfusion(confusion, network, to: &report)
    }
    return report
  }

  /// The loss and the score of each part of the data, as a table and as objects. Where some classes are
  /// much smaller than others, balanced accuracy stands beside accuracy.
  func appendScores(
    of network: Network, _ diagnosis: Diagnosis, at theta: [Double], to report: inout Report
  ) {
    let shares = network.training.classShares
    let isUnbalanced = (shares.max() ?? 0) * Double(shares.count) > 1.25
    var table = Table([
      Table.Column("", .leading), Table.Column("examples"), Table.Column("loss"),
      Table.Column(StyledText(network.scoreName)),
    ])
    if isUnbalanced { table.columns.append(Table.Column("balanced")) }
    let parts = [
      ("training", network.training, diagnosis.training),
      ("validation", network.validation, diagnosis.validation),
      ("test", network.test, network.test.map { network.metrics(at: theta, on: $0) }),
    ]
    for case let (part, dataset?, metrics?) in parts {
      var row = [
        StyledText(part), StyledText("\(dataset.count)"), StyledText(number(metrics.loss)),
        StyledText(number(metrics.score), .strong),
      ]
      var object: JSON.Object = [
        "loss": .number(metrics.loss), network.scoreQuantity: .number(metrics.score),
      ]
      if let balanced = metrics.balancedAccuracy {
        if isUnbalanced { row.append(StyledText(number(balanced), .strong)) }
        object["balanced_accuracy"] = .number(balanced)
      }
      // The test set is for the end, once: a look at it on the way would not be the last one.
      if part != "test" { table.rows.append(row) }
      report.json[part] = .object(object)
    }
    report.table(table)
  }

  /// The verdict in words with the number that says most about the course, or with all of them.
  func append(
    _ diagnosis: Diagnosis, _ advice: Advice, hasDetails: Bool = false, to report: inout Report
  ) {
    report.json["verdict"] = .string(advice.fault)
    report.json["because"] = .string(advice.because)
    report.json["try"] = .string(advice.remedy)
    report.json["curves"] = .object(json(of: diagnosis))
    report.paragraph(StyledText(advice.because, .strong))
    report.paragraph(StyledText(advice.remedy))
    let e = diagnosis.evidence
    guard e.updates > 0 else { return }
    guard hasDetails else {
      report.paragraph(
        StyledText(course(of: e) + " 'diagnose details=yes' shows all numbers.", .faint))
      return
    }
    var parts = [
      "\(counted(Int(clamping: e.updates), "update"))",
      "\(symbol(of: "loss")) \(number(e.first)) → \(number(e.last)) (the same answer for every x "
        + "costs \(number(diagnosis.curves.guess)))",
    ]
    if e.last.isFinite, diagnosis.verdict != .tooEarly {
      parts.append("the last quarter took \(percent(e.lateFall)) off")
      parts.append("it jumps by \(percent(e.roughness)) of what it gained")
    }
    if let least = e.validationLeast, let time = e.validationLeastTime {
      parts.append("validation at its least, \(number(least)), at t \(Int(clamping: time))")
    }
    report.paragraph(StyledText("judged by: " + parts.joined(separator: "; "), .faint), indent: 2)
  }

  /// One sentence about the end of the run.
  private func course(of e: LearningCurves.Evidence) -> String {
    guard e.last.isFinite else { return "The loss is no longer finite." }
    guard e.lateFall.isFinite, e.lateFall.magnitude >= 0.001 else {
      return "In the last quarter of the run the loss did not change."
    }
    return e.lateFall > 0
      ? "The last quarter of the run took \(percent(e.lateFall)) off the loss."
      : "The last quarter of the run added \(percent(-e.lateFall)) to the loss."
  }

  private func json(of diagnosis: Diagnosis) -> JSON.Object {
    let (e, curves) = (diagnosis.evidence, diagnosis.curves)
    var json: JSON.Object = [
      "verdict": .string(diagnosis.verdict.rawValue),
      "updates": .integer(Int(clamping: e.updates)),
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
    if let kernel = diagnosis.kernel {
      json["kernel_score"] = .number(kernel.score)
      json["network_score"] = .number(kernel.networkScore)
    }
    if let trials = diagnosis.trials { json["trials"] = .array(Self.json(of: trials)) }
    if let unscaled = diagnosis.unscaled { json["unscaled"] = .string(unscaled.feature) }
    if let saturation = diagnosis.saturation {
      json["saturated_layer"] = .integer(saturation.layer)
      json["saturated_share"] = .number(saturation.share)
    }
    if let wider = diagnosis.wider {
      json["wider"] = .string("\(wider.architecture)")
      json["wider_loss"] = .number(wider.loss)
    }
    if let leak = diagnosis.leak { json["leak"] = .string(leak.feature) }
    if diagnosis.isStoppedEarly { json["stopped_early"] = .boolean(true) }
    json["t"] = .array(curves.training.times.map { .integer(Int(clamping: $0)) })
    json["loss"] = .numbers(curves.training.values)
    if !curves.validation.values.isEmpty {
      json["val_t"] = .array(curves.validation.times.map { .integer(Int(clamping: $0)) })
      json["val_loss"] = .numbers(curves.validation.values)
    }
    return json
  }

  /// An object for each trial: what it changed, and the loss it came to; the first changes nothing.
  private static func json(of trials: Trials) -> [JSON] {
    ([trials.same] + trials.others).map { outcome in
      var object: JSON.Object = [
        "updates": .integer(trials.updates), "loss": .number(outcome.loss),
        "fall": .number(trials.fall(of: outcome)),
      ]
      switch outcome.change {
      case .none: object["lr"] = .number(trials.rate)
      case .rate(let rate): object["lr"] = .number(rate)
      case .free: object["lr"] = .number(trials.rate)
      }
      if outcome.change == .free { object["free"] = .boolean(true) }
      return .object(object)
    }
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
