import Console
import Engine
import Plot
import PlotGeometry
import Session
import Wording

/// How single units answer: over the inputs, and a maxout unit by its pieces.
extension PlotKind {
  static let units = PlotKind(
    "units", "[LAYER]", "how each unit of a layer answers to the inputs",
    options: [Verbs.xWindow, Verbs.yWindow, Verbs.features, Verbs.fixedInput],
    obstacle: { $0.networkObstacle }
  ) { workspace, words, arguments throws(ShellError) in
    try workspace.unitsFigure(words, arguments)
  }

  static let maxout = PlotKind(
    "maxout", "[LAYER UNIT]",
    "a maxout unit's linear pieces over one feature, and their maximum",
    options: [Verbs.xWindow, Verbs.features, Verbs.fixedInput],
    obstacle: { workspace in
      guard let network = workspace.presentNetwork else { return workspace.networkObstacle }
      return network.architecture.layers.contains(where: \.activation.isPiecewise)
        ? nil : "needs a layer of maxout (or relu): 'network 2-4:maxout3-1'"
    }
  ) { workspace, words, arguments throws(ShellError) in
    try workspace.maxoutFigure(words, arguments)
  }
}

extension Activation {
  /// A maximum of linear pieces; relu is one of (w, b) and (0, 0).
  fileprivate var isPiecewise: Bool { pieces > 1 || self == .relu }
}

extension Workspace {
  fileprivate func unitsFigure(
    _ words: [String], _ arguments: Arguments
  ) throws(ShellError) -> PlotKind.Drawn {
    let view = try FeatureView(of: self, drawing: "units", most: 2, arguments)
    let layers = view.network.architecture.layers
    let number = try index(words.first, from: 1, to: layers.count, "the layers", arguments) ?? 1
    guard words.count <= 1 else {
      throw arguments.error("one layer is drawn at a time", about: Verbs.pictured)
    }
    let units = layers[number - 1].units
    let most = view.features.count == 1 ? 8 : 12
    var notes = [view.note(self)].compactMap(\.self)
    if units > most { notes.append("the first \(most) of \(counted(units, "unit"))") }
    let x = try view.ends(0, arguments)
    let name = symbol(of: "a\(number)")
    let title = "layer \(number), \(layers[number - 1].activation): what each unit answers"
    var json: JSON.Object = [
      "what": "units", "layer": .integer(number),
      "features": .strings(view.features.indices.map(view.name)),
    ]
    guard view.features.count == 2 else {
      let places = (0...240).map { x.0 + (x.1 - x.0) * Double($0) / 240 }
      let a = try view.trace(of: view.inputs(along: places)).layers[number - 1].a
      func values(_ unit: Int) -> [Double] {
        Array(a[(unit * places.count)..<((unit + 1) * places.count)])
      }
      json["x"] = .numbers(places)
      json["units"] = .array((0..<units).map { .numbers(values($0)) })
      let lines = (0..<min(units, most)).map {
        Panel.Layer.line(x: places, y: values($0), name: "unit \($0)")
      }
      return (
        Figure(
          title: title, panels: [Panel(x: Axis(view.name(0)), y: Axis(name), layers: lines)],
          notes: notes), json
      )
    }
    let y = try view.ends(1, arguments)
    let (columns, rows) = (40, 30)
    let inputs = view.inputs(x: x, y: y, columns: columns, rows: rows)
    let a = try view.trace(of: inputs).layers[number - 1].a
    let count = columns * rows
    json["x"] = .numbers([x.0, x.1])
    json["y"] = .numbers([y.0, y.1])
    json["units"] = .array(
      (0..<units).map { matrix(Array(a[($0 * count)..<(($0 + 1) * count)]), columns: columns) })
    let shown = a.prefix(min(units, most) * count).filter(\.isFinite)
    let (low, high) = (shown.min() ?? 0, shown.max() ?? 1)
    let panels = (0..<min(units, most)).map { unit in
      Panel(
        title: "unit \(unit)", x: Axis(view.name(0)), y: Axis(view.name(1)),
        layers: [
          .heatMap(
            SampledGrid(
              x: x, y: y, columns: columns, rows: rows,
              values: Array(a[(unit * count)..<((unit + 1) * count)])),
            colors: low < 0 ? .diverging : .sequential, name: name, low: low, high: high)
        ])
    }
    return (Figure(title: title, panels: panels, notes: notes), json)
  }

  fileprivate func maxoutFigure(
    _ words: [String], _ arguments: Arguments
  ) throws(ShellError) -> PlotKind.Drawn {
    let view = try FeatureView(of: self, drawing: "maxout", most: 1, arguments)
    let layers = view.network.architecture.layers
    guard words.count <= 2 else {
      throw arguments.error("'plot maxout LAYER UNIT' draws one unit", about: Verbs.pictured)
    }
    let piecewise = layers.indices.filter { layers[$0].activation.isPiecewise }
    let first = (piecewise.first { layers[$0].activation.pieces > 1 } ?? piecewise.first ?? 0) + 1
    let number = try index(words.first, from: 1, to: layers.count, "the layers", arguments) ?? first
    let layer = layers[number - 1]
    guard layer.activation.isPiecewise else {
      throw arguments.error(
        "layer \(number) is \(layer.activation), which has no pieces; "
          + listed(piecewise.map { "layer \($0 + 1) is \(layers[$0].activation)" }),
        about: Verbs.pictured)
    }
    let unit =
      try index(words.dropFirst().first, from: 0, to: layer.units - 1, "the units", arguments) ?? 0
    let x = try view.ends(0, arguments)
    let places = (0...240).map { x.0 + (x.1 - x.0) * Double($0) / 240 }
    let trace = try view.trace(of: view.inputs(along: places)).layers[number - 1]
    let n = places.count
    let pieces = layer.activation.pieces
    var lines = (0..<pieces).map { piece in
      let row = unit * pieces + piece
      return Array(trace.z[(row * n)..<((row + 1) * n)])
    }
    // relu is maxout with the pieces (w, b) and (0, 0).
    if pieces == 1 { lines.append([Double](repeating: 0, count: n)) }
    let value = Array(trace.a[(unit * n)..<((unit + 1) * n)])
    let figure = Figure(
      title: "layer \(number), unit \(unit): \(layer.activation)",
      panels: [
        Panel(
          x: Axis(view.name(0)), y: Axis(symbol(of: "a\(number)")),
          layers: lines.enumerated().map {
            .line(x: places, y: $1, name: pieces == 1 && $0 == 1 ? "piece 0·x + 0" : "piece \($0)")
          } + [
            .points(
              x: stride(from: 0, to: n, by: 12).map { places[$0] },
              y: stride(from: 0, to: n, by: 12).map { value[$0] }, name: "maximum", slot: 6)
          ])
      ], notes: [view.note(self)].compactMap(\.self))
    let json: JSON.Object = [
      "what": "maxout", "layer": .integer(number), "unit": .integer(unit),
      "feature": .string(view.name(0)), "x": .numbers(places),
      "pieces": .array(lines.map { .numbers($0) }), "maximum": .numbers(value),
    ]
    return (figure, json)
  }

  /// A whole number typed behind a picture's name; nil where none is.
  func index(
    _ word: String?, from low: Int, to high: Int, _ what: String, _ arguments: Arguments
  ) throws(ShellError) -> Int? {
    guard let word else { return nil }
    guard let number = Int(word), (low...max(low, high)).contains(number) else {
      throw arguments.error(
        "'\(shortened(word))' is none of \(what) \(low) to \(high)", about: Verbs.pictured)
    }
    return number
  }
}
