import Console
import Engine
import Formula
import Plot
import PlotGeometry
import Session

extension PlotKind {
  static let step = PlotKind(
    "step", "",
    "the last step on a surface as arrows: gradient, earlier movement, step; or how it was rescaled",
    obstacle: { workspace in
      guard let branch = workspace.branch else { return "needs a surface: 'surface ravine'" }
      guard branch.timeline.experiment.objective.surface != nil else {
        return "is drawn on a surface; on a network 'plot surface plane=gradient' shows the plane"
      }
      return workspace.updateObstacle
    }
  ) { workspace, _, _ throws(ShellError) in
    try workspace.stepFigure()
  }
}

extension Workspace {
  /// An arrow of the picture, as numbers.
  private struct Movement {
    var name: String
    var from: [Double]
    var by: [Double]
    var role: Role

    /// What an arrow says, by the style of its own that it has in every such picture: no branch's.
    enum Role: Int {
      case gradient = 3
      case movement = 4
      case step = 6
    }

    var to: [Double] { [from[0] + by[0], from[1] + by[1]] }
    var layer: Panel.Layer {
      .arrow(from: (from[0], from[1]), to: (to[0], to[1]), name: name, slot: role.rawValue)
    }
  }

  fileprivate func stepFigure() throws(ShellError) -> PlotKind.Drawn {
    let branch = try requireBranch()
    let record = try requireRecord()
    guard let surface = branch.timeline.experiment.objective.surface else {
      throw ShellError("a step is drawn on a surface")
    }
    let theta = record.thetaBefore
    guard (theta + record.delta + record.g).allSatisfy(\.isFinite) else {
      throw ShellError("the last step is not finite, and so no arrow")
    }
    guard record.delta.contains(where: { $0 != 0 }) else {
      throw ShellError("the last update moved nothing: there is no arrow to draw")
    }
    let experiment = branch.timeline.stateBeforeLastUpdate()?.1 ?? branch.timeline.experiment
    let rule = experiment.optimizer
    let rescales = !["gd", "momentum", "nesterov"].contains(rule.name)
    let (movements, notes) =
      rescales
      ? rescaled(record) : composed(record, isAhead: record.evaluationPoint != nil)
    let points = movements.flatMap { [$0.from, $0.to] }
    let (x, y) = Self.window(around: points)
    var layers: [Panel.Layer] = [
      .contour(SampledGrid(x: x, y: y, columns: 120, rows: 72) { surface.value($0, $1) })
    ]
    layers += movements.map(\.layer)
    layers.append(.text(symbol(of: "theta"), x: theta[0], y: theta[1]))
    for least in branch.place.minima
    where x.0 < least.x && least.x < x.1 && y.0 < least.y && least.y < y.1 {
      layers.append(.minimum(x: least.x, y: least.y))
    }
    let figure = Figure(
      title: "\(branch.place.name), \(rule.name): update \(record.t)",
      panels: [
        Panel(
          x: Axis("x", from: x.0, to: x.1), y: Axis("y", from: y.0, to: y.1), layers: layers,
          hasEqualAspect: true)
      ], notes: notes)
    let json: JSON.Object = [
      "what": "step", "t": .integer(record.t), "eta": .number(record.eta),
      "theta_prev": .numbers(theta), "g": .numbers(record.g), "delta": .numbers(record.delta),
      "arrows": .array(
        movements.map {
          .object(["name": .string($0.name), "from": .numbers($0.from), "by": .numbers($0.by)])
        }),
    ]
    return (figure, json)
  }

  /// gd, momentum and nesterov: the step is −η ∇L and what is kept of the earlier movement.
  private func composed(
    _ record: StepRecord, isAhead: Bool
  ) -> (movements: [Movement], notes: [String]) {
    let theta = record.thetaBefore
    let minus = traits.unicode ? "−" : "-"
    let eta = symbol(of: "eta")
    let gradient = record.g.map { -record.eta * $0 }
    let kept = zip(record.delta, gradient).map { $0 - $1 }
    let grad = "\(minus)\(eta) \(traits.unicode ? "∇L" : "grad")"
    // What rounding leaves of a difference is no movement.
    let size = record.delta.map(\.magnitude).max() ?? 0
    guard kept.contains(where: { $0.magnitude > 1e-12 * size }) else {
      return (
        [Movement(name: "step = \(grad)", from: theta, by: record.delta, role: .step)],
        ["the step: \(grad) = \(point(record.delta))"]
      )
    }
    let ahead = zip(theta, kept).map { $0 + $1 }
    let memory = "\(symbol(of: "lambda")) v"
    return (
      [
        Movement(name: memory, from: theta, by: kept, role: .movement),
        Movement(name: grad, from: isAhead ? ahead : theta, by: gradient, role: .gradient),
        Movement(name: "step", from: theta, by: record.delta, role: .step),
      ],
      [
        "\(memory), kept of the movement before: \(point(kept))",
        "\(grad), the gradient's share: \(point(gradient))"
          + (isAhead ? ", taken where \(memory) leads" : ""),
        "the step, their sum: \(point(record.delta))",
      ]
    )
  }

  /// Rules that divide each coordinate by a size of its own: the raw gradient beside the step.
  private func rescaled(_ record: StepRecord) -> (movements: [Movement], notes: [String]) {
    let theta = record.thetaBefore
    let minus = traits.unicode ? "−" : "-"
    func length(_ v: [Double]) -> Double { (v[0] * v[0] + v[1] * v[1]).squareRoot() }
    let reach = length(record.delta)
    /// Against v, as long as the step.
    func against(_ v: [Double], _ name: String, _ role: Movement.Role) -> Movement? {
      let size = length(v)
      guard size > 0, size.isFinite else { return nil }
      return Movement(
        name: minus + name, from: theta, by: v.map { -$0 * (reach / size) }, role: role)
    }
    var movements = [against(record.g, "g", .gradient)].compactMap(\.self)
    var notes = ["raw gradient g: \(point(record.g)), drawn as long as the step"]
    if let mean = record.values(of: "m_hat"), record.ruleT > 1 {
      movements += [against(mean, symbol(of: "m_hat"), .movement)].compactMap(\.self)
      notes.append("its fading mean \(symbol(of: "m_hat")): \(point(mean)), drawn likewise")
    }
    movements.append(Movement(name: "step", from: theta, by: record.delta, role: .step))
    if let squares = record.values(of: "v_hat") {
      let root = traits.unicode ? "√" : "sqrt "
      notes.append(
        "each coordinate is divided by its \(root)\(symbol(of: "v_hat")): "
          + point(squares.map { $0.squareRoot() }))
    } else if let sigma = record.values(of: "sigma") {
      notes.append("each coordinate is divided by its \(symbol(of: "sigma")): \(point(sigma))")
    }
    notes.append("the step: \(point(record.delta))")
    return (movements, notes)
  }

  /// A window of about two to one round some points, with room for the arrows' names.
  private static func window(
    around points: [[Double]]
  ) -> (x: (Double, Double), y: (Double, Double)) {
    let (xs, ys) = (points.map { $0[0] }, points.map { $0[1] })
    let (left, right) = (xs.min() ?? 0, xs.max() ?? 0)
    let (low, high) = (ys.min() ?? 0, ys.max() ?? 0)
    let half = max((right - left) / 2, high - low) * 1.4
    let (cx, cy) = (left / 2 + right / 2, low / 2 + high / 2)
    return ((cx - half, cx + half), (cy - half / 2, cy + half / 2))
  }
}
