import Console
import Datasets
import Engine
import LongWork
import Plot
import Session
import Timelines
import Wording

/// Matrices as heat maps: weights, their gradients, and who is taken for whom.
extension PlotKind {
  static let weights = PlotKind(
    "weights", "[W1...]", "weight matrices as heat maps: a row a unit, a column an input",
    obstacle: { $0.networkObstacle }
  ) { workspace, names, arguments throws(ShellError) in
    let (network, timeline) = try workspace.requireNetwork(drawing: "weights")
    return try workspace.parameterFigure(
      "weights", timeline.state.theta, network, names, arguments)
  }

  static let gradients = PlotKind(
    "gradients", "[W1...]", "the gradient ∇L of each weight matrix as a heat map",
    obstacle: { $0.networkObstacle }
  ) { workspace, names, arguments throws(ShellError) in
    let (network, timeline) = try workspace.requireNetwork(drawing: "gradients")
    return try workspace.parameterFigure(
      "gradients", Moment(timeline).gradient, network, names, arguments)
  }

  static let confusion = PlotKind(
    "confusion", "[PART]",
    "who is taken for whom in a part of the data: training, validation or test",
    obstacle: { workspace in
      guard let network = workspace.presentNetwork else { return workspace.networkObstacle }
      return network.training.task == .regression
        ? "needs classes; 'plot predicted' is for a regression" : nil
    }
  ) { workspace, parts, arguments throws(ShellError) in
    let (network, timeline) = try workspace.requireNetwork(drawing: "confusion")
    let part = try workspace.part(of: network, parts, arguments)
    let metrics = network.metrics(at: timeline.state.theta, on: part.dataset)
    let names = part.dataset.task.classNames
    let accuracy = metrics.accuracy ?? .nan
    let figure = Figure(
      title: "\(part.name) set: accuracy \(workspace.number(accuracy))",
      panels: [
        Panel(
          matrix: metrics.confusion.flatMap { $0.map(Double.init) }, rows: names.count,
          columns: names.count, x: Axis("predicted", categories: names),
          y: Axis("true", categories: names), name: "examples", colors: .sequential)
      ])
    return (
      figure,
      [
        "what": "confusion", "part": .string(part.name), "classes": .strings(names),
        "accuracy": .number(accuracy),
        "confusion": .array(metrics.confusion.map { .array($0.map(JSON.integer)) }),
      ]
    )
  }
}

extension Workspace {
  /// Heat maps of the named matrices of θ, or of all weights.
  fileprivate func parameterFigure(
    _ what: String, _ values: [Double], _ network: Network, _ names: [String],
    _ arguments: Arguments
  ) throws(ShellError) -> PlotKind.Drawn {
    let layout = network.layout
    var entries: [ParameterLayout.Entry] = []
    for name in names {
      guard let entry = layout.entry(named: asciiName(name)) else {
        let all = layout.entries.map(\.name)
        let near = Spelling.candidates(for: name, in: all)
        throw arguments.error(
          "the network has no parameters '\(shortened(name))'"
            + (near.isEmpty ? "; it has \(listed(Array(all.prefix(12))))" : suggestion(near)),
          about: Verbs.pictured)
      }
      entries.append(entry)
    }
    if names.isEmpty { entries = layout.entries.filter { !$0.isBias } }
    let t = branch?.timeline.state.t ?? 0
    let json: JSON.Object = [
      "what": .string(what), "t": .integer(t),
      "matrices": .array(
        entries.map { entry in
          .object([
            "name": .string(entry.name), "shape": .array(entry.shape.map(JSON.integer)),
            "values": .numbers(values[entry.range]),
          ])
        }),
    ]
    if !names.isEmpty, entries.count == 1,
      let figure = imagesFigure(
        what, entries[0], Array(copying: values[entries[0].range]), network, t: t)
    {
      return (figure, json)
    }
    let shown = entries.prefix(12)
    var notes: [String] = []
    if entries.count > shown.count {
      notes.append("\(entries.count - shown.count) more: name them, as 'plot \(what) W13'")
    }
    var panels: [Panel] = []
    for entry in shown {
      let columns = entry.shape.count > 1 ? entry.shape[1] : 1
      let whole = Tiles(Array(copying: values[entry.range]), columns: columns)
      let tiles = whole.joined(most: (rows: 64, columns: 128))
      let name = (what == "gradients" ? "∇" : "") + symbol(of: entry.name)
      if tiles.isJoined {
        notes.append(
          "\(name) is \(whole.rows) × \(whole.columns): each cell shows the largest of "
            + "\(tiles.height) × \(tiles.width)")
      }
      panels.append(
        Panel(
          title: shown.count > 1 ? name : "", matrix: tiles.values, rows: tiles.rows,
          columns: tiles.columns, x: Axis(columns > 1 ? "input" : ""), y: Axis("unit"),
          name: shown.count > 1 ? "" : name))
    }
    let title =
      shown.count == 1
      ? symbol(of: shown[0].name) + (what == "gradients" ? ": ∂L/∂W" : "") : what
    return (Figure(title: "\(title), t = \(t)", panels: panels, notes: notes), json)
  }

  /// Each unit's weights from the pixels of images as an image, all on one scale; nil for data of
  /// another kind, and for a layer that does not see the pixels.
  private func imagesFigure(
    _ what: String, _ entry: ParameterLayout.Entry, _ values: [Double], _ network: Network, t: Int
  ) -> Figure? {
    guard let image = network.training.imageShape, entry.name == "W1", entry.shape.count == 2,
      entry.shape[1] == image.rows * image.columns
    else { return nil }
    let (rows, pixels) = (entry.shape[0], entry.shape[1])
    let pieces = network.architecture.layers[0].activation.pieces
    let most = 12
    let size = values.filter(\.isFinite).map(\.magnitude).max() ?? 0
    let limit = size > 0 ? size : 1
    let name = (what == "gradients" ? "∇" : "") + symbol(of: entry.name)
    let panels = (0..<min(rows, most)).map { row -> Panel in
      let unit = "unit \(row / pieces)"
      var panel = Panel(
        title: pieces > 1 ? "\(unit), piece \(row % pieces)" : unit,
        matrix: Array(values[(row * pixels)..<((row + 1) * pixels)]), rows: image.rows,
        columns: image.columns, name: name, limit: limit)
      (panel.x.isHidden, panel.y.isHidden, panel.hasEqualAspect) = (true, true, true)
      return panel
    }
    return Figure(
      title: "\(name), t = \(t), as \(image.rows) × \(image.columns) pixels",
      panels: panels,
      notes: rows > most
        ? ["the first \(most) of \(rows) rows; 'plot \(what)' shows the whole matrix"] : [])
  }

  /// One part of the network's data, by its name; else the validation set, else the training set.
  func part(
    of network: Network, _ words: [String], _ arguments: Arguments
  ) throws(ShellError) -> (name: String, dataset: Dataset) {
    let parts: [(name: String, dataset: Dataset?)] = [
      ("training", network.training), ("validation", network.validation), ("test", network.test),
    ]
    let there = parts.filter { $0.dataset != nil }.map(\.name)
    guard words.count <= 1 else {
      throw arguments.error("one part of the data is drawn at a time", about: Verbs.pictured)
    }
    guard let word = words.first else {
      return network.validation.map { ("validation", $0) } ?? ("training", network.training)
    }
    guard let part = parts.first(where: { $0.name == word }) else {
      throw arguments.error(
        "'\(shortened(word))' is no part of the data; there \(there.count == 1 ? "is" : "are") "
          + listed(there), about: Verbs.pictured)
    }
    guard let dataset = part.dataset else {
      throw arguments.error(
        "no \(word) set is set aside; 'data NAME split=0.7,0.15,0.15' sets aside both others",
        about: Verbs.pictured)
    }
    return (part.name, dataset)
  }
}

/// A matrix whose neighbouring cells may be joined into one, so that a large one can be drawn.
package struct Tiles: Equatable {
  package var values: [Double]
  package var rows: Int
  package var columns: Int
  /// The cells that went into one, down and across.
  package var height = 1
  package var width = 1

  package var isJoined: Bool { height > 1 || width > 1 }

  package init(_ values: [Double], columns: Int) {
    self.values = values
    self.columns = max(columns, 1)
    rows = values.count / self.columns
  }

  /// At most so many rows and columns; a cell is the one of those it stands for that is largest in
  /// magnitude, so that nothing that stands out is lost.
  package func joined(most: (rows: Int, columns: Int)) -> Tiles {
    let height = (rows + most.rows - 1) / most.rows
    let width = (columns + most.columns - 1) / most.columns
    guard height > 1 || width > 1 else { return self }
    let (down, across) = ((rows + height - 1) / height, (columns + width - 1) / width)
    var joined = [Double](repeating: 0, count: down * across)
    Parts.forEach(of: 0..<(rows * columns)) { part in
      for i in part {
        let value = values[i]
        let place = i / columns / height * across + i % columns / width
        // What is not a number stands out more than anything.
        if joined[place].isNaN { continue }
        if value.isNaN || value.magnitude > joined[place].magnitude { joined[place] = value }
      }
    }
    var tiles = Tiles(joined, columns: across)
    (tiles.height, tiles.width) = (height, width)
    return tiles
  }
}
