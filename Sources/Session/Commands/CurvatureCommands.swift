import Console
import Engine
import Landscapes
import Timelines

/// The verb about second derivatives: `hessian`.
extension Verbs {
  static let top = Argument<Int?>(
    "top", 1...100, "how many of a network's largest eigenvalues to show; 5 without it")

  package static let hessian = Command(
    "hessian", .inspect, "shows the curvature here, the stable rates and the next step's forecast",
    discussion: """
      The curvatures κ are the eigenvalues of the Hessian H. They tell what kind of point this is. \
      On the quadratic that fits the surface here, the largest stable rate of gradient descent is \
      2/κmax, and that of momentum is 2(1 + λ)/κmax (λ is momentum's setting). The \
      forecast follows the next update along each eigenvector: does it cross the middle? At a kink \
      (abs, max, relu) there are no second derivatives; the slopes on its two sides are shown. On a \
      network the loss over the training set counts, without dropout and penalty: the largest \
      eigenvalues, the smallest and the trace, from exact products of the Hessian with vectors; of \
      up to \(NetworkCurvature.mostComplete) parameters all eigenvalues. 'sharpness' is κmax as a \
      quantity: 'plot sharpness' draws it beside 2/η.
      """,
    parameters: [top],
    examples: [
      "surface stretched_bowl; optimizer gd lr=0.18", "hessian",
      "data moons n=60; network 2-6:tanh-1:sigmoid", "batch all; optimizer gd lr=0.5; run 50",
      "hessian", "hessian top=8", "run 200 until sharpness > 2/eta",
    ]
  ) { workspace, arguments throws(ShellError) in
    let objective = try workspace.requireBranch().timeline.experiment.objective
    if let network = objective.network {
      return [try workspace.hessianReport(of: network, top: arguments[top])]
    }
    guard !arguments.isGiven(top) else {
      throw arguments.error("a surface has two eigenvalues; top= is for networks", about: top)
    }
    return [try workspace.hessianReport()]
  }
}

extension Workspace {
  fileprivate func hessianReport() throws(ShellError) -> Report {
    let branch = try requireBranch()
    guard let surface = branch.timeline.experiment.objective.surface else {
      throw ShellError("'hessian' is for surfaces and networks")
    }
    let theta = branch.timeline.state.theta
    if let corner = surface.corner(at: theta[0], theta[1]) {
      return kinkReport(corner, surface, at: theta)
    }
    let curvature = Curvature(of: surface, at: theta[0], theta[1])
    let h = curvature.hessian
    guard h.allSatisfy(\.isFinite) else {
      if let gap = surface.gap(at: theta[0], theta[1]) {
        throw ShellError(sentence(on: gap, at: theta))
      }
      throw ShellError("the second derivatives are not finite at \(point(theta))")
    }
    let optimizer = branch.timeline.experiment.optimizer
    let own = optimizer.settings["lambda"] ?? 0
    let lambda = own > 0 ? own : 0.9
    var json: JSON.Object = [
      "theta": .numbers(theta), "hessian": [.numbers([h[0], h[1]]), .numbers([h[1], h[2]])],
      "eigenvalues": .numbers(curvature.eigenvalues),
      "eigenvectors": .array(curvature.eigenvectors.map { .numbers($0) }),
      "kind": .string(curvature.kind.rawValue), "shape": .string(curvature.shape.rawValue),
      "gradient_norm": .number(curvature.gradientNorm),
    ]
    if let step = curvature.newtonStep { json["newton_step"] = .numbers(step) }
    json["trace"] = .number(h[0] + h[2])
    json["sharpness"] = curvature.eigenvalues.last.map { .number($0) }
    json["stable_rate"] = curvature.largestStableRate.map { .number($0) } ?? .null
    var report = Report()
    report.line(
      "at \(point(theta))   " + StyledText("‖∇L‖", .quantity)
        + " \(number(curvature.gradientNorm))")
    report.table(
      Table(
        [Table.Column("", .leading), Table.Column(""), Table.Column("")],
        rows: [
          [StyledText("H =", .quantity), StyledText(number(h[0])), StyledText(number(h[1]))],
          [StyledText(""), StyledText(number(h[1])), StyledText(number(h[2]))],
        ]))
    report.table(eigenTable(curvature))
    report.paragraph(StyledText(phrase(curvature), .strong))
    appendLimits(curvature, lambda: lambda, optimizer: optimizer, &json, &report)
    appendForecast(curvature, branch.timeline, &json, &report)
    report.json = json
    return report
  }

  /// At a kink second derivatives are those of one side and decide nothing: the slopes do.
  private func kinkReport(_ corner: Corner, _ surface: Surface, at theta: [Double]) -> Report {
    let gradient = surface.gradient(theta[0], theta[1])
    var report = Report(json: [
      "theta": .numbers(theta), "gradient": .numbers(gradient), "kind": .string("kink"),
      "kink": .object([
        "direction": .numbers(corner.direction), "before": .number(corner.before),
        "after": .number(corner.after), "kind": .string(corner.kind.rawValue),
      ]),
    ])
    report.line("at \(point(theta))   " + StyledText("∇L", .quantity) + " \(point(gradient))")
    let verdict =
      switch corner.kind {
      case .minimum: "a minimum at a kink: the surface falls on no side"
      case .maximum: "a maximum at a kink: the surface rises on no side"
      case .none: "a kink, and no minimum: the surface falls on one side"
      }
    report.paragraph(StyledText(verdict, .strong))
    let (before, after) = (number(corner.before), number(corner.after))
    report.paragraph(
      "Along \(point(corner.direction)) the slope is \(before) before this point and \(after) after it. "
        + "f is in pieces here (abs, max, min, relu, a root at 0), so it has no second derivatives: "
        + "no Hessian tells the kind of point, and 2/κmax is no limit for the rate.")
    report.paragraph(
      "The gradient shown is one of those between the two sides. Near the kink the slope does not "
        + "become small, so steps of η times it cross from side to side: a rate that falls with "
        + "time comes to rest.")
    return report
  }

  private func eigenTable(_ curvature: Curvature) -> Table {
    Table(
      [
        Table.Column(StyledText("curvature κ", .faint)),
        Table.Column(StyledText("along", .faint), .leading),
      ],
      rows: zip(curvature.eigenvalues, curvature.eigenvectors).map { value, vector in
        [StyledText(number(value)), StyledText(point(vector))]
      })
  }

  private func phrase(_ curvature: Curvature) -> String {
    let curved =
      switch curvature.shape {
      case .minimum: "curved upwards in every direction"
      case .maximum: "curved downwards in every direction"
      case .saddle: "curved upwards one way and downwards the other"
      case .degenerate, .slope: "without curvature in one direction, to rounding"
      }
    let isZero = curvature.gradientNorm == 0 ? "the gradient is 0" : "the gradient is 0 to rounding"
    switch curvature.kind {
    case .minimum: return "a minimum: \(isZero) and the surface is \(curved)"
    case .maximum: return "a maximum: \(isZero) and the surface is \(curved)"
    case .saddle: return "a saddle point: \(isZero) and the surface is \(curved)"
    case .degenerate: return "a stationary point that the second derivatives do not decide"
    case .slope: return "no stationary point (the gradient is not 0); \(curved)"
    }
  }

  private func appendLimits(
    _ curvature: Curvature, lambda: Double, optimizer: Optimizer, _ json: inout JSON.Object,
    _ report: inout Report
  ) {
    if let condition = curvature.conditionNumber {
      json["condition_number"] = .number(condition)
      report.line("condition number κmax/κmin \(number(condition))")
    }
    guard let limits = curvature.stableRates(lambda: lambda) else {
      report.line(StyledText("nothing is curved upwards here, so no rate is too large", .faint))
      return
    }
    append(limits, &json, &report)
    guard let limit = limits[optimizer.name], optimizer.convention == .lecture else { return }
    let eta = nextRate
    json["eta"] = .number(eta)
    json["stable"] = .boolean(eta < limit && curvature.shape == .minimum)
    guard curvature.shape == .minimum else {
      report.paragraph(
        "the limit holds across, where the surface is curved upwards; along the other direction "
          + (curvature.shape == .degenerate ? "it is not curved at all" : "every rate leads away"))
      return
    }
    report.paragraph(
      eta < limit
        ? StyledText("η \(number(eta)) is below it: \(optimizer.name) is stable here", .good)
        : eta == limit
          ? StyledText("η \(number(eta)) is the limit itself: it bounces for ever", .warning)
          : StyledText(
            "η \(number(eta)) is above it: \(optimizer.name) diverges on this quadratic", .bad))
  }

  /// The largest stable rates by rule.
  package func append(
    _ limits: StableRates, _ json: inout JSON.Object, _ report: inout Report
  ) {
    json["largest_stable_rate"] = .object([
      "gd": .number(limits.gd), "momentum": .number(limits.momentum),
      "nesterov": .number(limits.nesterov), "lambda": .number(limits.lambda),
    ])
    report.paragraph(
      "largest stable rate here: gd 2/κmax = \(number(limits.gd)), momentum 2(1\u{A0}+\u{A0}λ)/κmax = "
        + "\(number(limits.momentum)), nesterov \(number(limits.nesterov)) (λ "
        + "\(number(limits.lambda)))", indent: 2)
  }

  /// What the next update will do, as the local quadratic sees it.
  private func appendForecast(
    _ curvature: Curvature, _ timeline: Timeline, _ json: inout JSON.Object, _ report: inout Report
  ) {
    var next = timeline
    next.advance(by: 1)
    guard let record = next.record, record.delta.allSatisfy(\.isFinite) else { return }
    let moment = Moment(timeline)
    let forecast = curvature.forecast(gradient: moment.gradient, delta: record.delta)
    let after = Moment(next).loss
    json["next"] = .object([
      "delta": .numbers(record.delta), "loss": .number(after),
      "ratios": .array(forecast.ratios.map { $0.map(JSON.number) ?? .null }),
      "overshoots": .boolean(forecast.overshoots), "moves_away": .boolean(forecast.movesAway),
    ])
    var sentence: [String] = []
    for (k, ratio) in forecast.ratios.enumerated() {
      guard let ratio else { continue }
      let along = "along \(point(curvature.eigenvectors[k]))"
      if ratio < -1 {
        sentence.append("\(along) it lands beyond the middle, farther away than it is now")
      } else if ratio < 0 {
        sentence.append("\(along) it overshoots the middle")
      } else if ratio > 1 {
        sentence.append("\(along) it moves away from the middle")
      } else {
        sentence.append("\(along) it stops short of the middle")
      }
    }
    let loss = symbol(of: "loss")
    report.paragraph(
      StyledText(
        "next step: Δθ \(point(record.delta)), \(loss) \(number(moment.loss)) → \(number(after))"
          + (sentence.isEmpty ? "" : "; " + sentence.joined(separator: "; "))), indent: 2)
  }
}
