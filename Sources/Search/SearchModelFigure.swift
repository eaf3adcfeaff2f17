import Arithmetic
import Console
import Conversion
import Engine
import Formula
import HyperparameterSearch
import Numerics
import Plot
import PlotGeometry
import Session
import Wording

/// What a Bayesian search believes, in one dimension and in two.
extension Workspace {
  func modelFigure(
    _ search: Search, _ arguments: Arguments
  ) throws(ShellError) -> PlotKind.Drawn {
    let definition = search.definition
    let dimensions = definition.space.dimensions
    guard case .bayes = definition.method else {
      throw arguments.error(
        "only a Bayesian search has a model; 'search bayes ...' makes one", about: Verbs.pictured)
    }
    guard dimensions.count <= 2 else {
      throw arguments.error(
        "the model is drawn over one setting or two; this search has \(dimensions.count)",
        about: Verbs.pictured)
    }
    let proposals = try engineCall { () throws(EngineError) in try Proposals(definition) }
    let next = proposals.next(after: search.study)
    let points = dimensions.count == 1 ? Self.line(dimensions[0]) : Self.sheet
    guard let posterior = proposals.posterior(after: search.study, at: points) else {
      throw ShellError("no trial has a value yet, and so there is no model")
    }
    // The model makes small; what is to be great comes back with its sign.
    let sign = definition.isGain ? -1.0 : 1.0
    let model = Model(
      points: points, means: posterior.map { sign * $0.mean },
      deviations: posterior.map(\.standardDeviation),
      improvements: posterior.map(\.expectedImprovement), next: next)
    let figure =
      dimensions.count == 1 ? try lineFigure(search, model) : sheetFigure(search, model)
    var json: JSON.Object = [
      "what": "search", "picture": "model", "settings": .strings(search.names),
      "next": next.map { JSON.array(definition.space.values(at: $0).map(\.json)) } ?? .null,
      "best": search.bestJSON,
    ]
    if dimensions.count == 1 {
      json["x"] = .array(points.map { dimensions[0].value(at: $0[0]).json })
      json["mean"] = .numbers(model.means)
      json["deviation"] = .numbers(model.deviations)
      json["improvement"] = .numbers(model.improvements)
    }
    return (figure, json)
  }

  private struct Model {
    var points: [[Double]]
    var means: [Double]
    var deviations: [Double]
    var improvements: [Double]
    var next: [Double]?
  }

  // MARK: One setting

  /// Every value where they are counted, otherwise positions close together.
  private static func line(_ dimension: SearchDimension) -> [[Double]] {
    if let count = dimension.unit.count, count <= 200 {
      return (0..<count).map { [dimension.unit.coordinate(of: $0)] }
    }
    return (0...200).map { [Double($0) / 200] }
  }

  /// Mean, band and trials above, expected improvement below, the next point in both.
  private func lineFigure(_ search: Search, _ model: Model) throws(ShellError) -> Figure {
    let dimension = search.definition.space.dimensions[0]
    let x = model.points.map { place($0[0], on: dimension) }
    let valued = search.study.trials.filter { $0.value != nil }
    var above = Panel.Layer.mean(
      x: x, mean: model.means, deviation: model.deviations.map { 2 * $0 },
      name: "mean and 2 deviations", slot: 0)
    if case .formula = search.definition.task {
      let work = try search.work()
      let truth = model.points.map { work(0, $0, { false })?.value ?? .nan }
      above.append(.line(x: x, y: truth, name: "the formula", slot: 6))
    }
    above.append(
      .points(
        x: valued.map { place($0.point[0], on: dimension) }, y: valued.compactMap(\.value),
        name: "trials", slot: 1))
    var below: [Panel.Layer] = [
      .line(x: x, y: model.improvements, name: "expected improvement", slot: 2)
    ]
    if let next = model.next {
      let mark = Panel.Layer.vertical(place(next[0], on: dimension), name: "next")
      above.append(mark)
      below.append(mark)
    }
    return Figure(
      title: searchTitle(search, counted(search.study.trials.count, "trial")),
      panels: [
        Panel(x: axis(dimension), y: Axis(search.definition.monitor), layers: above),
        Panel(x: axis(dimension), y: Axis("expected improvement"), layers: below),
      ], panelColumns: 1)
  }

  // MARK: Two settings

  private static let side = (columns: 49, rows: 33)

  private static var sheet: [[Double]] {
    (0..<side.rows).flatMap { row in
      (0..<side.columns).map { column in
        [Double(column) / Double(side.columns - 1), Double(row) / Double(side.rows - 1)]
      }
    }
  }

  /// Mean and expected improvement as contours over positions, the scales of the space straightened.
  private func sheetFigure(_ search: Search, _ model: Model) -> Figure {
    let dimensions = search.definition.space.dimensions
    let ends = dimensions.map(straightEnds)
    func straight(_ position: Double, _ axis: Int) -> Double {
      ends[axis].low + (ends[axis].high - ends[axis].low) * position
    }
    func grid(_ values: [Double]) -> SampledGrid {
      SampledGrid(
        x: (ends[0].low, ends[0].high), y: (ends[1].low, ends[1].high),
        columns: Self.side.columns, rows: Self.side.rows, values: values)
    }
    let trials = search.study.trials
    var marks: [Panel.Layer] = [
      .points(
        x: trials.map { straight($0.point[0], 0) }, y: trials.map { straight($0.point[1], 1) },
        name: "trials", slot: 1)
    ]
    if let best = search.study.best {
      marks.append(
        .minimum(x: straight(best.point[0], 0), y: straight(best.point[1], 1), name: "best"))
    }
    if let next = model.next {
      marks.append(
        .points(x: [straight(next[0], 0)], y: [straight(next[1], 1)], name: "next", slot: 2))
    }
    let axes = zip(dimensions, ends).map {
      Axis(symbol(of: $0.name) + $1.note, from: $1.low, to: $1.high)
    }
    return Figure(
      title: searchTitle(search, counted(trials.count, "trial")),
      panels: [
        Panel(
          title: "mean of \(search.definition.monitor)", x: axes[0], y: axes[1],
          layers: [.contour(grid(model.means), name: "mean")] + marks),
        Panel(
          title: "expected improvement", x: axes[0], y: axes[1],
          layers: [
            .contour(
              grid(model.improvements), levels: Self.levels(of: model.improvements),
              name: "improvement")
          ] + marks),
      ])
  }

  /// Three decades below the greatest improvement: what is less is as good as none.
  private static func levels(of improvements: [Double]) -> ContourLevels {
    let most = improvements.filter(\.isFinite).max() ?? 0
    guard most > 0 else { return .automatic }
    let decade = Int(clamping: Elementary.log10(most).rounded(.down))
    let values = (0..<4).flatMap { down in
      [1, 3].compactMap { Double("\($0)e\(decade - down)") }
    }
    return .values(values.filter { $0 < most && $0 > most / 1000 })
  }

  /// The ends of an axis on which the positions are evenly spaced.
  private func straightEnds(
    _ dimension: SearchDimension
  ) -> (low: Double, high: Double, note: String) {
    switch dimension.scale {
    case .linear(let low, let high): return (low, high, "")
    case .integer(let low, let high): return (Double(low), Double(high), "")
    case .log(let low, let high):
      return (Elementary.log10(low), Elementary.log10(high), " (log10)")
    case .logInteger(let low, let high):
      return (Elementary.log10(Double(low)), Elementary.log10(Double(high)), " (log10)")
    case .choice(let values): return (0, Double(values.count - 1), " (choice)")
    }
  }
}
