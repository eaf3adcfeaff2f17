import PlotGeometry
import Wording

extension TerminalPanel {
  /// Columns of units, joined where there are few enough connections to follow; a dropped unit is
  /// crossed out and has no connections.
  func drawNetwork(_ network: NetworkDiagram, on screen: inout Screen) {
    let isASCII = capability.isASCII
    var top = frame.y
    if !scene.panel.title.isEmpty {
      let x = frame.x + max(0, (frame.columns - screen.width(scene.panel.title)) / 2)
      screen.write(
        scene.panel.title, x: x, y: top, ink: .bold, end: frame.x + frame.columns)
      top += 1
    }
    let height = frame.y + frame.rows - top - 2
    guard height > 0, !network.layers.isEmpty else { return }
    let width = frame.columns
    var canvas = Canvas(columns: width, rows: height, isASCII: capability.isASCII)
    let layout = network.layout(most: height)
    for (left, right) in zip(layout, layout.dropFirst()) where left.count * right.count <= 160 {
      for a in left where a.isConnected {
        for b in right where b.isConnected {
          canvas.polyline(
            [a.center, b.center], ink: .dim, rank: .contour, glyph: ".", gap: isASCII ? 2 : 1)
        }
      }
    }
    for unit in layout.joined() {
      let (x, y) = canvas.cell(unit.center)
      switch unit.kind {
      case .kept: canvas.mark(isASCII ? "o" : "●", x: x, y: y, ink: .series(0))
      case .dropped: canvas.mark(isASCII ? "x" : "✕", x: x, y: y, ink: .series(1))
      case .hidden: canvas.mark(isASCII ? ":" : "⋮", x: x, y: y, ink: .plain)
      }
      // Air around a unit, so that lines do not run into it.
      canvas.mark(" ", x: x - 1, y: y, ink: .plain)
      canvas.mark(" ", x: x + 1, y: y, ink: .plain)
    }
    canvas.draw(on: &screen, x: frame.x, y: top)
    let slot = width / max(network.layers.count, 1)
    for (number, layer) in network.layers.enumerated() {
      let middle = frame.x + (2 * number + 1) * width / (2 * network.layers.count)
      for (i, text) in [layer.name, layer.countText].enumerated() where !text.isEmpty {
        let shown = truncated(screen.prepared(text), to: max(slot - 1, 1))
        let x = middle - displayWidth(of: shown) / 2
        screen.write(shown, x: max(frame.x, x), y: top + height + i, end: frame.x + width)
      }
    }
  }
}
