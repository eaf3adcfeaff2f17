/// A panel with its ranges and styles decided.
struct ScenePanel {
  let panel: Panel
  let slots: [Int]
  let x: AxisMap
  let y: AxisMap
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
    x = horizontal.map
    y = vertical.map
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

  func unit(_ px: Double, _ py: Double) -> UnitPoint? {
    guard let ux = x.unit(px), let uy = y.unit(py) else { return nil }
    return UnitPoint(ux, uy)
  }

  /// Several paths in one panel: their ends are labelled.
  var isRace: Bool { panel.layers.count(where: \.isPath) > 1 }

  /// Where a path ends, or where it leaves the panel for the last time.
  func end(of line: LineLayer) -> UnitPoint? {
    polylines(line.x, line.y, columns: 1000).last?.last
  }

  /// A line's pieces, interrupted where a number has no place, clipped to the panel.
  ///
  /// - Parameter columns: how many places the renderer can tell apart along x; where a rising x has
  ///   many more points than that, first, least, greatest and last of each are kept.
  func polylines(_ xs: [Double], _ ys: [Double], columns: Int) -> [[UnitPoint]] {
    var pieces: [[UnitPoint]] = []
    var piece: [UnitPoint] = []
    let count = min(xs.count, ys.count)
    piece.reserveCapacity(count)
    for i in 0..<count {
      if let point = unit(xs[i], ys[i]) {
        piece.append(point)
      } else if !piece.isEmpty {
        pieces.append(piece)
        piece.removeAll()
      }
    }
    if !piece.isEmpty { pieces.append(piece) }
    return pieces.flatMap { clipped(decimated($0, columns: columns)) }
  }

  /// Places of points within the panel, by their index.
  func places(_ xs: [Double], _ ys: [Double]) -> [(index: Int, point: UnitPoint)] {
    var result: [(index: Int, point: UnitPoint)] = []
    for i in 0..<min(xs.count, ys.count) {
      if let point = unit(xs[i], ys[i]), point.isInside { result.append((i, point)) }
    }
    return result
  }
}
