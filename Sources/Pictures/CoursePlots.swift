import Console
import Conversion
import Engine
import LongWork
import Plot
import PlotGeometry
import Session
import Wording

/// How a network fares over t and from branch to branch: gradient norms by layer, weights.
extension PlotKind {
  static let norms = PlotKind(
    "norms", "", "each layer's gradient norm over t: whether gradients vanish or explode",
    options: [Verbs.xWindow, Verbs.yWindow, Verbs.lastUpdates, Verbs.logAxis],
    obstacle: { $0.networkObstacle ?? $0.updateObstacle }
  ) { workspace, _, arguments throws(ShellError) in
    try workspace.normsFigure(arguments)
  }

  static let layers = PlotKind(
    "layers", "", "the gradient's norm of each layer now, as bars: where learning is slow",
    options: [Verbs.logAxis], obstacle: { $0.networkObstacle }
  ) { workspace, _, arguments throws(ShellError) in
    try workspace.layersFigure(arguments)
  }

  static let distribution = PlotKind(
    "distribution", "[W1...]",
    "how the weights are distributed, branch beside branch: what L1 and L2 do",
    obstacle: { $0.networkObstacle }
  ) { workspace, names, arguments throws(ShellError) in
    try workspace.distributionFigure(names, arguments)
  }
}

extension Workspace {
  fileprivate func normsFigure(_ arguments: Arguments) throws(ShellError) -> PlotKind.Drawn {
    let (network, timeline) = try requireNetwork(drawing: "norms")
    let range = try timeRange(of: timeline, arguments)
    var times: [Double] = []
    var norms = [[Double]](repeating: [], count: network.architecture.layers.count)
    try forEachMoment(of: timeline, in: range, most: 101) { moment in
      times.append(Double(moment.timeline.state.t))
      for layer in network.layerStatistics(at: moment.theta) {
        norms[layer.number - 1].append(layer.gradientNorm)
      }
    }
    let layers = norms.indices
    // More lines than that cannot be told apart: the first, the last and some between.
    let shown = layers.count <= 8 ? Array(layers) : (0..<8).map { $0 * (layers.count - 1) / 7 }
    let label = traits.unicode ? "‖∂L/∂W‖" : "norm of dL/dW"
    let figure = Figure(
      title: "\(branch?.place.name ?? ""): gradient norm by layer",
      panels: [
        Panel(
          x: Axis("t", isCount: true),
          y: try valueAxis(label, shown.flatMap { norms[$0] }.filter(\.isFinite), arguments),
          layers: shown.map { .line(x: times, y: norms[$0], name: "layer \($0 + 1)") })
      ])
    let json: JSON.Object = [
      "what": "norms", "t": .numbers(times),
      "layers": .array(
        layers.map { .object(["layer": .integer($0 + 1), "norms": .numbers(norms[$0])]) }),
    ]
    return (figure, json)
  }

  fileprivate func layersFigure(_ arguments: Arguments) throws(ShellError) -> PlotKind.Drawn {
    let (network, timeline) = try requireNetwork(drawing: "layers")
    let layers = network.layerStatistics(at: timeline.state.theta)
    guard layers.count <= 40 else {
      throw ShellError("40 layers are as many as fit in one picture; 'gradients' has a table")
    }
    let norms = layers.map(\.gradientNorm)
    var axis = try valueAxis(
      traits.unicode ? "‖∂L/∂W‖" : "norm of dL/dW", norms.filter(\.isFinite), arguments)
    if axis.scale == .log, let least = norms.filter({ $0 > 0 }).min() { axis.from = least / 3 }
    if axis.scale == .linear { axis.from = 0 }
    let figure = Figure(
      title: "gradient norm by layer, t = \(timeline.state.t)",
      panels: [
        Panel(
          x: Axis(
            "layer", from: -0.6, to: Double(layers.count) - 0.4,
            categories: layers.map { "\($0.number)" }),
          y: axis, layers: [.bars(norms, slot: 0)])
      ])
    let json: JSON.Object = [
      "what": "layers", "t": .integer(timeline.state.t), "norms": .numbers(norms),
    ]
    return (figure, json)
  }

  fileprivate func distributionFigure(
    _ names: [String], _ arguments: Arguments
  ) throws(ShellError) -> PlotKind.Drawn {
    var groups: [(branch: Branch, weights: [Double])] = []
    for branch in branches {
      guard let network = branch.timeline.experiment.objective.network else { continue }
      var weights: [Double] = []
      if names.isEmpty {
        for entry in network.layout.entries where !entry.isBias {
          weights.append(inParts: branch.timeline.state.theta[entry.range])
        }
      }
      for name in names {
        guard let entry = network.layout.entry(named: asciiName(name)) else {
          throw arguments.error(
            "'\(shortened(name))' is no parameter of the network of branch \(branch.name); one is "
              + "W1", about: Verbs.pictured)
        }
        weights.append(inParts: branch.timeline.state.theta[entry.range])
      }
      groups.append((branch, weights))
    }
    let shown = groups.prefix(6)
    let largest = shown.map { group in
      group.weights.inParts().reduce(0) { $1.isFinite ? max($0, $1.magnitude) : $0 }
    }
    let reach = max(largest.max() ?? 1, .leastNormalMagnitude)
    // An odd number of bins: zero has one of its own.
    let most = shown.map(\.weights.count).max() ?? 0
    let bins = 2 * Int(clamping: Double(most).squareRoot(), from: 4, to: 20) + 1
    let panels = shown.map { branch, weights in
      Panel(
        title: groups.count > 1
          ? "\(branch.name): \(branch.timeline.experiment.setup.penaltyWords)" : "",
        x: Axis("w"), y: Axis("count", isCount: true),
        layers: [.histogram(weights, bins: bins, low: -reach, high: reach)])
    }
    let highest =
      panels.flatMap(\.layers).flatMap { layer -> [Double] in
        if case .bars(let bars) = layer { return bars.heights }
        return []
      }.max() ?? 1
    let what = names.isEmpty ? "all weights" : listed(names.map(symbol(of:)))
    let lost = groups.count - shown.count
    let figure = Figure(
      title: "\(what): distribution",
      panels: panels.map { panel in
        var panel = panel
        (panel.y.from, panel.y.to) = (0, highest * 1.05)
        return panel
      }, notes: lost > 0 ? ["only the first 6 of \(groups.count) branches are drawn"] : [])
    let json: JSON.Object = [
      "what": "distribution",
      "branches": .array(
        groups.map { branch, weights in
          let small = weights.inParts().reduce(0) { $0 + ($1.magnitude < 1e-3 * reach ? 1 : 0) }
          return .object([
            "branch": .string(branch.name),
            "penalty": .string(branch.timeline.experiment.setup.penaltyWords),
            "weights": .numbers(weights), "near_zero": .integer(small),
          ])
        }),
    ]
    return (figure, json)
  }
}

extension Setup {
  /// The penalty in a few words, as `l1 0.001`.
  var penaltyWords: String {
    var parts: [String] = []
    if penalty.l1 > 0 { parts.append("l1 \(exact(penalty.l1))") }
    if penalty.l2 > 0 { parts.append("l2 \(exact(penalty.l2))") }
    return parts.isEmpty ? "no penalty" : parts.joined(separator: ", ")
  }
}
