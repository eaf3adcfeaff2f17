import Console
import Engine
import Plot
import PlotGeometry
import Session

/// What a network makes of its inputs: the boundary between classes, the fitted curve, predictions
/// against the truth.
extension PlotKind {
  static let boundary = PlotKind(
    "boundary", "", "where the network draws the line between classes, with the data",
    options: [Verbs.xWindow, Verbs.yWindow, Verbs.features, Verbs.fixedInput],
    obstacle: { workspace in
      guard let network = workspace.presentNetwork else { return workspace.networkObstacle }
      return network.training.task == .regression
        ? "needs classes; 'plot fit' draws a regression" : nil
    }
  ) { workspace, _, arguments throws(ShellError) in
    try workspace.boundaryFigure(arguments)
  }

  static let fit = PlotKind(
    "fit", "", "what the network predicts over one feature or two, with the data",
    options: [Verbs.xWindow, Verbs.yWindow, Verbs.features, Verbs.fixedInput],
    obstacle: { workspace in
      guard let network = workspace.presentNetwork else { return workspace.networkObstacle }
      return network.training.task == .regression
        ? nil : "needs a regression; 'plot boundary' draws classes"
    }
  ) { workspace, _, arguments throws(ShellError) in
    try workspace.fitFigure(arguments)
  }

  static let predicted = PlotKind(
    "predicted", "[PART]", "predicted against true values of a part of the data",
    obstacle: { workspace in
      guard let network = workspace.presentNetwork else { return workspace.networkObstacle }
      return network.training.task == .regression
        ? nil : "needs a regression; 'plot confusion' is for classes"
    }
  ) { workspace, parts, arguments throws(ShellError) in
    try workspace.predictedFigure(parts, arguments)
  }
}

extension Workspace {
  fileprivate func boundaryFigure(_ arguments: Arguments) throws(ShellError) -> PlotKind.Drawn {
    let view = try FeatureView(of: self, drawing: "boundary", most: 2, least: 2, arguments)
    let x = try view.ends(0, arguments)
    let y = try view.ends(1, arguments)
    let (columns, rows) = (80, 60)
    let inputs = view.inputs(x: x, y: y, columns: columns, rows: rows)
    let classes = view.network.training.task.classNames
    func grid(_ values: [Double]) -> SampledGrid {
      SampledGrid(x: x, y: y, columns: columns, rows: rows, values: values)
    }
    var layers: [Panel.Layer] = []
    var json: JSON.Object = [
      "what": "boundary", "features": .strings(view.features.indices.map(view.name)),
      "classes": .strings(classes), "x": .numbers([x.0, x.1]), "y": .numbers([y.0, y.1]),
    ]
    if classes.count == 2, view.network.architecture.outputs == 1 {
      let values = try view.outputs(for: inputs)
      layers = [
        .heatMap(grid(values), name: "P(\(classes[1]))", low: 0, high: 1),
        .contour(grid(values), levels: .values([0.5]), name: "boundary P"),
      ]
      json["outputs"] = matrix(values, columns: columns)
    } else {
      let all = try engineError { try view.network.outputs(at: view.theta, for: inputs) }
      let scores = (0..<classes.count).map { k in
        stride(from: k, to: all.count, by: classes.count).map { all[$0] }
      }
      layers = [.heatMap(grid(Self.largest(scores)), name: "certainty", low: 0, high: 1)]
      // Where a class is ahead of every other one its margin is above 0.
      for k in scores.indices {
        layers.append(
          .contour(
            grid(Self.margin(of: k, scores)), levels: .values([0]),
            name: "boundary, margin"))
      }
      json["outputs"] = .array(scores.map { matrix($0, columns: columns) })
    }
    var notes = [view.note(self)].compactMap(\.self)
    let training = view.network.training
    let drawn = drawnExamples(of: training, &notes)
    let (xs, ys) = (view.values(0, of: training), view.values(1, of: training))
    for (k, name) in classes.enumerated() {
      let own = drawn.filter { training.label(of: $0) == k }
      layers.append(
        .points(
          x: own.map { xs[$0] }, y: own.map { ys[$0] },
          name: Double(name) == nil ? name : "class \(name)", slot: k))
    }
    let accuracy = view.network.metrics(at: view.theta, on: training).accuracy ?? .nan
    json["accuracy"] = .number(accuracy)
    let figure = Figure(
      title: "\(training.name): decision boundary, accuracy \(number(accuracy))",
      panels: [
        Panel(
          x: Axis(view.name(0), from: x.0, to: x.1), y: Axis(view.name(1), from: y.0, to: y.1),
          layers: layers)
      ], notes: notes)
    return (figure, json)
  }

  private static func largest(_ scores: [[Double]]) -> [Double] {
    (scores.first ?? []).indices.map { i in scores.map { $0[i] }.max() ?? .nan }
  }

  /// By how much one class is ahead of the best of the others, at each place.
  private static func margin(of k: Int, _ scores: [[Double]]) -> [Double] {
    scores[k].indices.map { i in
      let best = scores.indices.filter { $0 != k }.map { scores[$0][i] }.max() ?? 0
      return scores[k][i] - best
    }
  }

  /// As many measurements as stand out one by one; more are a cloud of dots.
  private static let mostMarks = 80

  fileprivate func fitFigure(_ arguments: Arguments) throws(ShellError) -> PlotKind.Drawn {
    let view = try FeatureView(of: self, drawing: "fit", most: 2, arguments)
    let training = view.network.training
    let scaling = targetScaling(of: view.network)
    func shown(_ values: [Double]) -> [Double] {
      scaling.map { scaling in values.map { $0 * scaling.scales[0] + scaling.means[0] } } ?? values
    }
    var notes = [view.note(self)].compactMap(\.self)
    if training.targetCount > 1 { notes.append("the first of \(training.targetCount) targets") }
    let drawn = drawnExamples(of: training, &notes)
    let x = try view.ends(0, arguments)
    let target = training.targetNames[0]
    let xs = view.values(0, of: training)
    if view.features.count == 1 {
      let truth = shown(
        stride(from: 0, to: training.targets.count, by: training.targetCount).map {
          training.targets[$0]
        })
      let places = (0...240).map { x.0 + (x.1 - x.0) * Double($0) / 240 }
      let values = shown(try view.outputs(for: view.inputs(along: places)))
      var axis = Axis(target)
      if let y = try arguments.ends(Verbs.yWindow) { (axis.from, axis.to) = (y.low, y.high) }
      let figure = Figure(
        title: "\(training.name): what the network predicts",
        panels: [
          Panel(
            x: Axis(view.name(0), from: x.0, to: x.1), y: axis,
            layers: [
              .points(
                x: drawn.map { xs[$0] }, y: drawn.map { truth[$0] }, name: "training set",
                isFaint: drawn.count > Self.mostMarks, slot: 0),
              .line(x: places, y: values, name: "network", slot: 1),
            ])
        ], notes: notes)
      return (
        figure,
        [
          "what": "fit", "features": .strings([view.name(0)]), "x": .numbers(places),
          "predicted": .numbers(values),
        ]
      )
    }
    let y = try view.ends(1, arguments)
    let (columns, rows) = (80, 60)
    let values = shown(
      try view.outputs(for: view.inputs(x: x, y: y, columns: columns, rows: rows)))
    let ys = view.values(1, of: training)
    let grid = SampledGrid(x: x, y: y, columns: columns, rows: rows, values: values)
    let figure = Figure(
      title: "\(training.name): predicted \(target)",
      panels: [
        Panel(
          x: Axis(view.name(0), from: x.0, to: x.1), y: Axis(view.name(1), from: y.0, to: y.1),
          layers: [
            .contour(grid, isFilled: true, name: target),
            .points(
              x: drawn.map { xs[$0] }, y: drawn.map { ys[$0] }, name: "training set",
              isFaint: drawn.count > Self.mostMarks, slot: 0),
          ])
      ], notes: notes)
    return (
      figure,
      [
        "what": "fit", "features": .strings([view.name(0), view.name(1)]),
        "x": .numbers([x.0, x.1]), "y": .numbers([y.0, y.1]),
        "predicted": matrix(values, columns: columns),
      ]
    )
  }

  fileprivate func predictedFigure(
    _ parts: [String], _ arguments: Arguments
  ) throws(ShellError) -> PlotKind.Drawn {
    let (network, timeline) = try requireNetwork(drawing: "predicted")
    let part = try part(of: network, parts, arguments)
    let dataset = part.dataset
    let width = dataset.targetCount
    let theta = timeline.state.theta
    var all = try engineError { try network.outputs(at: theta, for: dataset.featureValues) }
    var truth = dataset.targets
    if let scaling = targetScaling(of: network) {
      (all, truth) = (scaling.invert(all), scaling.invert(truth))
    }
    var notes: [String] = []
    let drawn = drawnExamples(of: dataset, &notes)
    if width > 4 { notes.append("the first 4 of \(width) targets") }
    let rSquared = network.metrics(at: theta, on: dataset).rSquared
    let panels = (0..<min(width, 4)).map { k -> Panel in
      let (x, y) = (drawn.map { truth[$0 * width + k] }, drawn.map { all[$0 * width + k] })
      let both = (x + y).filter(\.isFinite)
      let (low, high) = (both.min() ?? 0, both.max() ?? 1)
      let name = dataset.targetNames[k]
      return Panel(
        title: width > 1 ? name : "", x: Axis(width > 1 ? "true" : "true \(name)"),
        y: Axis("predicted"),
        layers: [
          .line(x: [low, high], y: [low, high], name: "predicted = true", slot: 6),
          .points(x: x, y: y, name: "\(part.name) set", slot: 0),
        ], hasEqualAspect: true)
    }
    let score = rSquared.map { ", \(traits.unicode ? "R²" : "R^2") \(number($0))" } ?? ""
    let json: JSON.Object = [
      "what": "predicted", "part": .string(part.name), "targets": .strings(dataset.targetNames),
      "r2": rSquared.map(JSON.number) ?? .null, "true": matrix(truth, columns: width),
      "predicted": matrix(all, columns: width),
    ]
    return (
      Figure(
        title: "\(dataset.name), \(part.name) set: predicted against true\(score)",
        panels: panels, notes: notes), json
    )
  }
}
