import Conversion
import PlotGeometry

/// Draws a panel's layers: areas first, then lines, then what must not be hidden.
struct SVGLayers {
  let panel: SVGPanel
  /// Boxes that labels keep clear of.
  var taken: [Box] = []
  /// Texts whose places are chosen before those of the contours' labels.
  var placed: [PlacedText] = []

  struct PlacedText {
    var text: String
    var x: Double
    var y: Double
    var anchor: SVGWriter.Anchor
    /// A line from what is named to a text that found room only away from it.
    var leader = ""
  }

  struct Box {
    var x0: Double
    var y0: Double
    var x1: Double
    var y1: Double

    func overlaps(_ other: Box) -> Bool {
      x0 < other.x1 && other.x0 < x1 && y0 < other.y1 && other.y0 < y1
    }
  }

  init(panel: SVGPanel) {
    self.panel = panel
  }

  var scene: ScenePanel { panel.scene }
  var layers: [(layer: Panel.Layer, slot: Int)] {
    Array(zip(scene.panel.layers, scene.slots))
  }

  mutating func draw(on writer: inout SVGWriter, motion: inout SVGMotion?) {
    reserve()
    // A name at the end of a path would be there before the path is.
    placeTexts(labelsEnds: motion == nil)
    writer.raw("<g clip-path=\"url(#\(panel.id))\">")
    var bar = 0
    for (layer, slot) in layers {
      switch layer {
      case .heatMap(let map): draw(map, on: &writer)
      case .contour(let contour): draw(contour, on: &writer)
      case .band(let band): draw(band, slot, on: &writer)
      case .bars(let bars):
        draw(bars, slot, place: bar, on: &writer)
        bar += 1
      default: break
      }
    }
    let curves = layers.map { layer, slot in
      curve(layer, slot, on: &writer, motion: &motion)
    }
    // All halos lie under all lines: one path must not cut another.
    for curve in curves { curve.map { drawHalo($0, on: &writer) } }
    for (number, (layer, slot)) in layers.enumerated() {
      switch layer {
      case .reference(let line): draw(line, scene.referenceStyle(number), on: &writer)
      case .line: curves[number].map { draw($0, on: &writer) }
      case .points(let points) where isDotted(points): drawDots(points, slot, on: &writer)
      default: break
      }
    }
    writer.raw("</g>")
    // A marker on the plot's edge is not cut in half.
    for (layer, slot) in layers {
      guard case .points(let points) = layer, !isDotted(points) else { continue }
      for point in scene.axes.places(points.x, points.y) {
        let (x, y) = place(point)
        writer.raw(SVGMarkers.use(slot, x: x, y: y))
      }
    }
    for (layer, slot) in layers {
      if case .arrow(let arrow) = layer { draw(arrow, slot, on: &writer) }
    }
    drawMarks(on: &writer)
  }

  func place(_ point: UnitPoint) -> (x: Double, y: Double) {
    (panel.x(point.x), panel.y(point.y))
  }

  // MARK: Lines

  /// A line with what is needed to draw it.
  struct Curve {
    var line: LineLayer
    var slot: Int
    var pieces: [[UnitPoint]]
    var d: String
    var growth: SVGMotion.Growth?

    var opening: String { growth.map { "<g mask=\"url(#\($0.name))\">" } ?? "" }
    var closing: String { growth == nil ? "" : "</g>" }
  }

  func curve(
    _ layer: Panel.Layer, _ slot: Int, on writer: inout SVGWriter, motion: inout SVGMotion?
  ) -> Curve? {
    guard case .line(let line) = layer else { return nil }
    let pieces = scene.axes.polylines(line.x, line.y, columns: Int(clamping: panel.width * 2))
    let d = pieces.map { panel.area.pathText(of: $0) }.joined()
    if d.isEmpty { return nil }
    let growth = motion?.growth(of: line, in: panel)
    if let growth { writer.raw(growth.mask) }
    return Curve(line: line, slot: slot, pieces: pieces, d: d, growth: growth)
  }

  func drawHalo(_ curve: Curve, on writer: inout SVGWriter) {
    guard curve.line.isPath || scene.panel.hasHeatMap else { return }
    writer.raw("\(curve.opening)<path class=\"halo\" d=\"\(curve.d)\"/>\(curve.closing)")
  }

  func draw(_ curve: Curve, on writer: inout SVGWriter) {
    let slot = curve.slot
    let isFaint = curve.line.isFaint
    writer.raw(
      curve.opening
        + "<path class=\"line\(isFaint ? " thin" : "") \(SVGMarkers.stroke(slot))\""
        + "\(isFaint ? "" : SVGMarkers.dash(slot)) d=\"\(curve.d)\"/>")
    if !isFaint, panel.marksLines || curve.line.isPath {
      let places = markerPlaces(curve.line, curve.pieces, slot, hasHead: curve.growth != nil)
      for (x, y) in places { writer.raw(SVGMarkers.use(slot, x: x, y: y)) }
    }
    if let growth = curve.growth { writer.raw(curve.closing + growth.head(slot)) }
  }

  /// Every point where they are few; else some way from each other and from other lines' markers.
  func markerPlaces(
    _ line: LineLayer, _ pieces: [[UnitPoint]], _ slot: Int, hasHead: Bool
  ) -> [(x: Double, y: Double)] {
    let count = min(line.x.count, line.y.count)
    if count <= (line.isPath ? 24 : 16) {
      return scene.axes.places(line.x, line.y).map(place)
    }
    var result: [(x: Double, y: Double)] = []
    let spacing = 78.0
    var walked = line.isPath ? 0 : spacing / 2 - Double(slot * 29 % 78)
    var last: (x: Double, y: Double)?
    for point in pieces.joined() {
      let next = place(point)
      if let last {
        let (dx, dy) = (next.x - last.x, line.isPath ? next.y - last.y : 0)
        walked += (dx * dx + dy * dy).squareRoot()
      }
      last = next
      if walked >= spacing {
        result.append(next)
        walked = 0
      }
    }
    if line.isPath, !hasHead, let end = pieces.last?.last { result.append(place(end)) }
    return result
  }

  func draw(_ line: ReferenceLayer, _ style: Int, on writer: inout SVGWriter) {
    let isVertical = line.direction == .vertical
    guard let unit = (isVertical ? scene.x : scene.y).unit(line.value), unit >= 0, unit <= 1 else {
      return
    }
    let (right, bottom) = (panel.left + panel.width, panel.top + panel.height)
    let kind = SVGMarkers.reference(style)
    if isVertical {
      writer.line(panel.x(unit), panel.top, panel.x(unit), bottom, kind: kind)
    } else {
      writer.line(panel.left, panel.y(unit), right, panel.y(unit), kind: kind)
    }
  }

  /// Many or faint points are dots, not markers.
  func isDotted(_ points: PointsLayer) -> Bool {
    points.isFaint || min(points.x.count, points.y.count) > Self.mostMarkers
  }

  private static let mostMarkers = 1500

  /// Dots of one path, each drawn once; the fewer there are, the larger.
  func drawDots(_ points: PointsLayer, _ slot: Int, on writer: inout SVGWriter) {
    let places = scene.axes.places(points.x, points.y)
    let isMany = places.count > Self.mostMarkers
    let d = panel.area.dotsText(of: places, isThinned: isMany)
    if d.isEmpty { return }
    let size = isMany ? 3.0 : places.count > 100 ? 4.4 : 6
    if scene.hasAreas {
      writer.raw(
        "<path class=\"dots rim\" stroke-width=\"\(coordinateText(size + 2.4))\" d=\"\(d)\"/>")
    }
    writer.raw(
      "<path class=\"dots\(scene.hasAreas ? "" : " faint") \(SVGMarkers.stroke(slot))\" "
        + "stroke-width=\"\(coordinateText(size))\" d=\"\(d)\"/>")
  }

  // MARK: Arrows, marks, text

  func draw(_ arrow: ArrowLayer, _ slot: Int, on writer: inout SVGWriter) {
    guard let ends = scene.arrowEnds(arrow) else { return }
    let (tail, head) = (place(ends.0), place(ends.1))
    let (dx, dy) = (head.x - tail.x, head.y - tail.y)
    let length = (dx * dx + dy * dy).squareRoot()
    let color = SVGMarkers.stroke(slot)
    let shaft = max(length - 9, 0) / max(length, 1e-9)
    let d =
      "M\(coordinateText(tail.x)) \(coordinateText(tail.y))L\(coordinateText(tail.x + dx * shaft)) "
      + coordinateText(tail.y + dy * shaft)
    writer.raw("<path class=\"halo\" d=\"\(d)\"/>")
    writer.raw("<path class=\"line \(color)\" stroke-width=\"2.6\" d=\"\(d)\"/>")
    if length > 1 { writer.raw(arrowHead(x: head.x, y: head.y, dx: dx, dy: dy, slot: slot)) }
  }

  func drawMarks(on writer: inout SVGWriter) {
    for (layer, _) in layers {
      guard case .line(let line) = layer, line.isPath, let x = line.x.first, let y = line.y.first,
        let point = scene.axes.unit(x, y), point.isInside
      else { continue }
      let (px, py) = place(point)
      writer.raw(SVGMarkers.mark(.start, x: px, y: py))
    }
    for (layer, _) in layers {
      guard case .mark(let mark) = layer, let point = scene.axes.unit(mark.x, mark.y),
        point.isInside
      else { continue }
      let (x, y) = place(point)
      writer.raw(SVGMarkers.mark(mark.kind, x: x, y: y))
    }
    for text in placed where !text.leader.isEmpty {
      writer.raw("<path class=\"leader\" d=\"\(text.leader)\"/>")
    }
    for text in placed {
      writer.write(
        text.text, x: text.x, y: text.y, kind: "tick", anchor: text.anchor, halo: "outline")
    }
  }
}
