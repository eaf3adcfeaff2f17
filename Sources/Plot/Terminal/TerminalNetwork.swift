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
    var canvas = Canvas(columns: width, rows: height, capability: capability)
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

extension NetworkDiagram.Layer {
  var countText: String {
    dropped.isEmpty ? "\(units)" : "\(units - dropped.count) of \(units)"
  }
}

extension NetworkDiagram {
  struct PlacedUnit {
    enum Kind { case kept, dropped, hidden }
    var center: UnitPoint
    var kind: Kind
    /// The unit's index, or the number of units left out here.
    var index: Int
    var isConnected: Bool { kind == .kept }
  }

  /// Units by layer, each layer centred; of more than `most` the middle ones are left out.
  func layout(most: Int) -> [[PlacedUnit]] {
    let tallest = min(layers.map(\.units).max() ?? 1, max(most, 1))
    // Equal steps for all layers keep the picture calm; at most `most` rows share the height.
    let step = 1 / Double(max(tallest, 1))
    return layers.enumerated().map { number, layer in
      let x = (Double(number) + 0.5) / Double(layers.count)
      let shown = shownUnits(layer, most: max(most, 3))
      let start = 0.5 + step * Double(shown.count - 1) / 2
      return shown.enumerated().map { row, unit in
        PlacedUnit(
          center: UnitPoint(x, start - step * Double(row)), kind: unit.kind, index: unit.index)
      }
    }
  }

  private func shownUnits(_ layer: Layer, most: Int) -> [(kind: PlacedUnit.Kind, index: Int)] {
    func kind(_ i: Int) -> PlacedUnit.Kind { layer.dropped.contains(i) ? .dropped : .kept }
    guard layer.units > most else { return (0..<layer.units).map { (kind($0), $0) } }
    let first = most / 2
    let last = most - first - 1
    return (0..<first).map { (kind($0), $0) } + [(.hidden, layer.units - first - last)]
      + ((layer.units - last)..<layer.units).map { (kind($0), $0) }
  }
}
