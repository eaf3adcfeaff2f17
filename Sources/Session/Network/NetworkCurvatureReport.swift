import Console
import Engine
import Landscapes
import LongWork
import Timelines
import Wording

/// What `hessian` shows of a network.
extension Workspace {
  /// Eigenvalues that are shown unless told otherwise.
  private static let fewEigenvalues = 5

  /// - Parameter top: how many of the largest eigenvalues; nil for the usual ones.
  package func hessianReport(of network: Network, top: Int?) throws(ShellError) -> Report {
    guard let timeline = branch?.timeline else { return Report() }
    let theta = timeline.state.theta
    let wanted = top ?? Self.fewEigenvalues
    try engineError {
      try MemoryBudget.current.check(
        NetworkCurvature.bytes(for: network),
        for: "the Hessian of \(counted(network.layout.count, "parameter"))",
        less: "a smaller network or fewer examples need less")
    }
    let meter = meter("hessian", of: NetworkCurvature.work(for: network), "products")
    let found = try engineError {
      try NetworkCurvature(
        of: network, at: theta, top: wanted, isInterrupted: host.interrupt,
        progress: { meter.update(Double($0)) })
    }
    guard let curvature = found else { throw .interrupted("") }
    let norm = Moment(timeline).gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
    if Interruption.hasGivenUp { throw .interrupted("") }
    let told = curvature.isComplete && top == nil ? curvature.eigenvalues.count : wanted
    var json: JSON.Object = [
      "t": .integer(timeline.state.t), "parameters": .integer(network.layout.count),
      "gradient_norm": .number(norm),
      "eigenvalues": .numbers(Array(curvature.eigenvalues.prefix(told))),
      "smallest": .number(curvature.smallest), "complete": .boolean(curvature.isComplete),
      "trace": .number(curvature.trace), "sharpness": .number(curvature.sharpness),
      "stable_rate": curvature.stableRate.map { .number($0) } ?? .null,
      "products": .integer(curvature.products),
    ]
    if let error = curvature.traceError { json["trace_error"] = .number(error) }
    if !curvature.isComplete { json["eigenvalue_error"] = .number(curvature.bound) }
    var report = Report()
    report.paragraph(
      StyledText("t ", .quantity) + "\(timeline.state.t)   " + StyledText("‖∇L‖", .quantity)
        + " \(number(norm))   \(counted(network.layout.count, "parameter"))", indent: 2)
    append(curvature, top: wanted, to: &report)
    appendLimits(curvature, timeline, &json, &report)
    appendRemarks(on: network, timeline, to: &report)
    report.json = json
    return report
  }

  private func append(_ curvature: NetworkCurvature, top: Int, to report: inout Report) {
    let shown = curvature.eigenvalues.prefix(top)
    report.paragraph(
      StyledText("largest eigenvalues  ", .faint)
        + StyledText(shown.map { number($0) }.joined(separator: "  "), .strong), indent: 2)
    report.line(StyledText("smallest  ", .faint) + StyledText(number(curvature.smallest)))
    if curvature.isComplete, let largest = curvature.eigenvalues.first {
      // What rounding alone may make of a 0.
      let rounding = 0x1p-40 * max(largest.magnitude, curvature.smallest.magnitude)
      let above = curvature.eigenvalues.count { $0 > rounding }
      let below = curvature.eigenvalues.count { $0 < -rounding }
      let flat = curvature.eigenvalues.count - above - below
      report.paragraph(
        "of all \(curvature.eigenvalues.count): \(above) above 0, \(below) below 0, \(flat) at 0 to "
          + "rounding", indent: 2)
    }
    let error = curvature.traceError.map { " ± \(number($0, digits: 2))" } ?? ""
    report.line(StyledText("trace  ", .faint) + StyledText(number(curvature.trace) + error))
  }

  private func appendLimits(
    _ curvature: NetworkCurvature, _ timeline: Timeline, _ json: inout JSON.Object,
    _ report: inout Report
  ) {
    guard curvature.stableRate != nil else {
      report.line(StyledText("nothing is curved upwards here, so no rate is too large", .faint))
      return
    }
    let optimizer = timeline.experiment.optimizer
    let own = optimizer.settings["lambda"] ?? 0
    let limits = StableRates(sharpness: curvature.sharpness, lambda: own > 0 ? own : 0.9)
    append(limits, &json, &report)
    guard let bound = limits[optimizer.name], optimizer.convention == .lecture else { return }
    let eta = nextRate
    json["eta"] = .number(eta)
    json["stable"] = .boolean(eta < bound)
    let share = "η \(number(eta)) is \(number(eta / bound, digits: 3)) of it"
    report.paragraph(
      eta < bound
        ? StyledText("\(share): \(optimizer.name) is stable along the sharpest direction", .good)
        : StyledText(
          "\(share): \(optimizer.name) oscillates along the sharpest direction. At the edge of "
            + "stability the loss still falls in the long run, while κmax stays near 2/η", .warning)
    )
  }

  private func appendRemarks(
    on network: Network, _ timeline: Timeline, to report: inout Report
  ) {
    var remarks: [String] = []
    let batch = timeline.experiment.batchSize
    if let batch, batch < network.exampleCount {
      remarks.append("the limits hold for the whole training set in a batch; a batch has its own H")
    }
    if timeline.experiment.penalty.l2 > 0 {
      remarks.append(
        "the penalty is left out: λ₂ would be added along every weight")
    }
    if network.hasKinks {
      remarks.append("between kinks: pieces and sides of relu and maxout stay as they are here")
    }
    for remark in remarks { report.paragraph(StyledText(remark, .faint), indent: 2) }
  }
}
