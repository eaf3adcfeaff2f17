import Console
import Conversion
import Engine
import Formula
import Plot
import Session
import Timelines

extension Workspace {
  /// Any expressions over t.
  func quantityFigure(
    _ words: [String], _ arguments: Arguments
  ) throws(ShellError) -> PlotKind.Drawn {
    _ = try requireBranch()
    var formulas: [TypedFormula] = []
    for word in words {
      formulas.append(try expression(word, column: arguments.column(Verbs.pictured)))
    }
    let series = try series(of: formulas, arguments)
    guard !series.isEmpty else {
      throw arguments.error(
        "'\(words.joined(separator: " "))' has no value to draw", about: Verbs.pictured)
    }
    let values = series.flatMap(\.y).filter(\.isFinite)
    // Where all lines show the same quantity, the axis says which, and the legend the branches.
    let symbols = Set(series.map(\.symbol))
    let yAxis = try valueAxis(symbols.count == 1 ? series[0].symbol : "", values, arguments)
    let layers = series.map { line in
      Panel.Layer.line(x: line.x, y: line.y, name: line.name(isAlone: symbols.count == 1))
    }
    let place = branch?.place.name ?? ""
    let isOverBranches = arguments[Verbs.branchByBranch] ?? false
    let figure = Figure(
      title: isOverBranches ? "\(place), branch by branch" : "\(place), \(setup.optimizer.name)",
      panels: [Panel(x: Axis("t", isCount: true), y: yAxis, layers: layers)])
    let json: JSON.Object = [
      "what": .strings(words),
      "series": .array(
        series.map {
          .object(["name": .string($0.key), "t": .numbers($0.x), "values": .numbers($0.y)])
        }),
    ]
    return (figure, json)
  }

  /// The moments that `last=` and `x=` choose of what has been trained up to now.
  func timeRange(
    of timeline: Timeline, _ arguments: Arguments
  ) throws(ShellError) -> ClosedRange<Int> {
    let (start, now) = (timeline.extent.lowerBound, timeline.state.t)
    guard now > start else {
      throw ShellError("no update has been made yet: 'step' or 'run' makes some")
    }
    var range = (start, now)
    if let last = arguments[Verbs.lastUpdates] { range.0 = max(start, now - min(last, now)) }
    if let ends = try arguments.ends(Verbs.xWindow) {
      range.0 = max(range.0, Int(clamping: ends.low))
      range.1 = min(range.1, Int(clamping: ends.high))
      guard range.0 < range.1 else {
        throw arguments.error("no update lies in that range of t", about: Verbs.xWindow)
      }
    }
    return range.0...range.1
  }

  /// The y axis for values over t: as `y=` and `log=` say, else logarithmic where all are positive
  /// and they span two decades.
  func valueAxis(
    _ label: String, _ values: [Double], _ arguments: Arguments
  ) throws(ShellError) -> Axis {
    let isPositive = !values.isEmpty && values.allSatisfy { $0 > 0 }
    let isWide = (values.max() ?? 1) > 100 * (values.min() ?? 1)
    let isLog = arguments[Verbs.logAxis] ?? (isPositive && isWide)
    var axis = Axis(label, scale: isLog ? .log : .linear)
    if let y = try arguments.ends(Verbs.yWindow) { (axis.from, axis.to) = (y.low, y.high) }
    return axis
  }

  /// Goes through at most `most` moments of a range, evenly spread, the ends among them.
  ///
  /// - Throws: `ShellError` where the user interrupts.
  func forEachMoment(
    of timeline: Timeline, in range: ClosedRange<Int>, most: Int, _ body: (Moment) -> Void
  ) throws(ShellError) {
    let evaluator = timeline.experiment.objective.makeEvaluator()
    let length = range.upperBound - range.lowerBound
    let steps = min(max(most - 1, 1), length)
    var copy = timeline
    let meter = meter("plot", of: Double(steps + 1), "moments")
    for k in 0...steps {
      meter.update(Double(k))
      let share = steps > 0 ? Double(k) / Double(steps) : 0
      let t =
        range.lowerBound + Int(clamping: (Double(length) * share).rounded(), from: 0, to: length)
      copy.go(to: t, isInterrupted: host.interrupt)
      try stopIfInterrupted()
      body(Moment(copy, evaluator: evaluator))
      // What stopped the course there would stop it again.
      if copy.state.t != t { break }
    }
  }

  private struct Series {
    /// The quantity as it is written on screen.
    var symbol: String
    /// The same in ASCII, with its branch.
    var key: String
    /// Where several branches are drawn: this one's name and rule.
    var branch: String?
    var x: [Double] = []
    var y: [Double] = []

    /// What the legend shows; `isAlone` where the axis says which quantity it is.
    func name(isAlone: Bool) -> String {
      guard let branch else { return symbol }
      return isAlone ? branch : "\(branch): \(symbol)"
    }
  }

  /// The components of the formulas in the present branch, or in all that have them.
  private func series(
    of formulas: [TypedFormula], _ arguments: Arguments
  ) throws(ShellError) -> [Series] {
    let present = try requireBranch()
    guard arguments[Verbs.branchByBranch] ?? false else {
      return try series(
        of: formulas, in: present.timeline, try timeRange(of: present.timeline, arguments))
    }
    var all: [Series] = []
    for branch in branches where branch.timeline.state.t > branch.timeline.extent.lowerBound {
      let range = try timeRange(of: branch.timeline, arguments)
      all += try series(of: formulas, in: branch.timeline, range).map { series in
        var named = series
        named.branch = "\(branch.name), \(branch.timeline.experiment.optimizer.name)"
        named.key = "\(branch.name): \(series.key)"
        return named
      }
    }
    return all
  }

  /// The components of the formulas over at most 1000 moments, evenly spread.
  private func series(
    of formulas: [TypedFormula], in timeline: Timeline, _ range: ClosedRange<Int>
  ) throws(ShellError) -> [Series] {
    let layout = timeline.experiment.objective.layout
    var series: [String: Series] = [:]
    var order: [String] = []
    try forEachMoment(of: timeline, in: range, most: 1_001) { moment in
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
            series[key] = Series(symbol: isVector ? "\(symbol) \(label)" : symbol, key: key)
            order.append(key)
          }
          series[key]?.x.append(Double(moment.timeline.state.t))
          series[key]?.y.append(element)
        }
      }
    }
    return order.compactMap { series[$0] }
  }
}
