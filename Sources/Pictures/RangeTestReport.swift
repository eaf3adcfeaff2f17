import Console
import Engine
import Formula
import Plot
import PlotGeometry
import Session
import Timelines
import Wording

/// `sweep lr ramp(LOW,HIGH)`: the learning-rate range test.
extension Workspace {
  /// What the test says nothing of.
  private static let limits = """
    What it does not say: each rate holds for one update, on what the smaller ones before it have \
    reached, so it tells where learning begins and where it breaks, not which rate ends lowest after \
    a long run, nor with another batch, rule or schedule. 'sweep lr' with a few rates between does.
    """

  /// The ends of the ramp among a sweep's values; nil where there is none.
  ///
  /// - Throws: `ShellError` for a ramp that is none, or beside other values.
  func ramp(_ arguments: Arguments) throws(ShellError) -> (low: Double, high: Double)? {
    let words = arguments[Verbs.sweptValues]
    guard let word = words.first(where: { $0.lowercased().hasPrefix("ramp(") }) else { return nil }
    let column = arguments.column(Verbs.sweptValues)
    var ends: [Double] = []
    if words.count == 1, word.hasSuffix(")") {
      for part in listParts(of: String(word.dropFirst("ramp".count))) {
        ends.append(try number(part, column: column))
      }
    }
    guard ends.count == 2, 0 < ends[0], ends[0] < ends[1], ends[1].isFinite else {
      throw ShellError(
        "ramp(LOW,HIGH) stands alone, with 0 < LOW < HIGH, unlike "
          + "'\(shortened(words.joined(separator: " ")))'; steps= says over how many updates",
        column: column)
    }
    return (ends[0], ends[1])
  }

  func rangeTest(
    _ ramp: (low: Double, high: Double), _ arguments: Arguments
  ) throws(ShellError) -> (Figure, [Report]) {
    let branch = try requireBranch()
    if arguments.isGiven(Verbs.lossTarget) {
      throw arguments.error(
        "a ramp has no target: each rate makes one update", about: Verbs.lossTarget)
    }
    let updates = max(arguments[Verbs.steps], 2)
    let meter = meter("sweep", of: Double(updates), "updates")
    let found = try engineError {
      try RangeTest(
        of: branch.timeline.experiment, from: ramp.low, to: ramp.high, updates: updates,
        isInterrupted: host.interrupt, progress: { meter.update(Double($0)) })
    }
    guard let test = found else { throw .interrupted() }
    let figure = figure(of: test, name: branch.place.name)
    func rate(_ k: Int?) -> JSON { k.map { .number(test.rates[$0]) } ?? .null }
    let end: JSON = test.isCut ? rate(test.rates.indices.last) : .null
    var report = Report(json: [
      "key": "lr", "ramp": .numbers([ramp.low, ramp.high]), "steps": .integer(test.rates.count),
      "rates": .numbers(test.rates), "losses": .numbers(test.losses),
      "smoothed": .numbers(test.smoothed), "steepest": rate(test.steepest),
      "lowest": rate(test.lowest), "runs_away": end,
    ])
    guard !traits.json else { return (figure, [report]) }
    report.blocks.append(.drawing(drawing(of: figure)))
    let eta = symbol(of: "eta")
    func line(_ what: String, _ k: Int?) {
      guard let k else { return }
      report.line(
        StyledText("\(what)  ", .faint) + StyledText("\(eta) \(number(test.rates[k]))", .strong)
          + "   \(symbol(of: "loss")) \(number(test.smoothed[k]))")
    }
    line("falls fastest at", test.steepest)
    line("is least at     ", test.lowest)
    if test.isCut { line("has run away at ", test.rates.indices.last) }
    if test.lowest == test.rates.indices.last {
      report.paragraph(
        StyledText("The loss still falls at the highest rate: a higher end shows where it breaks."))
    }
    if test.steepest == nil {
      report.paragraph(
        StyledText(
          test.isNoisy
            ? "The loss falls nowhere by more than the batches differ: 'batch all', a larger batch "
              + "or more steps= would tell."
            : "The loss falls at none of these rates.", .warning))
    }
    report.paragraph(StyledText(Self.limits, .faint))
    return (figure, [report])
  }

  private func figure(of test: RangeTest, name: String) -> Figure {
    let last = test.isCut ? max(test.rates.count - 1, 1) : test.rates.count
    let (rates, smoothed) = (Array(test.rates.prefix(last)), Array(test.smoothed.prefix(last)))
    let finite = smoothed.filter(\.isFinite)
    let isWide = finite.allSatisfy { $0 > 0 } && (finite.max() ?? 1) > 50 * (finite.min() ?? 1)
    var layers: [Panel.Layer] = [.line(x: rates, y: smoothed, name: "smoothed", slot: 0)]
    if test.smoothed != test.losses {
      layers.insert(
        .points(x: rates, y: Array(test.losses.prefix(last)), name: "batch", slot: 1), at: 0)
    } else {
      layers = [.line(x: rates, y: smoothed, slot: 0)]
    }
    return Figure(
      title: "\(name), \(setup.optimizer.name): learning-rate range test",
      panels: [
        Panel(
          x: Axis(symbol(of: "eta"), scale: .log),
          y: Axis(symbol(of: "loss"), scale: isWide ? .log : .linear), layers: layers)
      ])
  }
}
