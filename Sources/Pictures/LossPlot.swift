import Console
import Engine
import Plot
import PlotGeometry
import Session

extension PlotKind {
  static let loss = PlotKind(
    "loss", "",
    "the loss over t; on a network each batch's, their moving average and the validation set's",
    options: [Verbs.xWindow, Verbs.yWindow, Verbs.lastUpdates, Verbs.logAxis, Verbs.smoothing],
    obstacle: { $0.updateObstacle }
  ) { workspace, _, arguments throws(ShellError) in
    guard workspace.presentNetwork != nil else {
      if arguments.isGiven(Verbs.smoothing) {
        throw arguments.error(
          "smooth= is for the noisy losses of a network's batches; on a surface there are none",
          about: Verbs.smoothing)
      }
      return try workspace.quantityFigure(["loss"], arguments)
    }
    return try workspace.lossFigure(arguments)
  }
}

extension Workspace {
  /// Numbers over t.
  private struct Course {
    var t: [Double] = []
    var values: [Double] = []

    mutating func append(_ t: Int, _ value: Double) {
      self.t.append(Double(t))
      values.append(value)
    }
  }

  /// What the lecture shows of noisy losses: the batches as a scatter with the trend through it, and
  /// the validation set, whose turning says when to stop.
  fileprivate func lossFigure(_ arguments: Arguments) throws(ShellError) -> PlotKind.Drawn {
    let (network, timeline) = try requireNetwork(drawing: "loss")
    let range = try timeRange(of: timeline, arguments)
    var (batches, training, validation) = (Course(), Course(), Course())
    try forEachMoment(of: timeline, in: range, most: 1_001) { moment in
      guard let record = moment.timeline.record else { return }
      batches.append(record.t, record.batchLoss)
    }
    let hasValidation = network.validation != nil
    try forEachMoment(of: timeline, in: range, most: 201) { moment in
      let t = moment.timeline.state.t
      training.append(t, moment.loss)
      if hasValidation, let value = try? moment.value(of: "val_loss")?.scalar {
        validation.append(t, value)
      }
    }
    let isPartial = timeline.course.contains {
      ($0.experiment.batchSize ?? .max) < network.exampleCount
    }
    let hasDropout = timeline.course.contains { !$0.experiment.objective.dropoutLayers.isEmpty }
    let isNoisy = isPartial || hasDropout
    let span = arguments[Verbs.smoothing] ?? max(2, (range.upperBound - range.lowerBound) / 10)
    let trend = movingAverage(of: batches.values, at: batches.t, spanning: Double(span))
    var layers: [Panel.Layer] = []
    if isNoisy {
      layers = [
        .points(x: batches.t, y: batches.values, name: "each batch", isFaint: true, slot: 0),
        .line(x: batches.t, y: trend, name: "mean of \(span) batches", slot: 0),
      ]
    }
    // Without dropout the trend says the same as the training set's own curve.
    if !isNoisy || hasDropout {
      layers.append(.line(x: training.t, y: training.values, name: "training set", slot: 2))
    }
    if hasValidation {
      layers.append(.line(x: validation.t, y: validation.values, name: "validation set", slot: 1))
    }
    let progress = timeline.state.stopping
    if timeline.experiment.stopping != nil, progress.bestT > range.lowerBound {
      layers.append(.vertical(Double(progress.bestT), name: "best so far"))
    }
    let shown = layers.flatMap { layer -> [Double] in
      if case .line(let line) = layer { return line.y.filter(\.isFinite) }
      return []
    }
    let figure = Figure(
      title: "\(branch?.place.name ?? ""), \(setup.optimizer.name): the loss",
      panels: [
        Panel(
          x: Axis("t", isCount: true), y: try valueAxis(symbol(of: "loss"), shown, arguments),
          layers: layers)
      ], notes: hasDropout ? [Self.dropoutRemark] : [])
    func series(_ name: String, _ course: Course, _ values: [Double]? = nil) -> JSON {
      .object([
        "name": .string(name), "t": .numbers(course.t), "values": .numbers(values ?? course.values),
      ])
    }
    var all = [series("loss", training), series("batch_loss", batches)]
    all.append(series("batch_loss_mean", batches, trend))
    if hasValidation { all.append(series("val_loss", validation)) }
    var json: JSON.Object = ["what": "loss", "smooth": .integer(span), "series": .array(all)]
    if hasDropout { json["note"] = .string(Self.dropoutRemark) }
    return (figure, json)
  }
}
