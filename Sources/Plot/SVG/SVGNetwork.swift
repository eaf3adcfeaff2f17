import Conversion
import PlotGeometry

extension SVGPanel {
  /// Columns of units joined by their connections; a dropped unit is crossed out and has none.
  func drawNetwork(_ network: NetworkDiagram, on writer: inout SVGWriter) {
    guard !network.layers.isEmpty else { return }
    let most = Int(clamping: height / 22, from: 3)
    let layout = network.layout(most: most)
    let tallest = layout.map(\.count).max() ?? 1
    let radius = min(11, max(4.5, height / Double(max(tallest, 1)) * 0.34))
    for (left, right) in zip(layout, layout.dropFirst()) {
      var d = ""
      for a in left where a.isConnected {
        for b in right where b.isConnected {
          d += "M\(coordinateText(x(a.center.x))) \(coordinateText(y(a.center.y)))"
          d += "L\(coordinateText(x(b.center.x))) \(coordinateText(y(b.center.y)))"
        }
      }
      if !d.isEmpty { writer.raw("<path class=\"link\" fill=\"none\" d=\"\(d)\"/>") }
    }
    for unit in layout.joined() {
      let (cx, cy) = (x(unit.center.x), y(unit.center.y))
      switch unit.kind {
      case .kept:
        writer.raw(
          "<circle class=\"h0 unit\" cx=\"\(coordinateText(cx))\" cy=\"\(coordinateText(cy))\" "
            + "r=\"\(coordinateText(radius))\"/>")
      case .dropped: writer.raw(droppedUnit(x: cx, y: cy, radius: radius))
      case .hidden:
        writer.write("⋮", x: cx, y: cy + 6, kind: "label", anchor: .middle)
      }
    }
    let share = width / Double(network.layers.count) - 8
    for (number, layer) in network.layers.enumerated() {
      let middle = x((Double(number) + 0.5) / Double(network.layers.count))
      let name = fitted(layer.name, to: share, size: SVGRenderer.Size.label)
      writer.write(name, x: middle, y: top + height + 24, kind: "label", anchor: .middle)
      let units = fitted(layer.countText, to: share, size: SVGRenderer.Size.tick)
      writer.write(units, x: middle, y: top + height + 44, kind: "tick quiet", anchor: .middle)
    }
  }
}
