import PlotGeometry
import Wording

extension Panel.Layer {
  var isPath: Bool {
    if case .line(let line) = self { return line.isPath }
    return false
  }
}

extension HeatMapLayer {
  /// The ends of the colour scale.
  package var limits: (low: Double, high: Double) {
    let ends = grid.leastAndGreatest
    var first = low ?? ends?.0 ?? 0
    var last = high ?? ends?.1 ?? 1
    if colors == .diverging, low == nil, high == nil {
      let size = max(first.magnitude, last.magnitude)
      (first, last) = size > 0 ? (-size, size) : (-1, 1)
    }
    if !(first < last) { (first, last) = (first - 0.5, first + 0.5) }
    return (first, last)
  }
}

extension ScenePanel {
  /// Entries of this panel's named layers.
  func legendEntries() -> [LegendEntry] {
    var entries: [LegendEntry] = []
    func add(_ sample: LegendEntry.Sample, _ name: String) {
      if !name.isEmpty { entries.append(LegendEntry(sample: sample, name: name)) }
    }
    for (index, (layer, slot)) in zip(panel.layers, slots).enumerated() {
      switch layer {
      case .line(let line):
        add(
          line.isPath ? .path(slot: slot) : .line(slot: slot, isFaint: line.isFaint), line.name)
      case .points(let points):
        add(.points(slot: slot, isFaint: points.isFaint), points.name)
      case .bars(let bars): add(.bars(slot: slot), bars.name)
      case .arrow(let arrow): add(.arrow(slot: slot), arrow.name)
      case .band(let band): add(.band(slot: slot), band.name)
      case .mark(let mark): add(.mark(mark.kind), mark.name)
      case .reference(let line):
        let axis = line.direction == .vertical ? panel.x : panel.y
        let letter = line.direction == .vertical ? "x" : "y"
        let place = "\(axis.label.isEmpty ? letter : axis.label) = \(numberText(line.value))"
        add(
          .reference(line.direction, style: referenceStyle(index)),
          line.name.isEmpty ? "" : "\(line.name) (\(place))")
      case .contour(let contour):
        add(
          .contour(isOnMap: panel.hasHeatMap, isFilled: contour.isFilled), contourText(contour))
      case .heatMap(let map):
        let (low, high) = map.limits
        let isLight = panel.layers.count > 1
        entries.append(
          LegendEntry(
            sample: .scale(map.colors, low: low, high: high, isLight: isLight), name: map.name))
      case .network(let network):
        add(.unit, "unit")
        let dropped = network.layers.reduce(0) { $0 + $1.dropped.count }
        if dropped > 0 {
          let units = network.layers.reduce(0) { $0 + ($1.dropped.isEmpty ? 0 : $1.units) }
          add(.droppedUnit, "dropped (\(dropped) of \(units))")
        }
      case .text: break
      }
    }
    let hasStart = entries.contains { $0.sample == .mark(.start) }
    if !hasStart, panel.layers.contains(where: \.isPath) { add(.mark(.start), "start") }
    return entries
  }

  private func contourText(_ contour: ContourLayer) -> String {
    let levels = ContourLayer.texts(of: contour.resolvedLevels)
    guard let first = levels.first, let last = levels.last else { return "" }
    if levels.count <= 5 {
      let name = contour.name.isEmpty ? "" : contour.name + " = "
      return name + levels.joined(separator: ", ")
    }
    let name = contour.name.isEmpty ? "" : contour.name + ": "
    let spacing = contour.spacing.map { ", " + $0 } ?? ""
    return "\(name)\(levels.count) contours, \(first) to \(last)\(spacing)"
  }

  /// What cannot be drawn of this panel's data, in words.
  func dataNotes() -> [String] {
    // An empty panel says so where its picture would be.
    if isEmpty { return [] }
    return panel.layers.flatMap { layer -> [String] in
      switch layer {
      case .line(let line): notes(line.name, line.x, line.y)
      case .points(let points): notes(points.name, points.x, points.y)
      case .contour(let contour): gridNotes(contour.grid, isContour: contour)
      case .heatMap(let map): gridNotes(map.grid, isContour: nil)
      case .bars(let bars):
        notes(bars.name, steps(from: 0, count: bars.heights.count), bars.heights)
      case .band(let band): notes(band.name, band.x, band.upper)
      case .arrow(let arrow):
        axes.unit(arrow.fromX, arrow.fromY) == nil || axes.unit(arrow.toX, arrow.toY) == nil
          ? ["\(arrow.name.isEmpty ? "arrow" : arrow.name) not drawn: an end is not finite"] : []
      case .mark(let mark):
        axes.unit(mark.x, mark.y) == nil ? ["\(mark.name) not drawn: its place is not finite"] : []
      case .text, .network, .reference: []
      }
    }
  }

  private func notes(_ name: String, _ xs: [Double], _ ys: [Double]) -> [String] {
    var notes: [String] = []
    let subject = name.isEmpty ? "" : name + ": "
    let count = min(xs.count, ys.count)
    if xs.count != ys.count {
      notes.append("\(subject)\(xs.count) x and \(ys.count) y values; the first \(count) are drawn")
    }
    let missing = MissingPoints(xs, ys, on: axes)
    let (wild, first, flat) = (missing.wild, missing.first, missing.flat)
    if wild > 0 {
      let label = panel.x.label.isEmpty ? "x" : panel.x.label
      let place = xs[first].isFinite ? " (the first at \(label) = \(numberText(xs[first])))" : ""
      let kind = ys[first].isNaN ? "not a number" : "not finite or beyond 1e305"
      notes.append("\(subject)\(wild) of \(counted(count, "value")) not drawn, \(kind)\(place)")
    }
    if flat > 0 {
      notes.append(
        "\(subject)\(flat) of \(counted(count, "value")) not positive, not on the log axis")
    }
    return notes
  }

  private func gridNotes(_ grid: SampledGrid, isContour contour: ContourLayer?) -> [String] {
    let missing = grid.missingCount
    var notes: [String] = []
    if missing == grid.values.count { return ["no sample of the surface is finite"] }
    if missing > 0 {
      notes.append(
        "\(missing) of \(counted(grid.values.count, "sample")) of the surface are not finite")
    }
    if let contour, contour.resolvedLevels.isEmpty {
      let value = grid.leastAndGreatest?.0 ?? 0
      let isFlat = grid.leastAndGreatest.map { $0.0 == $0.1 } ?? true
      notes.append(
        isFlat
          ? "the surface is flat at \(numberText(value)): no contours"
          : "no contour level lies within the surface's values")
    }
    return notes
  }
}
