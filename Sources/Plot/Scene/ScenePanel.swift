import PlotGeometry

/// A panel with its ranges and styles decided.
struct ScenePanel {
  let panel: Panel
  let slots: [Int]
  let axes: Axes
  /// Nothing in it has a place on the axes.
  let isEmpty: Bool

  init(_ panel: Panel, slots: [Int]) {
    self.panel = panel.withDecidedLevels
    self.slots = slots
    var horizontal = RangeFinder(panel.x)
    var vertical = RangeFinder(panel.y)
    for layer in panel.layers { layer.extend(&horizontal, &vertical) }
    horizontal.isPadded = panel.layers.contains(where: \.needsRoomBeside)
    vertical.isPadded = true
    axes = Axes(x: horizontal.map, y: vertical.map)
    let drawn = panel.layers.contains { layer in
      if case .network(let network) = layer { return !network.layers.isEmpty }
      return false
    }
    isEmpty = !drawn && (horizontal.isEmpty || vertical.isEmpty)
  }

  /// The panel holds a network diagram and nothing on axes.
  var network: NetworkDiagram? {
    for case .network(let network) in panel.layers { return network }
    return nil
  }

  /// Why there is nothing to see.
  var emptyReason: String {
    let counts = panel.layers.map(\.valueCount)
    guard counts.contains(where: { $0 > 0 }) else { return "nothing to draw: no values" }
    let isLog = panel.x.scale == .log || panel.y.scale == .log
    return isLog
      ? "nothing to draw: no value is finite and positive, as a log axis needs"
      : "nothing to draw: no value is finite"
  }

  var x: AxisMap { axes.x }
  var y: AxisMap { axes.y }

  /// Several paths in one panel: their ends are labelled.
  var isRace: Bool { panel.layers.count(where: \.isPath) > 1 }

  /// Where a path ends, or where it leaves the panel for the last time.
  func end(of line: LineLayer) -> UnitPoint? {
    axes.polylines(line.x, line.y, columns: 1000).last?.last
  }
}
