import Engine
import Formula
import Plot

extension Command {
  static let plot = Command(
    "plot", .see, "draws the surface with its paths, the loss, or any quantity over t",
    discussion: """
      'plot surface' draws contours with the path of every branch, its start and the minima; 'plot \
      loss' the loss over t; 'plot schedule' the learning rate to come; anything else is an \
      expression over the quantities: 'plot m_hat[0] v_hat[0]', 'plot norm(grad)'. 'plot' alone \
      lists what can be drawn now.
      """,
    parameters: [
      Parameter(
        "what", .variadic, .formula, "surface, loss, schedule, or quantities",
        suggestions: { ["surface", "schedule"] + $0.liveQuantityNames }),
      Parameter("x", .option, .numbers(count: 2...2), "the window in x, or the range of t"),
      Parameter("y", .option, .numbers(count: 2...2), "the window in y"),
      Parameter("last", .option, .integer(1...Int.max), "only the last so many updates"),
      Workspace.planeParameter,
      Parameter("log", .option, .truth, "a logarithmic y axis; by the numbers where left open"),
    ],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; run 100", "plot surface", "plot loss",
      "plot m_hat v_hat last=50 log=no", "plot schedule",
    ]
  ) { workspace, arguments throws(ShellError) in
    let words = arguments.texts("what")
    guard let first = words.first else { return [workspace.plottable] }
    let figure: (Figure, JSON.Object)
    switch (first, words.count) {
    case ("surface", 1): figure = try workspace.surfaceFigure(arguments)
    case ("schedule", 1): figure = try workspace.scheduleFigure(arguments)
    case ("surface", _), ("schedule", _):
      throw arguments.error("'\(first)' is drawn on its own", about: "what")
    default: figure = try workspace.quantityFigure(words, arguments)
    }
    workspace.lastFigure = figure.0
    var report = Report(json: figure.1)
    report.blocks.append(.drawing(workspace.drawing(of: figure.0)))
    return [report]
  }
}

extension Workspace {
  fileprivate var plottable: Report {
    let names = branch == nil ? ["schedule"] : ["surface", "schedule"] + liveQuantityNames
    var report = Report(json: ["plottable": .strings(names)])
    report.paragraph(
      "now: " + StyledText(names.joined(separator: " "), .quantity)
        + " and any expression over them", indent: 5)
    return report
  }

  /// The figure as this terminal can show it.
  func drawing(of figure: Figure, rows limit: Int? = nil) -> String {
    host.drawn?(figure)
    return traits.json ? "" : terminalRenderer(rows: limit).render(figure)
  }

  /// What draws on this terminal.
  func terminalRenderer(rows limit: Int? = nil) -> TerminalRenderer {
    let colors: TerminalCapability.Colors =
      switch traits.color {
      case .none: .none
      case .ansi: .ansi16
      case .palette256: .ansi256
      case .trueColor: .trueColor
      }
    let rows = limit ?? (traits.isInteractive ? min(max(traits.height - 2, 16), 40) : 24)
    return TerminalRenderer(
      columns: min(traits.width, 160), rows: rows,
      capability: TerminalCapability(colors: colors, glyphs: traits.unicode ? .braille : .ascii))
  }

  // MARK: plot surface

  fileprivate func surfaceFigure(
    _ arguments: Arguments
  ) throws(ShellError) -> (Figure, JSON.Object) {
    let branch = try requireBranch()
    guard let surface = branch.timeline.experiment.objective as? Surface else {
      return try planeFigure(arguments)
    }
    if arguments.isGiven("plane") {
      throw arguments.error("a plane is chosen on a network; this is a surface", about: "plane")
    }
    if arguments.isGiven("log") || arguments.isGiven("last") {
      throw ShellError("'plot surface' takes x= and y=, the ends of its window")
    }
    let paths = branches.map { branch in
      (branch, branch.timeline.drawnPath.map(\.theta))
    }
    let points = paths.flatMap(\.1).filter { $0.allSatisfy(\.isFinite) }
    let window = window(for: branch.place, around: points)
    let x = try ends(arguments.numbers("x"), else: window.x, "x", arguments)
    let y = try ends(arguments.numbers("y"), else: window.y, "y", arguments)
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
    for (i, least) in branch.place.minima.prefix(12).enumerated() {
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

  private func ends(
    _ given: [Double]?, else automatic: (Double, Double), _ name: String, _ arguments: Arguments
  ) throws(ShellError) -> (Double, Double) {
    guard let given else { return automatic }
    guard given[0] < given[1] else {
      throw arguments.error("\(name)=LOW,HIGH needs the lower end first", about: name)
    }
    return (given[0], given[1])
  }

  /// The catalogue's window, or one round the start and the minima; widened for a path that leaves
  /// it, up to four times its size.
  private func window(
    for place: Place, around points: [[Double]]
  ) -> (x: (Double, Double), y: (Double, Double)) {
    func ends(_ axis: Int, _ range: ClosedRange<Double>?) -> (Double, Double) {
      var low: Double
      var high: Double
      if let range {
        (low, high) = (range.lowerBound, range.upperBound)
      } else {
        let marks =
          place.minima.map { axis == 0 ? $0.x : $0.y } + [place.surface?.start[axis] ?? 0, 0]
        low = marks.min() ?? -1
        high = marks.max() ?? 1
        let margin = max(0.3 * (high - low), 0.5)
        (low, high) = (low - margin, high + margin)
      }
      let size = high - low
      let values = points.map { $0[axis] }
      let reach = (values.min() ?? low, values.max() ?? high)
      if reach.0 < low { low = max(reach.0 - 0.05 * size, low - 1.5 * size) }
      if reach.1 > high { high = min(reach.1 + 0.05 * size, high + 1.5 * size) }
      return (low, high)
    }
    return (ends(0, place.catalogued?.xRange), ends(1, place.catalogued?.yRange))
  }

  // MARK: plot QUANTITY...

  fileprivate func quantityFigure(
    _ words: [String], _ arguments: Arguments
  ) throws(ShellError) -> (Figure, JSON.Object) {
    let timeline = try requireBranch().timeline
    var formulas: [TypedFormula] = []
    for word in words {
      formulas.append(try expression(word, column: arguments.column("what")))
    }
    let start = timeline.extent.lowerBound
    guard timeline.state.t > start else {
      throw ShellError("no update has been made yet: 'step' or 'run' makes some")
    }
    var range = (start, timeline.state.t)
    if let last = arguments.integer("last") { range.0 = max(start, range.1 - min(last, range.1)) }
    if let ends = arguments.numbers("x") {
      guard ends[0] < ends[1] else {
        throw arguments.error("x=LOW,HIGH needs the lower end first", about: "x")
      }
      range.0 = max(range.0, Int(clamping: ends[0]))
      range.1 = min(range.1, Int(clamping: ends[1]))
      guard range.0 < range.1 else {
        throw arguments.error("no update lies in that range of t", about: "x")
      }
    }
    let series = self.series(of: formulas, in: timeline, from: range.0, to: range.1)
    guard !series.isEmpty else {
      throw arguments.error("'\(words.joined(separator: " "))' has no value to draw", about: "what")
    }
    let values = series.flatMap(\.y).filter(\.isFinite)
    let isPositive = !values.isEmpty && values.allSatisfy { $0 > 0 }
    let isWide = (values.max() ?? 1) > 100 * (values.min() ?? 1)
    let isLog = arguments.truth("log") ?? (isPositive && isWide)
    var yAxis = Axis(series.count == 1 ? series[0].name : "", scale: isLog ? .log : .linear)
    if let y = arguments.numbers("y") {
      guard y[0] < y[1] else {
        throw arguments.error("y=LOW,HIGH needs the lower end first", about: "y")
      }
      (yAxis.from, yAxis.to) = (y[0], y[1])
    }
    let layers = series.map { Panel.Layer.line(x: $0.x, y: $0.y, name: $0.name) }
    let place = branch?.place.name ?? ""
    let figure = Figure(
      title: "\(place), \(setup.optimizer.name)",
      panels: [Panel(x: Axis("t"), y: yAxis, layers: layers)])
    let json: JSON.Object = [
      "what": .strings(words),
      "series": .array(
        series.map {
          .object(["name": .string($0.key), "t": .numbers($0.x), "values": .numbers($0.y)])
        }),
    ]
    return (figure, json)
  }

  private struct Series {
    /// What the legend shows.
    var name: String
    /// The same in ASCII.
    var key: String
    var x: [Double] = []
    var y: [Double] = []
  }

  /// The components of the formulas over at most 1000 moments, evenly spread.
  private func series(
    of formulas: [TypedFormula], in timeline: Timeline, from first: Int, to last: Int
  ) -> [Series] {
    let layout = timeline.experiment.objective.layout
    let evaluator = timeline.experiment.objective.makeEvaluator()
    let steps = min(1_000, last - first)
    var series: [String: Series] = [:]
    var order: [String] = []
    var copy = timeline
    for k in 0...steps {
      let t = first + Int((Double(last - first) * Double(k) / Double(steps)).rounded())
      copy.go(to: t)
      let moment = Moment(copy, evaluator: evaluator)
      for formula in formulas {
        guard
          let value = try? formula.expression.evaluate({ try moment.value(of: $0) })
        else { continue }
        let isVector = !value.shape.isEmpty
        for (i, element) in value.elements.prefix(8).enumerated() {
          let key = isVector ? "\(formula.text)[\(i)]" : formula.text
          if series[key] == nil {
            let label = i < layout.count ? layout.label(of: i) : "\(i)"
            let symbol = typeset(formula.expression)
            series[key] = Series(name: isVector ? "\(symbol) \(label)" : symbol, key: key)
            order.append(key)
          }
          series[key]?.x.append(Double(copy.state.t))
          series[key]?.y.append(element)
        }
      }
      if copy.state.t != t { break }
    }
    return order.compactMap { series[$0] }
  }

  // MARK: plot schedule

  fileprivate func scheduleFigure(
    _ arguments: Arguments
  ) throws(ShellError) -> (Figure, JSON.Object) {
    let now = branch?.timeline.state.t ?? 0
    let length: Int =
      switch setup.schedule.shape {
      case .step(_, let milestones): (milestones.max() ?? 100) + (milestones.max() ?? 100) / 4
      case .cosine(let period), .linear(let period): period + period / 4
      case .constant, .inverseSquareRoot, .formula: 100
      }
    var range = (0, max(length, now, 10))
    if let ends = arguments.numbers("x") {
      range = (max(0, Int(clamping: ends[0])), min(1_000_000_000, Int(clamping: ends[1])))
      guard range.0 < range.1 else {
        throw arguments.error("x=LOW,HIGH needs the lower end first, from 0 on", about: "x")
      }
    }
    let steps = min(1_000, range.1 - range.0)
    let times = (0...steps).map { k in
      range.0 + Int((Double(range.1 - range.0) * Double(k) / Double(steps)).rounded())
    }
    let lr = setup.optimizer.settings.lr
    let rates = times.map { setup.schedule.rate(lr: lr, afterCompleting: $0) }
    var layers: [Panel.Layer] = [
      .line(x: times.map(Double.init), y: rates, name: setup.schedule.name)
    ]
    if now > 0, now >= range.0, now <= range.1 {
      layers.append(.vertical(Double(now), name: "now"))
    }
    let isLog = arguments.truth("log") ?? false
    let figure = Figure(
      title: "schedule \(setup.schedule.name)",
      panels: [
        Panel(
          x: Axis("t"),
          y: isLog
            ? Axis(symbol(of: "eta"), scale: .log)
            : Axis(symbol(of: "eta"), from: 0, to: (rates.filter(\.isFinite).max() ?? lr) * 1.1),
          layers: layers)
      ])
    let json: JSON.Object = [
      "what": "schedule", "schedule": .string(setup.schedule.name),
      "t": .array(times.map(JSON.integer)), "eta": .numbers(rates),
    ]
    return (figure, json)
  }
}

extension Int {
  /// The nearest whole number that fits.
  fileprivate init(clamping value: Double) {
    self = value >= 9e18 ? .max : value <= -9e18 ? .min : value.isNaN ? 0 : Int(value)
  }
}
