// Places for words in a plot: beside what they name, and clear of each other.

extension SVGLayers {
  /// A place on a contour for its value, clear of paths, marks and other labels.
  mutating func label(
    _ text: String, on lines: [[UnitPoint]]
  ) -> (text: String, x: Double, y: Double)? {
    let half = textWidth(text, size: SVGRenderer.Size.tiny) / 2 + 3
    for line in lines.sorted(by: { $0.count > $1.count }).prefix(4) {
      for share in [0.5, 0.3, 0.7, 0.15, 0.85, 0.4, 0.6, 0.05, 0.95] {
        let point = line[Int(Double(line.count - 1) * share)]
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
        for piece in scene.polylines(line.x, line.y, columns: 100) {
          for (a, b) in zip(piece, piece.dropFirst()) {
            let (p, q) = (place(a), place(b))
            let steps = min(Int(max(abs(p.x - q.x), abs(p.y - q.y)) / 10) + 1, 100)
            for i in 0...steps { keep(a + (b - a) * (Double(i) / Double(steps)), 5) }
          }
        }
      case .points(let points) where points.x.count <= 2000:
        for (_, point) in scene.places(points.x, points.y) { keep(point, 5) }
      case .arrow(let arrow):
        guard let (tail, head) = scene.arrowEnds(arrow) else { continue }
        for i in 0...20 { keep(tail + (head - tail) * (Double(i) / 20), 6) }
      case .mark(let mark):
        if let point = scene.unit(mark.x, mark.y), point.isInside { keep(point, 9) }
      default: break
      }
    }
  }

  mutating func placeTexts(labelsEnds: Bool) {
    for (layer, _) in layers {
      switch layer {
      case .arrow(let arrow):
        guard let (tail, head) = scene.arrowEnds(arrow), !arrow.name.isEmpty else { continue }
        place(arrow.name, near: place(head), leftwards: head.x < tail.x)
      case .text(let text):
        guard let point = scene.unit(text.x, text.y), point.isInside else { continue }
        place(text.text, near: place(point), leftwards: true)
      default: break
      }
    }
    guard scene.isRace, labelsEnds else { return }
    for case .line(let line) in scene.panel.layers where line.isPath && !line.name.isEmpty {
      guard let end = scene.end(of: line) else { continue }
      place(line.name, near: place(end), leftwards: false, isOptional: true)
    }
  }

  /// Finds the first side of a place where a text covers nothing; without one, an optional text is
  /// left to the legend.
  mutating func place(
    _ text: String, near point: (x: Double, y: Double), leftwards: Bool,
    isOptional: Bool = false
  ) {
    let size = SVGRenderer.Size.tick
    let wide = textWidth(text, size: size)
    let sides: [(Double, Double, SVGWriter.Anchor)] = [
      (10, 5, .start), (-10, 5, .end), (0, -10, .middle), (0, 20, .middle), (10, 20, .start),
      (10, -10, .start), (-10, 20, .end), (-10, -10, .end),
    ]
    let ordered = leftwards ? [sides[1], sides[0]] + sides[2...] : sides
    func box(_ dx: Double, _ dy: Double, _ anchor: SVGWriter.Anchor) -> Box {
      let start =
        point.x + dx - (anchor == .end ? wide : anchor == .middle ? wide / 2 : 0)
      return Box(x0: start, y0: point.y + dy - 12, x1: start + wide, y1: point.y + dy + 4)
    }
    let isFree = { (side: (Double, Double, SVGWriter.Anchor)) in
      let box = box(side.0, side.1, side.2)
      return box.x0 >= panel.left && box.x1 <= panel.left + panel.width && box.y0 >= panel.top
        && box.y1 <= panel.top + panel.height && !taken.contains { $0.overlaps(box) }
    }
    guard let side = ordered.first(where: isFree) ?? (isOptional ? nil : ordered[0]) else { return }
    taken.append(box(side.0, side.1, side.2))
    placed.append((text, point.x + side.0, point.y + side.1, side.2))
  }
}
