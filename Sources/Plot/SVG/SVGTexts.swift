import Conversion
import PlotGeometry

// Places for words in a plot: beside what they name, and clear of each other.

extension SVGLayers {
  /// A place on a contour for its value, clear of paths, marks and other labels.
  mutating func label(
    _ text: String, on lines: [[UnitPoint]]
  ) -> (text: String, x: Double, y: Double)? {
    let half = textWidth(text, size: SVGRenderer.Size.tiny) / 2 + 3
    for line in lines.sorted(by: { $0.count > $1.count }).prefix(4) {
      for share in [0.5, 0.3, 0.7, 0.15, 0.85, 0.4, 0.6, 0.05, 0.95] {
        let point = line[Int(clamping: Double(line.count - 1) * share, from: 0, to: line.count - 1)]
        let (x, y) = place(point)
        let box = Box(x0: x - half, y0: y - 9, x1: x + half, y1: y + 9)
        let isInside =
          box.x0 > panel.left && box.x1 < panel.left + panel.width && box.y0 > panel.top
          && box.y1 < panel.top + panel.height
        guard isInside, !taken.contains(where: { $0.overlaps(box) }) else { continue }
        taken.append(box)
        return (text, x, y + 4.5)
      }
    }
    return nil
  }

  /// Keeps labels away from paths, arrows, marks and points.
  mutating func reserve() {
    func keep(_ point: UnitPoint, _ size: Double) {
      let (x, y) = place(point)
      taken.append(Box(x0: x - size, y0: y - size, x1: x + size, y1: y + size))
    }
    for (layer, _) in layers {
      switch layer {
      case .line(let line):
        for piece in scene.axes.polylines(line.x, line.y, columns: 100) {
          for (a, b) in zip(piece, piece.dropFirst()) {
            let (p, q) = (place(a), place(b))
            let steps = Int(clamping: max(abs(p.x - q.x), abs(p.y - q.y)) / 10, from: 0, to: 99) + 1
            for i in 0...steps { keep(a + (b - a) * (Double(i) / Double(steps)), 5) }
          }
        }
      case .points(let points) where points.x.count <= 2000:
        for point in scene.axes.places(points.x, points.y) { keep(point, 5) }
      case .arrow(let arrow):
        guard let (tail, head) = scene.arrowEnds(arrow) else { continue }
        for i in 0...20 { keep(tail + (head - tail) * (Double(i) / 20), 6) }
      case .mark(let mark):
        if let point = scene.axes.unit(mark.x, mark.y), point.isInside { keep(point, 9) }
      default: break
      }
    }
  }

  mutating func placeTexts(labelsEnds: Bool) {
    for (layer, _) in layers {
      switch layer {
      case .arrow(let arrow):
        guard let (tail, head) = scene.arrowEnds(arrow), !arrow.name.isEmpty else { continue }
        place(arrow.name, near: [place(head)], leftwards: head.x < tail.x)
      case .text(let text):
        guard let point = scene.axes.unit(text.x, text.y), point.isInside else { continue }
        place(text.text, near: [place(point)], leftwards: true)
      default: break
      }
    }
    guard scene.isRace, labelsEnds else { return }
    for end in raceEnds() {
      place(end.names.joined(separator: ", "), near: end.places, leftwards: false, isOptional: true)
    }
  }

  /// Where the paths end; those that end together share a text.
  private func raceEnds() -> [(names: [String], places: [Place])] {
    var ends: [(names: [String], places: [Place])] = []
    for case .line(let line) in scene.panel.layers where line.isPath && !line.name.isEmpty {
      guard let unit = scene.end(of: line) else { continue }
      let end = place(unit)
      let near = ends.firstIndex {
        max(abs($0.places[0].x - end.x), abs($0.places[0].y - end.y)) < 18
      }
      if let near {
        ends[near].names.append(line.name)
        ends[near].places.append(end)
      } else {
        ends.append(([line.name], [end]))
      }
    }
    return ends
  }

  /// Finds the first side of one or more places where a text covers nothing, farther off (by a line that leads
  /// there) for an optional one; without any, that is left to the legend.
  mutating func place(
    _ text: String, near places: [Place], leftwards: Bool,
    isOptional: Bool = false
  ) {
    let wide = textWidth(text, size: SVGRenderer.Size.tick)
    for distance in isOptional ? [10.0, 26, 40, 55, 70] : [10] {
      for side in sides(at: distance, leftwards: leftwards) {
        guard let point = Self.nearest(of: places, to: side) else { return }
        let box = box(of: side, wide, at: point)
        let leader = distance > 20 ? leader(from: point, to: box) : nil
        guard isFree(box), distance < 30 || leader.map(isClear) ?? true else { continue }
        return put(text, side, box, at: point, leader)
      }
    }
    guard !isOptional, let point = places.first else { return }
    let side = sides(at: 10, leftwards: leftwards)[0]
    put(text, side, box(of: side, wide, at: point), at: point, nil)
  }

  typealias Place = (x: Double, y: Double)

  /// The place from which a side counts: the rightmost for the right, and so on.
  private static func nearest(of places: [Place], to side: Side) -> Place? {
    switch side.anchor {
    case .start: places.max { $0.x < $1.x }
    case .end: places.min { $0.x < $1.x }
    case .middle: places.max { side.dy < 0 ? $0.y > $1.y : $0.y < $1.y }
    }
  }

  private typealias Side = (dx: Double, dy: Double, anchor: SVGWriter.Anchor)

  private func sides(at distance: Double, leftwards: Bool) -> [Side] {
    let d = distance
    let sides: [Side] = [
      (d, 5, .start), (-d, 5, .end), (0, -d, .middle), (0, d + 10, .middle), (d, d + 10, .start),
      (d, -d, .start), (-d, d + 10, .end), (-d, -d, .end), (d, 16, .start), (-d, 16, .end),
    ]
    return leftwards ? [sides[1], sides[0]] + sides[2...] : sides
  }

  private func box(of side: Side, _ wide: Double, at point: Place) -> Box {
    let start =
      point.x + side.dx - (side.anchor == .end ? wide : side.anchor == .middle ? wide / 2 : 0)
    return Box(
      x0: start, y0: point.y + side.dy - 12, x1: start + wide, y1: point.y + side.dy + 4)
  }

  private func isFree(_ box: Box) -> Bool {
    box.x0 >= panel.left && box.x1 <= panel.left + panel.width && box.y0 >= panel.top
      && box.y1 <= panel.top + panel.height && !taken.contains { $0.overlaps(box) }
  }

  private typealias Leader = (from: Place, to: Place)

  /// From beside a marker to the nearest place on a text's rim.
  private func leader(from point: Place, to box: Box) -> Leader {
    let x = min(max(point.x, box.x0 - 2), box.x1 + 2)
    let y = min(max(point.y, box.y0), box.y1)
    let (dx, dy) = (x - point.x, y - point.y)
    let share = 6 / max((dx * dx + dy * dy).squareRoot(), 6)
    return ((point.x + share * dx, point.y + share * dy), (x, y))
  }

  /// Crosses no path: only near its beginning, where the paths end, may it touch one.
  private func isClear(_ leader: Leader) -> Bool {
    let (dx, dy) = (leader.to.x - leader.from.x, leader.to.y - leader.from.y)
    let length = (dx * dx + dy * dy).squareRoot()
    return stride(from: 8.0, to: length, by: 3).allSatisfy { way in
      let x = leader.from.x + dx * way / length
      let y = leader.from.y + dy * way / length
      return !taken.contains { $0.overlaps(Box(x0: x - 1, y0: y - 1, x1: x + 1, y1: y + 1)) }
    }
  }

  private mutating func put(
    _ text: String, _ side: Side, _ box: Box, at point: Place, _ leader: Leader?
  ) {
    taken.append(box)
    let line = leader.map { line in
      "M\(coordinateText(line.from.x)) \(coordinateText(line.from.y))L\(coordinateText(line.to.x)) \(coordinateText(line.to.y))"
    }
    placed.append(
      PlacedText(
        text: text, x: point.x + side.dx, y: point.y + side.dy, anchor: side.anchor,
        leader: line ?? ""))
  }
}
