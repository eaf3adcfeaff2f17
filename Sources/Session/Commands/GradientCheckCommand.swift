import Console
import Engine
import Landscapes
import Wording

/// The verb that checks first derivatives: `gradcheck`.
extension Verbs {
  package static let gradcheck = Command(
    "gradcheck", .inspect, "compares the gradient with central differences",
    discussion: """
      The error is shown beside the size of what is compared: the slope, or the one-sided slopes \
      whose mean a central difference is. A parameter within a step of a kink (relu, maxout, max, \
      abs, a root at 0) is left out; at the edge of a formula's domain the difference is taken to \
      the one side.
      """,
    examples: ["surface rosenbrock", "gradcheck"]
  ) { workspace, _ throws(ShellError) in
    [try workspace.gradientCheckReport()]
  }
}

extension Workspace {
  fileprivate func gradientCheckReport() throws(ShellError) -> Report {
    let branch = try requireBranch()
    let objective = branch.timeline.experiment.objective
    let theta = branch.timeline.state.theta
    if let surface = objective.surface, let gap = surface.gap(at: theta[0], theta[1]),
      gap == .undefined || gap == .infinite
    {
      throw ShellError(sentence(on: gap, at: theta))
    }
    let meter = meter("gradcheck", of: 1, "")
    let interrupt = host.interrupt
    let found = GradientCheck(of: objective, at: theta) { done, count in
      meter.update(Double(done) / Double(count), "\(done) of \(counted(count, "parameter"))")
      return !interrupt()
    }
    guard let check = found else { throw .interrupted("") }
    let layout = objective.layout
    let worst = check.worst
    var report = Report(json: [
      "parameters": .integer(check.rows.count),
      "largest_error": worst.map { .number($0.relativeError) } ?? .null,
      "kinks": .integer(check.count(of: .kink)), "lost": .integer(check.count(of: .rounding)),
      "undefined": .integer(check.count(of: .undefined)), "one_sided": .integer(check.oneSided),
      "at": worst.map { .string(layout.label(of: $0.index)) } ?? .null,
      "rows": .array(
        check.rows.prefix(256).map {
          .object([
            "parameter": .string(layout.label(of: $0.index)), "exact": .number($0.analytic),
            "numeric": .number($0.numeric), "error": .number($0.relativeError),
            "kink": .boolean($0.omission == .kink), "side": .string($0.side.rawValue),
          ])
        }),
    ])
    let shown = check.rows.filter { $0.omission == nil }.sorted {
      $0.relativeError > $1.relativeError
    }
    .prefix(8)
    .sorted { $0.index < $1.index }
    if let worst {
      report.table(
        Table(
          [
            Table.Column("", .leading), Table.Column(StyledText("exact", .faint)),
            Table.Column(StyledText("central difference", .faint)),
            Table.Column(StyledText("relative error", .faint)),
          ],
          rows: shown.map {
            [
              StyledText(layout.label(of: $0.index), .quantity), StyledText(number($0.analytic)),
              StyledText(number($0.numeric)), StyledText(number($0.relativeError)),
            ]
          }))
      let isGood = worst.relativeError < 1e-6
      report.line(
        StyledText(
          "largest relative error \(number(worst.relativeError)), at "
            + layout.label(of: worst.index), isGood ? .good : .bad))
    }
    func leaveOut(_ omission: GradientCheck.Omission, _ reason: String) {
      let count = check.count(of: omission)
      guard count > 0 else { return }
      report.paragraph(StyledText("\(counted(count, "parameter")) left out: \(reason)", .faint))
    }
    let kink =
      objective.surface != nil
      ? "a kink of the formula (max, min, abs, a root at 0)" : "a unit's kink (relu, maxout)"
    leaveOut(.kink, "\(kink) lies within the step, where a difference says nothing")
    leaveOut(
      .rounding,
      "the slope changes the loss by less than the loss is rounded by, so no difference "
        + "shows it")
    leaveOut(.undefined, "the slope is no finite number here")
    if check.oneSided > 0 {
      report.paragraph(
        StyledText(
          "\(counted(check.oneSided, "difference")) to one side alone: f is not defined on the other",
          .faint))
    }
    return report
  }
}
