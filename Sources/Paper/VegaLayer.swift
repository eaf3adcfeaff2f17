import Console
import Plot
import PlotGeometry

/// A panel's layers as Vega-Lite's.
struct VegaLayer {
  let panel: Panel
  let style: PanelStyle
  /// The figure's series with their colours.
  let names: [(name: String, color: String)]

  /// What a legend calls a layer; empty where it has no line there.
  static func seriesName(of layer: Panel.Layer) -> String {
    switch layer {
    case .line(let line): line.name
    case .points(let points): points.name
    case .bars(let bars): bars.name
    case .arrow(let arrow): arrow.name
    case .band(let band): band.name
    case .contour, .heatMap, .mark, .text, .network, .reference: ""
    }
  }

  /// A layer that draws nothing, for the axes.
  var empty: JSON { layer([], ["type": "point"], point) }

  /// What the figure's layer `i` is drawn by.
  func layers(at i: Int) -> [JSON] {
    switch panel.layers[i] {
    case .line(let line): lines(line, i)
    case .points(let points):
      [
        layer(
          rows(points.x, points.y), mark("point", i, ["filled": true, "size": 24], points.isFaint),
          point, i)
      ]
    case .contour(let contour): [self.contour(contour)]
    case .heatMap(let map): [heatMap(map)]
    case .bars(let bars): [self.bars(bars, i)]
    case .arrow(let arrow): self.arrow(arrow, i)
    case .mark(let mark): [self.mark(mark)]
    case .text(let text):
      [
        layer(
          rows([text.x], [text.y]) { _ in ["text": .string(text.text)] },
          ["type": "text", "align": "left", "dx": 6],
          adding(["text": ["field": "text", "type": "nominal"]]))
      ]
    case .network(let network): self.network(network)
    case .reference(let line): [reference(line)]
    case .band(let band): [self.band(band, i)]
    }
  }

  // MARK: Encodings

  private func axis(_ axis: Axis, _ ends: (low: Double, high: Double), _ field: String) -> JSON {
    var scale: JSON.Object = [
      "domain": .numbers([ends.low, ends.high]), "nice": false, "zero": false,
    ]
    if axis.scale == .log { scale["type"] = "log" }
    if axis.isReversed { scale["reverse"] = true }
    var object: JSON.Object = [
      "field": .string(field), "type": "quantitative", "scale": .object(scale),
      "title": axis.label.isEmpty ? .null : .string(axis.label),
    ]
    if axis.isHidden {
      object["axis"] = .null
    } else if axis.isCount {
      object["axis"] = .object(["tickMinStep": 1, "format": "d"])
    } else if !axis.categories.isEmpty {
      object["axis"] = .object([
        "values": .array(axis.categories.indices.map(JSON.integer)),
        "labelExpr": .string("\(JSON.strings(axis.categories).text)[datum.value]"),
      ])
    }
    return .object(object)
  }

  private var x: JSON { axis(panel.x, style.x, "x") }
  private var y: JSON { axis(panel.y, style.y, "y") }
  private var point: JSON.Object { ["x": x, "y": y] }

  private func adding(_ members: JSON.Object) -> JSON.Object {
    var object = point
    object.add(members)
    return object
  }

  /// The color of a named series, by its name; a series without a name has its color in the mark.
  private func color(_ i: Int) -> JSON? {
    let name = Self.seriesName(of: panel.layers[i])
    guard !name.isEmpty else { return nil }
    return .object([
      "datum": .string(name), "type": "nominal", "title": .null,
      "scale": .object([
        "domain": .strings(names.map(\.name)), "range": .strings(names.map(\.color)),
      ]),
    ])
  }

  private func mark(
    _ type: String, _ i: Int, _ more: JSON.Object = [:], _ isFaint: Bool = false
  ) -> JSON.Object {
    var mark: JSON.Object = ["type": .string(type), "clip": true]
    if color(i) == nil { mark["color"] = .string(style.colors[i]) }
    if isFaint { mark["opacity"] = .number(0.45) }
    mark.add(more)
    return mark
  }

  private func layer(
    _ rows: [JSON], _ mark: JSON.Object, _ encoding: JSON.Object, _ i: Int? = nil
  ) -> JSON {
    var encoding = encoding
    if let color = i.flatMap(color) { encoding["color"] = color }
    return .object([
      "data": ["values": .array(rows)], "mark": .object(mark), "encoding": .object(encoding),
    ])
  }

  /// A number where the axis has a place for it; null interrupts a line.
  private func place(_ value: Double, _ axis: Axis) -> JSON {
    value.isFinite && (axis.scale == .linear || value > 0) ? .number(value) : .null
  }

  private func rows(
    _ x: [Double], _ y: [Double], _ more: (Int) -> JSON.Object = { _ in [:] }
  ) -> [JSON] {
    zip(x, y).enumerated().map { i, pair in
      var row: JSON.Object = ["x": place(pair.0, panel.x), "y": place(pair.1, panel.y)]
      row.add(more(i))
      return .object(row)
    }
  }

  // MARK: Layers

  private static let byOrder: JSON = ["field": "i", "type": "quantitative"]

  private func lines(_ line: LineLayer, _ i: Int) -> [JSON] {
    var more: JSON.Object = ["strokeWidth": line.isFaint ? 1 : 2]
    if !style.dashes[i].isEmpty, !line.isFaint { more["strokeDash"] = .numbers(style.dashes[i]) }
    // An order of its own: by x, a path would not be one.
    let rows = rows(line.x, line.y) { ["i": .integer($0)] }
    var layers = [
      layer(rows, mark("line", i, more, line.isFaint), adding(["order": Self.byOrder]), i)
    ]
    if line.isPath {
      layers.append(layer(rows, mark("point", i, ["filled": true, "size": 18]), point, i))
      layers.append(
        layer(
          Array(rows.prefix(1)),
          ["type": "point", "color": "#1A1A1A", "size": 70, "clip": true], point))
    }
    return layers
  }

  private func contour(_ contour: ContourLayer) -> JSON {
    var rows: [JSON] = []
    var number = 0
    for (level, _, lines) in contour.lines {
      for line in lines {
        rows += self.rows(line.map(\.x), line.map(\.y)) {
          ["i": .integer($0), "line": .integer(number), "level": .number(level)]
        }
        number += 1
      }
    }
    return layer(
      rows, ["type": "line", "clip": true, "strokeWidth": 1, "color": "#8A949E"],
      adding([
        "order": Self.byOrder, "detail": ["field": "line", "type": "nominal"],
        "tooltip": ["field": "level", "type": "quantitative"],
      ]))
  }

  private func heatMap(_ map: HeatMapLayer) -> JSON {
    let grid = map.grid
    let (wide, tall) = (grid.cellWidth, grid.cellHeight)
    var rows: [JSON] = []
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let (left, low) = (grid.xLow + Double(column) * wide, grid.yLow + Double(row) * tall)
        let value = grid[column, row]
        rows.append(
          .object([
            "x": .number(left), "x2": .number(left + wide), "y": .number(low),
            "y2": .number(low + tall), "value": value.isFinite ? .number(value) : .null,
          ]))
      }
    }
    let limits = map.limits
    return layer(
      rows, ["type": "rect", "clip": true],
      adding([
        "x2": ["field": "x2"], "y2": ["field": "y2"],
        "fill": .object([
          "field": "value", "type": "quantitative",
          "title": map.name.isEmpty ? .null : .string(map.name),
          "scale": .object([
            "domain": .numbers([limits.low, limits.high]), "range": .strings(map.colors.stops),
          ]),
        ]),
      ]))
  }

  private func bars(_ bars: BarsLayer, _ i: Int) -> JSON {
    let floor = panel.y.scale == .log ? style.y.low : 0
    let rows = zip(zip(bars.edges, bars.edges.dropFirst()), bars.heights).map { ends, height in
      JSON.object([
        "x": place(ends.0, panel.x), "x2": place(ends.1, panel.x), "y": place(height, panel.y),
        "y2": .number(floor),
      ])
    }
    return layer(
      rows, mark("rect", i, ["opacity": .number(0.85), "stroke": "#FFFFFF"]),
      adding(["x2": ["field": "x2"], "y2": ["field": "y2"]]), i)
  }

  private func arrow(_ arrow: ArrowLayer, _ i: Int) -> [JSON] {
    let rows = rows([arrow.fromX], [arrow.fromY]) { _ in
      ["x2": place(arrow.toX, panel.x), "y2": place(arrow.toY, panel.y)]
    }
    return [
      layer(
        rows, mark("rule", i, ["strokeWidth": 2]),
        adding(["x2": ["field": "x2"], "y2": ["field": "y2"]]), i),
      layer(
        self.rows([arrow.toX], [arrow.toY]), mark("point", i, ["filled": true, "size": 60]), point,
        i),
    ]
  }

  private func mark(_ mark: MarkLayer) -> JSON {
    let shape =
      switch mark.kind {
      case .start: "circle"
      case .minimum: "cross"
      case .end: "square"
      }
    return layer(
      rows([mark.x], [mark.y]) { _ in ["name": .string(mark.name)] },
      [
        "type": "point", "shape": .string(shape), "filled": .boolean(mark.kind != .start),
        "size": 90, "color": "#1A1A1A", "clip": true,
      ], adding(["tooltip": ["field": "name", "type": "nominal"]]))
  }

  private func reference(_ line: ReferenceLayer) -> JSON {
    let isVertical = line.direction == .vertical
    let rows: [JSON] = [
      .object([
        isVertical ? "x" : "y": place(line.value, isVertical ? panel.x : panel.y),
        "name": .string(line.name),
      ])
    ]
    return layer(
      rows,
      [
        "type": "rule", "strokeDash": .numbers([5, 4]), "color": "#55606B", "clip": true,
      ],
      [
        isVertical ? "x" : "y": isVertical ? x : y,
        "tooltip": ["field": "name", "type": "nominal"],
      ])
  }

  private func band(_ band: BandLayer, _ i: Int) -> JSON {
    let rows = zip(band.x, zip(band.lower, band.upper)).map { x, ends in
      JSON.object([
        "x": place(x, panel.x), "y": place(ends.0, panel.y), "y2": place(ends.1, panel.y),
      ])
    }
    return layer(
      rows, mark("area", i, ["opacity": .number(0.22)]), adding(["y2": ["field": "y2"]]), i)
  }

  /// Units as points, connections as lines between those that are not dropped.
  private func network(_ network: NetworkDiagram) -> [JSON] {
    let placed = network.layout(most: 16)
    func unit(_ range: (Double, Double), _ field: String) -> JSON {
      .object([
        "field": .string(field), "type": "quantitative", "axis": .null,
        "scale": .object(["domain": .numbers([range.0, range.1])]),
      ])
    }
    let encoding: JSON.Object = ["x": unit((0, 1), "x"), "y": unit((-0.1, 1), "y")]
    var links: [JSON] = []
    for (left, right) in zip(placed, placed.dropFirst()) {
      for a in left where a.isConnected {
        for b in right where b.isConnected {
          links.append(
            .object([
              "x": .number(a.center.x), "y": .number(a.center.y), "x2": .number(b.center.x),
              "y2": .number(b.center.y),
            ]))
        }
      }
    }
    var linked = encoding
    (linked["x2"], linked["y2"]) = (["field": "x2"], ["field": "y2"])
    let units = placed.joined().filter { $0.kind != .hidden }.map { unit in
      JSON.object([
        "x": .number(unit.center.x), "y": .number(unit.center.y), "unit": .integer(unit.index),
        "state": unit.kind == .dropped ? "dropped" : "unit",
      ])
    }
    var pointed = encoding
    pointed["shape"] = .object([
      "field": "state", "type": "nominal", "title": .null,
      "scale": .object(["domain": ["unit", "dropped"], "range": ["circle", "cross"]]),
    ])
    let labels = network.layers.enumerated().map { k, layer in
      JSON.object([
        "x": .number((Double(k) + 0.5) / Double(max(network.layers.count, 1))),
        "y": .number(-0.05), "text": .string("\(layer.name) (\(layer.units))"),
      ])
    }
    var written = encoding
    written["text"] = ["field": "text", "type": "nominal"]
    return [
      layer(links, ["type": "rule", "color": "#6B7580", "strokeWidth": .number(0.6)], linked),
      layer(
        units,
        ["type": "point", "size": 140, "color": "#0072B2", "fill": "#FFFFFF", "opacity": 1], pointed
      ),
      layer(labels, ["type": "text"], written),
    ]
  }
}
