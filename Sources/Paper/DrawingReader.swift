/// Takes the elements of an SVG figure for marks on a page.
struct DrawingReader {
  private(set) var width = 0.0
  private(set) var height = 0.0
  private(set) var marks: [PaperDrawing.Mark] = []

  private typealias Attributes = [String: String]
  private var markup: MarkupReader
  private var style = StyleSheet("")
  /// Shapes that are used by their ids, and the hatches of patterns.
  private var shapes: [String: [PaperDrawing.Segment]] = [:]
  private var hatches: [String: (segments: [PaperDrawing.Segment], paint: Paint)] = [:]
  private var clips: [String: Attributes] = [:]
  /// The definition that the present element belongs to.
  private var definition: (kind: String, id: String)?
  /// For every open group whether it clips.
  private var groups: [Bool] = []
  private var words: PaperDrawing.Words?

  init(_ text: String) { markup = MarkupReader(text) }

  mutating func read() {
    var open: [String] = []
    while let part = markup.next() {
      switch part {
      case .start(let name, let attributes, let isClosed):
        begin(name, attributes)
        if isClosed { continue }
        open.append(name)
      case .end(let name):
        end(name)
        if open.last == name { open.removeLast() }
      case .text(let text):
        switch open.last {
        case "style": style = StyleSheet(text)
        case "text": add(text, to: &words, raised: nil)
        default: break
        }
      }
    }
  }

  // MARK: Elements

  private mutating func begin(_ name: String, _ attributes: Attributes) {
    switch name {
    case "svg":
      width = number(attributes["width"])
      height = number(attributes["height"])
    case "clipPath", "pattern": definition = (name, attributes["id"] ?? "")
    case "g":
      if let id = attributes["id"] {
        definition = ("g", id)
        groups.append(false)
      } else if let clip = attributes["clip-path"].flatMap({ clips[Self.reference($0)] }) {
        marks.append(
          .clip(
            x: number(clip["x"]), y: number(clip["y"]), width: number(clip["width"]),
            height: number(clip["height"])))
        groups.append(true)
      } else {
        groups.append(false)
      }
    case "text": words = text(attributes)
    case "tspan": addRaised(attributes)
    case "use":
      guard let shape = shapes[String((attributes["xlink:href"] ?? "").dropFirst())] else { return }
      let (x, y) = (number(attributes["x"]), number(attributes["y"]))
      let paint = paint("use", attributes)
      marks.append(.shape(shape.map { $0.moved(x, y) }, paint, isEvenOdd: false))
    case "rect", "circle", "line", "path": take(name, attributes)
    default: break
    }
  }

  private mutating func end(_ name: String) {
    switch name {
    case "clipPath", "pattern": definition = nil
    case "g":
      if definition?.kind == "g" { definition = nil }
      if groups.popLast() ?? false { marks.append(.unclip) }
    case "text":
      if let words { marks.append(.text(words)) }
      words = nil
    default: break
    }
  }

  /// A shape: on the page, or of a definition.
  private mutating func take(_ name: String, _ attributes: Attributes) {
    if definition?.kind == "clipPath", let id = definition?.id {
      clips[id] = attributes
      return
    }
    let segments = ShapeReader.segments(of: name, attributes)
    if let definition, definition.kind == "g" {
      shapes[definition.id, default: []] += segments
    } else if let definition {
      hatches[definition.id] = (segments, paint(name, attributes))
    } else if let id = attributes["id"] {
      shapes[id] = segments
    } else {
      draw(segments, paint(name, attributes), isEvenOdd: attributes["fill-rule"] == "evenodd")
    }
  }

  private mutating func draw(
    _ segments: [PaperDrawing.Segment], _ paint: Paint, isEvenOdd: Bool
  ) {
    guard let hatch = paint.pattern.flatMap({ hatches[$0] }) else {
      marks.append(.shape(segments, paint, isEvenOdd: isEvenOdd))
      return
    }
    // Tiles of 8 units, from the picture's corner on, cut off at the shape's box.
    let box = Box(segments)
    marks.append(
      .clip(x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top))
    var lines: [PaperDrawing.Segment] = []
    let side = 8.0
    for y in stride(from: (box.top / side).rounded(.down) * side, to: box.bottom, by: side) {
      for x in stride(from: (box.left / side).rounded(.down) * side, to: box.right, by: side) {
        lines += hatch.segments.map { $0.moved(x, y) }
      }
    }
    marks += [.shape(lines, hatch.paint, isEvenOdd: false), .unclip]
    var rim = paint
    rim.pattern = nil
    marks.append(.shape(segments, rim, isEvenOdd: false))
  }

  // MARK: Paint

  private func paint(_ element: String, _ attributes: Attributes) -> Paint {
    var paint = Paint()
    for (name, value) in attributes.sorted(by: { $0.key < $1.key }) { paint.set(name, value) }
    let classes = Self.classes(attributes)
    style.apply(to: &paint, element: element, classes: classes)
    // Cells that touch show a seam on screens, so each reaches a little over the next one.
    if classes.contains("cells") { (paint.stroke, paint.width) = (paint.fill, 0.6) }
    for property in (attributes["style"] ?? "").split(separator: ";") {
      let parts = property.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { paint.set(parts[0], parts[1]) }
    }
    return paint
  }

  private static func classes(_ attributes: Attributes) -> [Substring] {
    (attributes["class"] ?? "").split(separator: " ")
  }

  private static func reference(_ text: String) -> String {
    String(text.dropFirst("url(#".count).dropLast())
  }

  private func number(_ text: String?) -> Double { text.flatMap { Double($0) } ?? 0 }

  // MARK: Texts

  private func text(_ attributes: Attributes) -> PaperDrawing.Words {
    let paint = paint("text", attributes)
    let anchor: PaperDrawing.Words.Anchor =
      switch attributes["text-anchor"] {
      case "middle": .middle
      case "end": .end
      default: .start
      }
    return PaperDrawing.Words(
      runs: [], x: number(attributes["x"]), y: number(attributes["y"]), anchor: anchor,
      isRotated: attributes["transform"] != nil, isBold: paint.isBold, paint: paint,
      isHalo: attributes["aria-hidden"] != nil)
  }

  private func add(
    _ text: String, to words: inout PaperDrawing.Words?, raised: (share: Double, rise: Double)?
  ) {
    guard !text.isEmpty, let size = words?.paint.fontSize else { return }
    words?.runs.append((text, size * (raised?.share ?? 1), raised?.rise ?? 0))
  }

  /// A raised power, up to its end.
  private mutating func addRaised(_ attributes: Attributes) {
    let share = Double((attributes["font-size"] ?? "100%").dropLast()) ?? 100
    let rise = -number(attributes["dy"])
    while let part = markup.next() {
      switch part {
      case .text(let text): add(text, to: &words, raised: (share / 100, rise))
      default: return
      }
    }
  }
}

extension PaperDrawing.Segment {
  func moved(_ dx: Double, _ dy: Double) -> Self {
    switch self {
    case .move(let x, let y): .move(x + dx, y + dy)
    case .line(let x, let y): .line(x + dx, y + dy)
    case .curve(let a, let b, let c, let d, let x, let y):
      .curve(a + dx, b + dy, c + dx, d + dy, x + dx, y + dy)
    case .close: .close
    }
  }
}

/// The rectangle around segments.
private struct Box {
  var (left, top) = (Double.infinity, Double.infinity)
  var (right, bottom) = (-Double.infinity, -Double.infinity)

  init(_ segments: [PaperDrawing.Segment]) {
    for segment in segments {
      switch segment {
      case .move(let x, let y), .line(let x, let y), .curve(_, _, _, _, let x, let y):
        (left, right) = (min(left, x), max(right, x))
        (top, bottom) = (min(top, y), max(bottom, y))
      case .close: break
      }
    }
    if left > right { (left, top, right, bottom) = (0, 0, 0, 0) }
  }
}
