import Conversion

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A place in a panel: (0, 0) is its lower left corner, (1, 1) its upper right one.
typealias UnitPoint = SIMD2<Double>

/// Maps an axis's values to 0...1 along it.
struct AxisMap: Equatable {
  let scale: Axis.Scale
  let low: Double
  let high: Double
  let isReversed: Bool
  /// Marked at whole numbers only.
  var isCount = false

  /// The place of a value, outside 0...1 if the axis does not reach it;
  /// `nil` for a value that has no place at all.
  func unit(_ value: Double) -> Double? {
    guard value.isDrawable else { return nil }
    let t: Double
    switch scale {
    case .linear: t = (value - low) / (high - low)
    case .log:
      guard value > 0 else { return nil }
      // A difference of logarithms: the quotient of 1e300 and 1e-300 would overflow.
      t = (log10(value) - log10(low)) / (log10(high) - log10(low))
    }
    guard t.isFinite else { return nil }
    // Far outside is as good as very far outside, and keeps later sums finite.
    return min(max(isReversed ? 1 - t : t, -1e6), 1e6)
  }

  func value(at unit: Double) -> Double {
    let t = isReversed ? 1 - unit : unit
    if scale == .linear { return low + (high - low) * t }
    return pow(10, log10(low) + (log10(high) - log10(low)) * t)
  }

  func ticks(count: Int) -> Ticks {
    var count = count
    if isCount, scale == .linear {
      // No more ticks than there are whole numbers: then their distance is one or more.
      count = Int(clamping: high.rounded(.down) - low.rounded(.up) + 1, from: 1, to: count)
    }
    return scale == .linear
      ? .linear(from: low, to: high, count: count)
      : .logarithmic(from: low, to: high, count: count)
  }
}

/// A figure with everything decided that all renderers must agree on: ranges, styles, the legend's
/// entries and the remarks on data that cannot be drawn.
struct Scene {
  var title: String
  var panels: [ScenePanel]
  var legend: [LegendEntry]
  var notes: [String]

  init(_ figure: Figure) {
    var styles = StyleBook()
    title = figure.title
    notes = []
    legend = []
    panels = figure.panels.map { panel in
      let slots = styles.slots(of: panel.layers)
      return ScenePanel(panel, slots: slots)
    }
    for panel in panels {
      let place = panels.count > 1 ? panel.panel.title : ""
      for note in panel.dataNotes() {
        let remark = place.isEmpty ? note : "\(place): \(note)"
        if !notes.contains(remark) { notes.append(remark) }
      }
      for entry in panel.legendEntries() where !legend.contains(where: { $0.covers(entry) }) {
        legend.append(entry)
      }
    }
    notes += figure.notes
  }
}

/// Gives every series its slot: the same name the same slot throughout the figure.
private struct StyleBook {
  private var named: [String: Int] = [:]

  mutating func slots(of layers: [Panel.Layer]) -> [Int] {
    var used = Set<Int>()
    return layers.map { layer in
      guard let series = layer.series else { return 0 }
      if let slot = series.slot {
        if !series.name.isEmpty, named[series.name] == nil { named[series.name] = slot }
        used.insert(slot)
        return slot
      }
      if let slot = named[series.name] {
        used.insert(slot)
        return slot
      }
      let taken = series.name.isEmpty ? used : used.union(named.values)
      var slot = 0
      while taken.contains(slot) { slot += 1 }
      if !series.name.isEmpty { named[series.name] = slot }
      used.insert(slot)
      return slot
    }
  }
}

extension Panel.Layer {
  /// Name and wished-for slot of a layer that is styled as a series.
  var series: (name: String, slot: Int?)? {
    switch self {
    case .line(let line): (line.name, line.slot)
    case .points(let points): (points.name, points.slot)
    case .bars(let bars): (bars.name, bars.slot)
    case .arrow(let arrow): (arrow.name, arrow.slot)
    case .band(let band): (band.name, band.slot)
    case .contour, .heatMap, .mark, .text, .network, .reference: nil
    }
  }
}

/// A panel with its ranges and styles decided.
struct ScenePanel {
  let panel: Panel
  let slots: [Int]
  let x: AxisMap
  let y: AxisMap
  /// Nothing in it has a place on the axes.
  let isEmpty: Bool

  init(_ panel: Panel, slots: [Int]) {
    self.panel = panel
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

extension UnitPoint {
  /// Within the panel, edges included.
  var isInside: Bool {
    x >= -1e-9 && x <= 1 + 1e-9 && y >= -1e-9 && y <= 1 + 1e-9
  }
}
