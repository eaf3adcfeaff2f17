import Console
import Engine
import Landscapes
import LongWork
import Plot
import Session

/// κmax of the Hessian over t, beside what the rate allows: the edge of stability.
extension PlotKind {
  static let sharpness = PlotKind(
    "sharpness", "", "κmax of the Hessian over t beside 2/η: the edge of stability",
    options: [Verbs.xWindow, Verbs.yWindow, Verbs.lastUpdates, Verbs.logAxis],
    obstacle: { $0.updateObstacle }
  ) { workspace, _, arguments throws(ShellError) in
    try workspace.sharpnessFigure(arguments)
  }
}

extension Workspace {
  /// Moments at which it is worked out; each takes some tens of passes.
  private static let mostMoments = 81

  fileprivate func sharpnessFigure(_ arguments: Arguments) throws(ShellError) -> PlotKind.Drawn {
    let branch = try requireBranch()
    let timeline = branch.timeline
    let range = try timeRange(of: timeline, arguments)
    var (times, values, limits): ([Double], [Double], [Double]) = ([], [], [])
    try forEachMoment(of: timeline, in: range, most: Self.mostMoments) { moment in
      guard let sharpness = moment.sharpness, !Interruption.hasGivenUp else { return }
      times.append(Double(moment.timeline.state.t))
      values.append(sharpness)
      limits.append(moment.timeline.experiment.largestStableSharpness(at: moment.timeline.nextRate))
    }
    if Interruption.hasGivenUp { throw .interrupted("nothing was drawn") }
    guard !times.isEmpty else {
      throw ShellError("the second derivatives are not finite at any of these moments")
    }
    let optimizer = setup.optimizer
    let hasLimit = limits.contains { $0.isFinite }
    let limit =
      ["gd": "2/η", "momentum": "2(1+λ)/η", "nesterov": "2(1+λ)/((1+2λ)η)"][optimizer.name]
    var layers: [Panel.Layer] = [.line(x: times, y: values, name: "κmax", slot: 0)]
    if hasLimit { layers.append(.line(x: times, y: limits, name: limit ?? "", slot: 1)) }
    let axis = try valueAxis(
      "κmax", (values + limits).filter { $0.isFinite && $0 != 0 }, arguments)
    let figure = Figure(
      title: "\(branch.place.name), \(optimizer.name): sharpness",
      panels: [Panel(x: Axis("t", isCount: true), y: axis, layers: layers)])
    let json: JSON.Object = [
      "what": "sharpness", "t": .numbers(times), "sharpness": .numbers(values),
      "limit": hasLimit ? .numbers(limits) : .null,
    ]
    return (figure, json)
  }
}

extension Experiment {
  /// The curvature up to which the rule is stable with a rate; NaN for a rule that has no such limit.
  fileprivate func largestStableSharpness(at rate: Double) -> Double {
    let lambda = optimizer.settings["lambda"] ?? 0
    return (StableRates(sharpness: 1, lambda: lambda)[optimizer.name] ?? .nan) / rate
  }
}
