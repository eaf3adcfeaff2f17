import Conversion
import PlotGeometry
import Wording

/// Lays out one panel in a rectangle of the screen: title, axes and ticks around a canvas.
struct TerminalPanel {
  let scene: ScenePanel
  let capability: TerminalCapability
  /// Lines carry markers, because several are named.
  let marksLines: Bool
  let frame: (x: Int, y: Int, columns: Int, rows: Int)

  init(
    _ scene: ScenePanel, capability: TerminalCapability, marksLines: Bool,
    frame: (x: Int, y: Int, columns: Int, rows: Int)
  ) {
    self.scene = scene
    self.capability = capability
    self.marksLines = marksLines
    self.frame = frame
  }

  private var panel: Panel { scene.panel }
  private var isASCII: Bool { capability.isASCII }

  /// Draws the panel and returns how many of its rows it used.
  func draw(on screen: inout Screen) -> Int {
    if let network = scene.network {
      drawNetwork(network, on: &screen)
      return frame.rows
    }
    if scene.isEmpty {
      drawReason(on: &screen)
      return frame.rows
    }
    // The labels' width depends on the ticks, whose number depends on the height alone.
    var height = plotRows(headRows: 1)
    var yTicks = ticks(of: scene.y, axis: panel.y, count: max(2, height / 3 + 1))
    let yLabel = labelled(panel.y, yTicks)
    let head = heading(yLabel, on: screen)
    height = plotRows(headRows: head.count)
    yTicks = ticks(of: scene.y, axis: panel.y, count: max(2, height / 3 + 1))
    let labels = yTicks.ticks.map { tickText($0) }
    let gutter = panel.y.isHidden ? 1 : min(labels.map { screen.width($0) }.max() ?? 0, 14) + 1
    var width = max(frame.columns - gutter - 2, 4)
    (width, height) = fitted(width, height)
    let origin = (x: frame.x + gutter + 1, y: frame.y + head.count)

    for (y, row) in head.enumerated() {
      for piece in row {
        let x =
          piece.isCentred
          ? max(frame.x, origin.x + (width - screen.width(piece.text)) / 2) : frame.x
        let end = frame.x + frame.columns
        screen.write(
          piece.text, x: x, y: frame.y + y, ink: piece.isCentred ? .bold : .plain, end: end)
      }
    }
    drawYAxis(yTicks, on: &screen, origin: origin, height: height)
    let xTicks = drawXAxis(on: &screen, origin: origin, width: width, height: height)
    var canvas = Canvas(columns: width, rows: height, isASCII: capability.isASCII)
    TerminalLayers(scene: scene, capability: capability, marksLines: marksLines)
      .draw(on: &canvas)
    canvas.draw(on: &screen, x: origin.x, y: origin.y)
    let xLabel = labelled(panel.x, xTicks)
    if !xLabel.isEmpty {
      let room = frame.x + frame.columns
      let x = max(frame.x, min(origin.x + (width - screen.width(xLabel)) / 2, room))
      screen.write(xLabel, x: x, y: origin.y + height + 2, end: room)
    }
    let axisRows = panel.x.isHidden ? 1 : 2
    return min(head.count + height + axisRows + (xLabel.isEmpty ? 0 : 1), frame.rows)
  }

  // MARK: Room

  private func plotRows(headRows: Int) -> Int {
    let axisRows = panel.x.isHidden ? 1 : 2
    let hasLabel = !panel.x.label.isEmpty || needsSuffix
    return max(frame.rows - headRows - axisRows - (hasLabel ? 1 : 0), 2)
  }

  /// The x axis's ticks may share a factor that its label has to name.
  private var needsSuffix: Bool {
    !panel.x.isHidden && panel.x.categories.isEmpty && !scene.x.ticks(count: 6).suffix.isEmpty
  }

  /// Whole characters to a cell of a heat map; the same unit on both axes where that is asked for.
  /// A character is taken to be twice as high as wide.
  private func fitted(_ width: Int, _ height: Int) -> (Int, Int) {
    for case .heatMap(let map) in panel.layers {
      let columns = map.grid.columns
      let rows = map.grid.rows
      return (
        columns <= width ? width / columns * columns : width,
        rows <= height ? height / rows * rows : height
      )
    }
    guard panel.hasEqualAspect, scene.x.scale == .linear, scene.y.scale == .linear else {
      return (width, height)
    }
    let ratio = 2 * (scene.x.high - scene.x.low) / (scene.y.high - scene.y.low)
    guard ratio.isFinite, ratio > 0 else { return (width, height) }
    let wanted = (Double(height) * ratio).rounded()
    if wanted <= Double(width) { return (Int(clamping: wanted, from: 8), height) }
    return (width, Int(clamping: (Double(width) / ratio).rounded(), from: 3))
  }

  // MARK: Words around the plot

  private struct Heading {
    var text: String
    var isCentred: Bool
  }

  /// Title and y label share a row if there is room for both.
  private func heading(_ yLabel: String, on screen: Screen) -> [[Heading]] {
    let title = Heading(text: panel.title, isCentred: true)
    let label = Heading(text: yLabel, isCentred: false)
    if panel.title.isEmpty { return yLabel.isEmpty ? [] : [[label]] }
    if yLabel.isEmpty { return [[title]] }
    let titleWidth = screen.width(panel.title)
    // The least column the title can start at, whatever the gutter's width turns out to be.
    let start = (frame.columns - titleWidth) / 2 - 4
    return start >= screen.width(yLabel) + 2 ? [[label, title]] : [[title], [label]]
  }

  private func labelled(_ axis: Axis, _ ticks: Ticks) -> String {
    if axis.isHidden { return "" }
    let suffix = ticks.suffix
    if suffix.isEmpty { return axis.label }
    let shown =
      isASCII && ticks.exponent != 0
      ? ["x1e\(ticks.exponent)", ticks.offset.map { "above " + $0 } ?? ""]
        .filter { !$0.isEmpty }.joined(separator: ", ")
      : suffix
    return axis.label.isEmpty ? shown : "\(axis.label) (\(shown))"
  }

  private func tickText(_ tick: Ticks.Tick) -> String {
    guard isASCII, let power = tick.power else { return tick.label }
    return "1e\(power)"
  }

  private func ticks(of map: AxisMap, axis: Axis, count: Int) -> Ticks {
    if axis.isHidden { return Ticks(ticks: []) }
    if axis.categories.isEmpty { return map.ticks(count: count) }
    return Ticks(
      ticks: axis.categories.enumerated().map { Ticks.Tick(value: Double($0), label: $1) })
  }

  private func drawReason(on screen: inout Screen) {
    if !panel.title.isEmpty {
      let x = frame.x + max(0, (frame.columns - screen.width(panel.title)) / 2)
      screen.write(panel.title, x: x, y: frame.y, ink: .bold, end: frame.x + frame.columns)
    }
    let lines = wrapped(scene.emptyReason, to: frame.columns - 2)
    for (i, line) in lines.enumerated() {
      let x = frame.x + max(0, (frame.columns - displayWidth(of: line)) / 2)
      screen.write(line, x: x, y: frame.y + (frame.rows - lines.count) / 2 + i)
    }
  }

  // MARK: Axes

  private func drawYAxis(
    _ ticks: Ticks, on screen: inout Screen, origin: (x: Int, y: Int), height: Int
  ) {
    if panel.y.isHidden { return }
    for row in 0..<height {
      screen.put(isASCII ? "|" : "│", x: origin.x - 1, y: origin.y + row)
    }
    var lastRow = Int.min
    for tick in ticks.ticks {
      guard let unit = scene.y.unit(tick.value), unit >= -1e-9, unit <= 1 + 1e-9 else { continue }
      let row = height - 1 - cellIndex(unit, of: height)
      if row == lastRow { continue }
      lastRow = row
      let text = truncated(screen.prepared(tickText(tick)), to: 14)
      let x = origin.x - 2 - displayWidth(of: text)
      screen.write(text, x: x, y: origin.y + row)
      screen.put(isASCII ? "+" : "┤", x: origin.x - 1, y: origin.y + row)
    }
  }

  /// Draws the axis and the most ticks whose labels have room, and returns them.
  private func drawXAxis(
    on screen: inout Screen, origin: (x: Int, y: Int), width: Int, height: Int
  ) -> Ticks {
    let y = origin.y + height
    for column in 0..<width { screen.put(isASCII ? "-" : "─", x: origin.x + column, y: y) }
    if !panel.y.isHidden { screen.put(isASCII ? "+" : "└", x: origin.x - 1, y: y) }
    if panel.x.isHidden { return Ticks(ticks: []) }
    let room = frame.x..<(frame.x + frame.columns)
    for count in stride(from: min(width / 5 + 1, 11), through: 2, by: -1) {
      let ticks = ticks(of: scene.x, axis: panel.x, count: count)
      let placed = placements(ticks, on: screen, origin: origin.x, width: width, room: room)
      guard let placed else { continue }
      for (text, start, column) in placed {
        screen.put(isASCII ? "+" : "┬", x: column, y: y)
        screen.write(text, x: start, y: y + 1)
      }
      return ticks
    }
    return Ticks(ticks: [])
  }

  /// Where each label starts and where its tick is; `nil` if two labels would touch.
  private func placements(
    _ ticks: Ticks, on screen: Screen, origin: Int, width: Int, room: Range<Int>
  ) -> [(text: String, start: Int, column: Int)]? {
    let isNamed = !panel.x.categories.isEmpty
    let widest = isNamed ? max(width / max(panel.x.categories.count, 1) - 1, 1) : 14
    let gap = isNamed ? 1 : 2
    var result: [(text: String, start: Int, column: Int)] = []
    let places = ticks.ticks.compactMap { tick -> (Double, Ticks.Tick)? in
      guard let unit = scene.x.unit(tick.value), unit >= -1e-9, unit <= 1 + 1e-9 else {
        return nil
      }
      return (unit, tick)
    }
    var end = Int.min
    for (unit, tick) in places.sorted(by: { $0.0 < $1.0 }) {
      let column = origin + cellIndex(unit, of: width)
      let full = screen.prepared(tickText(tick))
      let text = truncated(full, to: widest, ellipsis: isASCII ? "~" : "…")
      let size = displayWidth(of: text)
      let start = min(max(column - size / 2, room.lowerBound), room.upperBound - size)
      if end != Int.min, start < end + gap {
        if isNamed { continue }
        return nil
      }
      result.append((text, start, column))
      end = start + size
    }
    return result
  }
}
