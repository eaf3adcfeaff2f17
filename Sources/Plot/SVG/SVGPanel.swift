import Conversion
import PlotGeometry

/// Lays out one panel of a document: title, axes and ticks around the plot.
struct SVGPanel {
  let scene: ScenePanel
  let marksLines: Bool
  /// Names what this panel defines.
  let id: String
  let frame: SVGLayout.Frame
  /// The plot's rectangle.
  private(set) var left = 0.0
  private(set) var top = 0.0
  private(set) var width = 0.0
  private(set) var height = 0.0

  init(scene: ScenePanel, marksLines: Bool, id: String, frame: SVGLayout.Frame) {
    self.scene = scene
    self.marksLines = marksLines
    self.id = id
    self.frame = frame
  }

  private typealias Size = SVGRenderer.Size
  private var panel: Panel { scene.panel }

  mutating func draw(on writer: inout SVGWriter, motion: inout SVGMotion?) {
    let head = panel.title.isEmpty ? 8.0 : 30
    if !panel.title.isEmpty {
      let title = fitted(panel.title, to: frame.width - 30, size: Size.label * 1.05)
      writer.write(
        title, x: frame.x + frame.width / 2, y: frame.y + 19, kind: "head", anchor: .middle)
    }
    if let network = scene.network {
      (left, top) = (frame.x + 10, frame.y + head)
      (width, height) = (frame.width - 20, frame.height - head - 56)
      return drawNetwork(network, on: &writer)
    }
    if scene.isEmpty {
      let lines = folded(scene.emptyReason, to: frame.width - 60, size: Size.label)
      for (i, line) in lines.enumerated() {
        writer.write(
          line, x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 + 22 * Double(i),
          kind: "label", anchor: .middle)
      }
      return
    }
    let xSuffix = panel.x.isHidden ? "" : scene.x.ticks(count: 6).suffix
    let bottom =
      (panel.x.isHidden ? 6 : 28) + (panel.x.label.isEmpty && xSuffix.isEmpty ? 4 : 24.0)
    (top, height) = (frame.y + head, frame.height - head - bottom - 6)
    let yTicks = ticks(scene.y, panel.y, count: Int(clamping: height / 52, from: 2))
    let yLabel = labelled(panel.y, yTicks)
    let widest = yTicks.ticks.map { tickWidth($0) }.max() ?? 0
    let gutter = (yLabel.isEmpty ? 12 : 36) + (panel.y.isHidden ? 0 : min(widest, 150) + 10)
    left = frame.x + gutter
    width = max(frame.width - gutter - 22 - scaleRoom, 40)
    fitAspect()

    writer.raw(
      "<clipPath id=\"\(id)\"><rect x=\"\(coordinateText(left))\" y=\"\(coordinateText(top))\" "
        + "width=\"\(coordinateText(width))\" height=\"\(coordinateText(height))\"/></clipPath>")
    let xTicks = fittingTicks()
    drawGrid(xTicks, yTicks, on: &writer)
    var layers = SVGLayers(panel: self)
    layers.draw(on: &writer, motion: &motion)
    drawAxes(xTicks, yTicks, on: &writer)
    let tickRoom = panel.y.isHidden ? 0 : min(widest, 150) + 10
    drawLabels(labelled(panel.x, xTicks), yLabel, tickRoom: tickRoom, on: &writer)
    drawScale(on: &writer)
  }

  // MARK: Places

  var area: Frame { Frame(left: left, top: top, width: width, height: height) }
  func x(_ unit: Double) -> Double { area.x(unit) }
  func y(_ unit: Double) -> Double { area.y(unit) }

  private mutating func fitAspect() {
    guard panel.hasEqualAspect, scene.x.scale == .linear, scene.y.scale == .linear else { return }
    let ratio = (scene.x.high - scene.x.low) / (scene.y.high - scene.y.low)
    guard ratio.isFinite, ratio > 0 else { return }
    let (fullWidth, fullHeight) = (width, height)
    if height * ratio <= width {
      width = max(height * ratio, 60)
      left += (fullWidth - width) / 2
    } else {
      height = max(width / ratio, 60)
      top += (fullHeight - height) / 2
    }
  }

  // MARK: Ticks

  private func ticks(_ map: AxisMap, _ axis: Axis, count: Int) -> Ticks {
    if axis.isHidden { return Ticks(ticks: []) }
    if axis.categories.isEmpty { return map.ticks(count: count) }
    return Ticks(
      ticks: axis.categories.enumerated().map { Ticks.Tick(value: Double($0), label: $1) })
  }

  /// The most x ticks whose labels keep clear of each other.
  private func fittingTicks() -> Ticks {
    for count in stride(from: Int(clamping: width / 50, from: 0, to: 10) + 1, through: 2, by: -1) {
      let found = ticks(scene.x, panel.x, count: count)
      if !panel.x.categories.isEmpty { return found }
      var end = -Double.infinity
      let places = found.ticks.compactMap { tick in
        scene.x.unit(tick.value).map { (x($0), tickWidth(tick)) }
      }
      let isClear = places.sorted { $0.0 < $1.0 }.allSatisfy { place, wide in
        defer { end = place + wide / 2 }
        return place - wide / 2 > end + 10
      }
      if isClear { return found }
    }
    return Ticks(ticks: [])
  }

  private func tickWidth(_ tick: Ticks.Tick) -> Double {
    guard let power = tick.power else { return textWidth(tick.label, size: Size.tick) }
    return textWidth("10", size: Size.tick) + textWidth("\(power)", size: Size.tick * 0.72)
  }

  private func labelled(_ axis: Axis, _ ticks: Ticks) -> String {
    if axis.isHidden { return "" }
    if ticks.suffix.isEmpty { return axis.label }
    return axis.label.isEmpty ? ticks.suffix : "\(axis.label) (\(ticks.suffix))"
  }

  /// Tick places within the plot, in the picture.
  private func places(_ values: [Double], _ map: AxisMap) -> [(value: Double, unit: Double)] {
    values.compactMap { value in
      guard let unit = map.unit(value), unit >= -1e-9, unit <= 1 + 1e-9 else { return nil }
      return (value, unit)
    }
  }

  private func write(
    _ tick: Ticks.Tick, x: Double, y: Double, anchor: SVGWriter.Anchor, room: Double,
    on writer: inout SVGWriter
  ) {
    guard let power = tick.power else {
      let label = fitted(tick.label, to: room, size: Size.tick)
      return writer.write(label, x: x, y: y, kind: "tick", anchor: anchor)
    }
    let sign = power < 0 ? "−" : ""
    writer.raw(
      "<text class=\"tick\" x=\"\(coordinateText(x))\" y=\"\(coordinateText(y))\" text-anchor=\"\(anchor.rawValue)\""
        + ">10<tspan dy=\"-6\" font-size=\"72%\">\(sign)\(power.magnitude)</tspan></text>")
  }

  // MARK: Axes

  /// Pale lines across plots of curves; a surface has lines enough.
  private func drawGrid(_ xTicks: Ticks, _ yTicks: Ticks, on writer: inout SVGWriter) {
    let isSurface = panel.layers.contains { layer in
      switch layer {
      case .contour, .heatMap: true
      default: false
      }
    }
    if isSurface { return }
    let hasBars = scene.barCount > 0
    for (_, unit) in places(yTicks.ticks.map(\.value), scene.y) where panel.y.categories.isEmpty {
      writer.line(left, y(unit), left + width, y(unit), kind: "grid")
    }
    for (_, unit) in places(xTicks.ticks.map(\.value), scene.x) where !hasBars {
      writer.line(x(unit), top, x(unit), top + height, kind: "grid")
    }
  }

  private func drawAxes(_ xTicks: Ticks, _ yTicks: Ticks, on writer: inout SVGWriter) {
    let (right, bottom) = (left + width, top + height)
    if panel.hasHeatMap {
      writer.rectangle(left, top, width, height, kind: "axis")
    } else {
      var path = ""
      if !panel.y.isHidden {
        path += "M\(coordinateText(left)) \(coordinateText(top))V\(coordinateText(bottom))"
      }
      if !panel.x.isHidden {
        path += "M\(coordinateText(left)) \(coordinateText(bottom))H\(coordinateText(right))"
      }
      if !path.isEmpty { writer.raw("<path class=\"axis\" d=\"\(path)\"/>") }
    }
    var strokes = ""
    for (_, unit) in places(xTicks.minor, scene.x) {
      strokes += "M\(coordinateText(x(unit))) \(coordinateText(bottom))v3"
    }
    for (_, unit) in places(yTicks.minor, scene.y) {
      strokes += "M\(coordinateText(left)) \(coordinateText(y(unit)))h-3"
    }
    let share = width / Double(max(panel.x.categories.count, 1)) - 6
    let step =
      panel.x.categories.isEmpty ? 1 : Int(clamping: (18 / max(share, 1)).rounded(.up), from: 1)
    for (i, tick) in xTicks.ticks.enumerated() where i % step == 0 {
      guard let unit = places([tick.value], scene.x).first?.unit else { continue }
      strokes += "M\(coordinateText(x(unit))) \(coordinateText(bottom))v6"
      let room = panel.x.categories.isEmpty ? 150 : share * Double(step)
      write(tick, x: x(unit), y: bottom + 22, anchor: .middle, room: room, on: &writer)
    }
    for tick in yTicks.ticks {
      guard let unit = places([tick.value], scene.y).first?.unit else { continue }
      strokes += "M\(coordinateText(left)) \(coordinateText(y(unit)))h-6"
      write(tick, x: left - 9, y: y(unit) + 5, anchor: .end, room: 150, on: &writer)
    }
    if !strokes.isEmpty { writer.raw("<path class=\"axis\" d=\"\(strokes)\"/>") }
  }

  private func drawLabels(
    _ xLabel: String, _ yLabel: String, tickRoom: Double, on writer: inout SVGWriter
  ) {
    if !xLabel.isEmpty {
      let text = fitted(xLabel, to: frame.width - 20, size: Size.label)
      let half = textWidth(text, size: Size.label) / 2
      let middle = min(
        max(left + width / 2, frame.x + half + 4), frame.x + frame.width - half - 4)
      writer.write(text, x: middle, y: top + height + 46, kind: "label", anchor: .middle)
    }
    if !yLabel.isEmpty {
      let text = fitted(yLabel, to: frame.height - 20, size: Size.label)
      let half = textWidth(text, size: Size.label) / 2
      let middle = min(
        max(top + height / 2, frame.y + half + 4), frame.y + frame.height - half - 4)
      writer.write(
        text, x: left - tickRoom - 14, y: middle, kind: "label", anchor: .middle,
        rotated: true)
    }
  }

  // MARK: Colour scale

  private var heatMap: HeatMapLayer? {
    for case .heatMap(let map) in panel.layers { return map }
    return nil
  }

  private var scaleTicks: Ticks {
    guard let map = heatMap else { return Ticks(ticks: []) }
    return .linear(from: map.limits.low, to: map.limits.high, count: 6)
  }

  private var scaleRoom: Double {
    guard let map = heatMap else { return 0 }
    let widest = scaleTicks.ticks.map { tickWidth($0) }.max() ?? 0
    return 34 + widest + (map.name.isEmpty && scaleTicks.suffix.isEmpty ? 0 : 24)
  }

  /// A bar of the heat map's colours with its own ticks, right of the plot.
  private func drawScale(on writer: inout SVGWriter) {
    guard let map = heatMap else { return }
    let (low, high) = map.limits
    let (start, wide, steps) = (left + width + 18, 14.0, 48)
    for i in 0..<steps {
      let color = map.colors.color(at: (Double(i) + 0.5) / Double(steps)).hex
      let slice = height / Double(steps)
      writer.rectangle(
        start, top + height - slice * Double(i + 1), wide, slice + 0.3, kind: "cells",
        attributes: " fill=\"\(color)\"")
    }
    writer.rectangle(start, top, wide, height, kind: "axis")
    let ticks = scaleTicks
    var widest = 0.0
    for tick in ticks.ticks {
      let place = top + height * (1 - (tick.value - low) / (high - low))
      writer.line(start + wide, place, start + wide + 5, place, kind: "axis")
      write(tick, x: start + wide + 8, y: place + 5, anchor: .start, room: 120, on: &writer)
      widest = max(widest, tickWidth(tick))
    }
    let name = [map.name, ticks.suffix].filter { !$0.isEmpty }.joined(separator: " ")
    if !name.isEmpty {
      writer.write(
        fitted(name, to: frame.height - 20, size: Size.label), x: start + wide + widest + 28,
        y: top + height / 2, kind: "label", anchor: .middle, rotated: true)
    }
  }
}
