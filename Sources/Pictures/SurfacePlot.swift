import Console
import Engine
import Formula
import Plot
import PlotGeometry
import Session
import Wording

extension PlotKind {
  static let surface = PlotKind(
    "surface", "[plane A B]",
    "contours with the path of every branch; on a network over a plane of θ",
    options: [Verbs.xWindow, Verbs.yWindow, Verbs.plane],
    obstacle: { $0.branch == nil ? "needs something to descend: 'surface' or 'network'" : nil }
  ) { workspace, words, arguments throws(ShellError) in
    try workspace.surfaceFigure(words, arguments)
  }
}

extension Workspace {
  fileprivate func surfaceFigure(
    _ words: [String], _ arguments: Arguments
  ) throws(ShellError) -> PlotKind.Drawn {
    let branch = try requireBranch()
    guard let surface = branch.timeline.experiment.objective.surface else {
      return try planeFigure(words, arguments)
    }
    try refusePlane(words, arguments)
    let paths = branches.map { branch in
      (branch, branch.timeline.drawnPath.map(\.theta))
    }
    let points = paths.flatMap(\.1).filter { $0.allSatisfy(\.isFinite) }
    let window = window(for: branch.place, around: points)
    let x = try arguments.ends(Verbs.xWindow) ?? window.x
    let y = try arguments.ends(Verbs.yWindow) ?? window.y
    let grid = SampledGrid(x: (x.0, x.1), y: (y.0, y.1), columns: 160, rows: 96) {
      surface.value($0, $1)
    }
    var layers: [Panel.Layer] = [.contour(grid)]
    for (branch, path) in paths {
      let rule = branch.timeline.experiment.optimizer.name
      layers.append(
        .path(
          x: path.map { $0[0] }, y: path.map { $0[1] },
          name: paths.count == 1 ? rule : "\(branch.name) (\(rule))"))
    }
    for (i, least) in branch.place.markedMinima.prefix(12).enumerated() {
      layers.append(.minimum(x: least.x, y: least.y, name: i == 0 ? "minimum" : ""))
    }
    let title = "\(surface.name): f = \(typeset(surface.formula))"
    let figure = Figure(
      title: displayWidth(of: title) < traits.width ? title : surface.name,
      panels: [
        Panel(x: Axis("x", from: x.0, to: x.1), y: Axis("y", from: y.0, to: y.1), layers: layers)
      ])
    let json: JSON.Object = [
      "what": "surface", "x": .numbers([x.0, x.1]), "y": .numbers([y.0, y.1]),
      "paths": .array(
        paths.map { branch, path in
          .object([
            "branch": .string(branch.name), "x": .numbers(path.map { $0[0] }),
            "y": .numbers(path.map { $0[1] }),
          ])
        }),
    ]
    return (figure, json)
  }
}
