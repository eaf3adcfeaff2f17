import Console
import Engine
import Formula
import HyperparameterSearch
import Plot
import PlotGeometry
import Session
import Wording

extension PlotKind {
  static let search = PlotKind(
    "search", "[parallel|points|pairs|importance|curves N|progress|model]",
    "the last search's trials: all settings, two of them, their importance, learning curves",
    obstacle: { workspace in
      workspace.search == nil ? "needs a search: 'search random lr=log(1e-3,1)'" : nil
    }
  ) { workspace, words, arguments throws(ShellError) in
    try workspace.searchFigure(words, arguments)
  }
}

extension Workspace {
  /// What `plot search` draws.
  static let searchPictures = [
    "parallel", "points", "pairs", "importance", "curves", "progress", "model",
  ]

  /// The figure of the last search, and its numbers.
  ///
  /// - Parameter words: which picture, and for the curves of how many trials.
  func searchFigure(
    _ words: [String], _ arguments: Arguments
  ) throws(ShellError) -> PlotKind.Drawn {
    let search = try search(named: nil, for: "plot")
    guard !search.study.trials.isEmpty else { throw ShellError("the search has no trial to draw") }
    let usual =
      search.definition.space.dimensions.count > 2
      ? "parallel" : search.definition.method.name == "bayes" ? "model" : "points"
    let kind = words.first ?? usual
    guard Self.searchPictures.contains(kind) else {
      let near = Spelling.candidates(for: kind, in: Self.searchPictures)
      throw arguments.error(
        "'plot search \(shortened(kind))' is no picture"
          + (near.isEmpty ? "; there are \(listed(Self.searchPictures))" : suggestion(near)),
        about: Verbs.pictured)
    }
    let figure: Figure
    switch kind {
    case "points": figure = try pointsFigure(search, Array(words.dropFirst()), arguments)
    case "pairs": figure = pairsFigure(search)
    case "importance": figure = importanceFigure(search)
    case "progress": figure = progressFigure(search)
    case "model": return try modelFigure(search, arguments)
    case "curves":
      let count =
        try words.count > 1 ? number(words[1], column: arguments.column(Verbs.pictured)) : 5
      guard let count = Int(exactly: count), (1...20).contains(count) else {
        throw arguments.error("'plot search curves' takes 1 to 20 trials", about: Verbs.pictured)
      }
      figure = try curvesFigure(search, best: count)
    default: figure = parallelFigure(search)
    }
    let json: JSON.Object = [
      "what": "search", "picture": .string(kind), "settings": .strings(search.names),
      "importance": .numbers(Importance.shares(of: search.study)),
      "trials": .integer(search.study.trials.count), "best": search.bestJSON,
    ]
    return (figure, json)
  }

  func searchTitle(_ search: Search, _ what: String) -> String {
    "\(search.title), \(search.definition.method.name): \(what)"
  }

  // MARK: Axes

  /// A setting's own axis: its scale, or its choices by name.
  func axis(_ dimension: SearchDimension) -> Axis {
    let name = symbol(of: dimension.name)
    switch dimension.scale {
    case .linear(let low, let high): return Axis(name, from: low, to: high)
    case .log(let low, let high): return Axis(name, scale: .log, from: low, to: high)
    case .integer(let low, let high):
      return Axis(name, from: Double(low) - 0.5, to: Double(high) + 0.5)
    case .logInteger(let low, let high):
      return Axis(name, scale: .log, from: Double(low), to: Double(high))
    case .choice(let values):
      return Axis(
        name, from: -0.5, to: Double(values.count) - 0.5, categories: values.map(\.description))
    }
  }

  /// Where a position stands on the setting's own axis.
  func place(_ position: Double, on dimension: SearchDimension) -> Double {
    if case .choice = dimension.scale { return Double(dimension.unit.index(of: position)) }
    return dimension.value(at: position).number ?? 0
  }

  func valueAxis(_ search: Search, _ values: [Double]) -> Axis {
    let finite = values.filter(\.isFinite)
    let isWide = finite.allSatisfy { $0 > 0 } && (finite.max() ?? 1) > 30 * (finite.min() ?? 1)
    return Axis(search.definition.monitor, scale: isWide ? .log : .linear)
  }

  /// The trials in three groups: the best, the better quarter, the others with those without a value.
  private func groups(_ search: Search) -> [(name: String, trials: [Trial])] {
    let ranked = search.study.ranked
    let valued = ranked.count { $0.value != nil }
    let quarter = min(max((ranked.count + 3) / 4, 1), valued)
    return [
      ("the others", Array(ranked.dropFirst(quarter))),
      ("best quarter", Array(ranked.prefix(quarter).dropFirst())),
      ("best", Array(ranked.prefix(min(valued, 1)))),
    ].filter { !$0.1.isEmpty }
  }

  private static let slots = ["the others": 6, "best quarter": 0, "best": 1]

  // MARK: Parallel coordinates

  /// One line a trial through an axis for each setting and one for the value, the better ones on top.
  private func parallelFigure(_ search: Search) -> Figure {
    let dimensions = search.definition.space.dimensions
    let values = search.study.trials.compactMap(\.value)
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let isGain = search.definition.isGain
    func height(_ trial: Trial) -> Double {
      guard let value = trial.value else { return isGain ? 0 : 1 }
      return high > low ? (value - low) / (high - low) : 0.5
    }
    var layers: [Panel.Layer] = (0...dimensions.count).map { .vertical(Double($0)) }
    let x = (0...dimensions.count).map(Double.init)
    for (name, trials) in groups(search) {
      // Of very many the better ones: more would be one dark area.
      for (i, trial) in trials.prefix(300).enumerated() {
        layers.append(
          .line(
            x: x, y: trial.point + [height(trial)], name: i == 0 ? name : "",
            isFaint: name == "the others", slot: Self.slots[name]))
      }
    }
    for (i, dimension) in dimensions.enumerated() {
      layers.append(.text(short(dimension.value(at: 0)), x: Double(i), y: -0.06))
      layers.append(.text(short(dimension.value(at: 1)), x: Double(i), y: 1.06))
    }
    layers.append(.text(number(low), x: Double(dimensions.count), y: -0.06))
    layers.append(.text(number(high), x: Double(dimensions.count), y: 1.06))
    let names = search.names.map { symbol(of: $0) } + [search.definition.monitor]
    let lost = search.study.trials.count { $0.value == nil }
    var y = Axis("", from: -0.12, to: 1.12)
    y.isHidden = true
    return Figure(
      title: searchTitle(search, counted(search.study.trials.count, "trial")),
      panels: [
        Panel(
          x: Axis("", from: -0.3, to: Double(dimensions.count) + 0.3, categories: names), y: y,
          layers: layers)
      ],
      notes: lost > 0 ? ["\(counted(lost, "trial")) without a value, drawn as the worst"] : [])
  }

  private func short(_ value: SearchValue) -> String {
    value.number.map { number($0) } ?? value.description
  }

  // MARK: Points and their projections

  /// Two settings' points, and the value over each alone: a grid has few values on each axis, random
  /// points one for every trial (Bergstra and Bengio, JMLR 13, 2012, figure 1).
  ///
  /// Where the search before was over the same space, it is drawn above.
  private func pointsFigure(
    _ search: Search, _ names: [String], _ arguments: Arguments
  ) throws(ShellError) -> Figure {
    var axes = names
    let known = search.names
    if let wrong = axes.first(where: { !known.contains($0) }) {
      throw arguments.error(
        "'\(shortened(wrong))' was not searched; what was is \(listed(known))",
        about: Verbs.pictured)
    }
    let shares = Importance.shares(of: search.study)
    let byShare = known.indices.sorted {
      shares[$0] == shares[$1] ? $0 < $1 : shares[$0] > shares[$1]
    }
    for axis in byShare where axes.count < 2 && !axes.contains(known[axis]) {
      axes.append(known[axis])
    }
    let earlier = previousSearch.flatMap {
      $0.definition.space == search.definition.space
        && $0.definition.method != search.definition.method ? $0 : nil
    }
    let shown = [earlier, search].compactMap(\.self)
    let chosen = axes
    let panels = shown.flatMap { pointsPanels($0, axes: chosen, isNamed: shown.count > 1) }
    let title = shown.count > 1 ? "\(search.title): points and what each axis sees" : nil
    return Figure(
      title: title ?? searchTitle(search, "points and what each axis sees"), panels: panels,
      panelColumns: axes.count > 1 ? 3 : 1)
  }

  private func pointsPanels(_ search: Search, axes: [String], isNamed: Bool) -> [Panel] {
    let dimensions = axes.compactMap { name in
      search.definition.space.dimensions.firstIndex { $0.name == name }
    }
    let all = search.definition.space.dimensions
    let groups = groups(search)
    var panels: [Panel] = []
    if dimensions.count > 1 {
      let (a, b) = (dimensions[0], dimensions[1])
      panels.append(
        Panel(
          title: isNamed ? search.definition.method.name : "", x: axis(all[a]), y: axis(all[b]),
          layers: groups.map { name, trials in
            .points(
              x: trials.map { place($0.point[a], on: all[a]) },
              y: trials.map { place($0.point[b], on: all[b]) }, name: name, slot: Self.slots[name])
          }))
    }
    for a in dimensions.prefix(2) {
      let distinct = Set(search.study.trials.map { $0.point[a] }).count
      panels.append(
        Panel(
          title: "\(counted(distinct, "value")) of \(symbol(of: all[a].name))", x: axis(all[a]),
          y: valueAxis(search, search.study.trials.compactMap(\.value)),
          layers: groups.map { name, trials in
            let valued = trials.filter { $0.value != nil }
            return .points(
              x: valued.map { place($0.point[a], on: all[a]) }, y: valued.compactMap(\.value),
              name: name, slot: Self.slots[name])
          }))
    }
    return panels
  }

  /// Every two settings' points against each other, up to four settings, the most important first.
  private func pairsFigure(_ search: Search) -> Figure {
    let dimensions = search.definition.space.dimensions
    let shares = Importance.shares(of: search.study)
    let chosen = Array(
      dimensions.indices.sorted { shares[$0] == shares[$1] ? $0 < $1 : shares[$0] > shares[$1] }
        .prefix(4))
    guard chosen.count > 1 else {
      return Figure(
        title: searchTitle(search, "trials"),
        panels: pointsPanels(search, axes: search.names, isNamed: false))
    }
    var panels: [Panel] = []
    for (i, a) in chosen.enumerated() {
      for b in chosen.dropFirst(i + 1) {
        panels.append(
          Panel(
            x: axis(dimensions[a]), y: axis(dimensions[b]),
            layers: groups(search).map { name, trials in
              .points(
                x: trials.map { place($0.point[a], on: dimensions[a]) },
                y: trials.map { place($0.point[b], on: dimensions[b]) }, name: name,
                slot: Self.slots[name])
            }))
      }
    }
    return Figure(title: searchTitle(search, "pairs of settings"), panels: panels)
  }

  // MARK: Importance, curves, progress

  private func importanceFigure(_ search: Search) -> Figure {
    let shares = Importance.shares(of: search.study)
    let order = shares.indices.sorted {
      shares[$0] == shares[$1] ? $0 < $1 : shares[$0] > shares[$1]
    }
    return Figure(
      title: searchTitle(search, "what each setting explains alone"),
      panels: [
        Panel(
          x: Axis(
            "", from: -0.6, to: Double(order.count) - 0.4,
            categories: order.map { symbol(of: search.names[$0]) }),
          y: Axis("share of the ranks' variance", from: 0, to: 1),
          layers: [.bars(order.map { shares[$0] }, slot: 0)])
      ],
      notes: ["what settings do together is no single one's"])
  }

  private func curvesFigure(_ search: Search, best count: Int) throws(ShellError) -> Figure {
    let trials = search.study.ranked.prefix(count).filter { $0.times.count > 1 }
    guard !trials.isEmpty else {
      throw ShellError("these trials have no learning curve: nothing was trained")
    }
    let each: Int? =
      if case .epochs(let epochs) = search.definition.task { epochs } else { nil }
    return Figure(
      title: searchTitle(search, "the best \(counted(trials.count, "trial"))"),
      panels: [
        Panel(
          x: Axis(each == nil ? "t" : "epoch"), y: valueAxis(search, trials.flatMap(\.curve)),
          layers: trials.map { trial in
            // An epoch has as many updates as the trial's batches.
            let last = Double(trial.times.last ?? 1)
            let scale = each.map { Double($0) / last } ?? 1
            return .line(
              x: trial.times.map { Double($0) * scale }, y: trial.curve,
              name: "trial \(trial.number)"
            )
          })
      ])
  }

  private func progressFigure(_ search: Search) -> Figure {
    let trials = search.study.trials
    let valued = trials.filter { $0.value != nil }
    let best = search.study.bestSoFar.map { $0 ?? .nan }
    return Figure(
      title: searchTitle(search, "the best so far"),
      panels: [
        Panel(
          x: Axis("trial"), y: valueAxis(search, valued.compactMap(\.value)),
          layers: [
            .points(
              x: valued.map { Double($0.number) }, y: valued.compactMap(\.value), name: "a trial",
              slot: 6),
            .line(
              x: trials.flatMap { [Double($0.number), Double($0.number)] },
              y: best.indices.flatMap { [best[max($0 - 1, 0)], best[$0]] }, name: "best so far",
              slot: 0),
          ])
      ])
  }
}
