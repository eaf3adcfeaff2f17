import Plot
import PlotGeometry

/// The numbers of a figure as one table: a row for each point, bar or cell, with its panel, its kind
/// and its series.
struct FigureTable {
  private(set) var table = CSVTable([
    "panel", "kind", "series", "x", "y", "x2", "y2", "value",
  ])

  private var panel = ""

  init(_ figure: Figure) {
    for (number, panel) in figure.panels.enumerated() {
      self.panel = panel.title.isEmpty ? "\(number + 1)" : panel.title
      for layer in panel.layers { add(layer) }
    }
  }

  private mutating func row(
    _ kind: String, _ series: String, x: Double? = nil, y: Double? = nil, x2: Double? = nil,
    y2: Double? = nil, value: Double? = nil
  ) {
    func cell(_ number: Double?) -> CSVTable.Cell { number.map { .number($0) } ?? .empty }
    table.add(
      [.text(panel), .text(kind), .text(series)] + [x, y, x2, y2, value].map(cell))
  }

  private mutating func add(_ layer: Panel.Layer) {
    switch layer {
    case .line(let line):
      for (x, y) in zip(line.x, line.y) {
        row(line.isPath ? "path" : "line", line.name, x: x, y: y)
      }
    case .points(let points):
      for (x, y) in zip(points.x, points.y) { row("point", points.name, x: x, y: y) }
    case .contour(let contour): addNodes(contour.grid, contour.name)
    case .heatMap(let map): addCells(map.grid, map.name)
    case .bars(let bars):
      for ((left, right), height) in zip(zip(bars.edges, bars.edges.dropFirst()), bars.heights) {
        row("bar", bars.name, x: left, y: height, x2: right)
      }
    case .band(let band):
      for (x, (low, high)) in zip(band.x, zip(band.lower, band.upper)) {
        row("band", band.name, x: x, y: low, y2: high)
      }
    case .arrow(let arrow):
      row("arrow", arrow.name, x: arrow.fromX, y: arrow.fromY, x2: arrow.toX, y2: arrow.toY)
    case .mark(let mark): row("\(mark.kind)", mark.name, x: mark.x, y: mark.y)
    case .text(let text): row("text", text.text, x: text.x, y: text.y)
    case .reference(let line):
      let isVertical = line.direction == .vertical
      row(
        "reference", line.name, x: isVertical ? line.value : nil,
        y: isVertical ? nil : line.value)
    case .network(let network):
      for (k, layer) in network.layers.enumerated() {
        for unit in 0..<layer.units {
          row(
            "unit", layer.name, x: Double(k), y: Double(unit),
            value: layer.dropped.contains(unit) ? 0 : 1)
        }
      }
    }
  }

  /// A surface's samples, at their places.
  private mutating func addNodes(_ grid: SampledGrid, _ name: String) {
    for r in 0..<grid.rows {
      for c in 0..<grid.columns {
        row("surface", name, x: grid.x(c), y: grid.y(r), value: grid[c, r])
      }
    }
  }

  /// A map's cells, by their middles: those of a matrix are its columns and rows.
  private mutating func addCells(_ grid: SampledGrid, _ name: String) {
    let (wide, tall) = (grid.cellWidth, grid.cellHeight)
    for r in 0..<grid.rows {
      for c in 0..<grid.columns {
        row(
          "cell", name, x: grid.xLow + (Double(c) + 0.5) * wide,
          y: grid.yLow + (Double(r) + 0.5) * tall, value: grid[c, r])
      }
    }
  }
}
