import PlotGeometry
import Wording

/// The legend's rows under a figure.
struct TerminalLegend {
  private let capability: TerminalCapability
  private let placed: [(entry: LegendEntry, x: Int, y: Int)]
  private let columns: Int
  private let hidden: Int
  let rows: Int
  /// More than one line is named, so that lines need markers to be told apart.
  let marksLines: Bool
  /// On areas of colour markers are black or white, whichever shows: so are they in the legend.
  private let isOnAreas: Bool

  init(_ scene: Scene, columns: Int, capability: TerminalCapability) {
    self.capability = capability
    self.columns = columns
    isOnAreas =
      capability.hasAreas && !scene.panels.isEmpty
      && scene.panels.allSatisfy { $0.panel.hasHeatMap }
    let lines = scene.legend.count { entry in
      if case .line = entry.sample { return true }
      return false
    }
    marksLines = lines > 1
    let most = 5
    var placed: [(entry: LegendEntry, x: Int, y: Int)] = []
    var (x, y) = (1, 0)
    for entry in scene.legend {
      let width = min(Self.width(entry, capability), columns - 2)
      if x > 1, x + width > columns - 1 { (x, y) = (1, y + 1) }
      placed.append((entry, x, y))
      x += width + 3
    }
    let shown = placed.filter { $0.y < most }
    self.placed = shown
    hidden = placed.count - shown.count
    rows = placed.isEmpty ? 0 : min(y + 1, most) + (hidden > 0 ? 1 : 0)
  }

  func draw(on screen: inout Screen, y: Int) {
    for (entry, x, row) in placed { draw(entry, on: &screen, x: x, y: y + row) }
    if hidden > 0 {
      screen.write("and \(hidden) more", x: 1, y: y + rows - 1, ink: .dim)
    }
  }

  private static let scaleWidth = 9

  private static func width(_ entry: LegendEntry, _ capability: TerminalCapability) -> Int {
    let name = capability.shown(entry.name)
    if case .scale(_, let low, let high, _) = entry.sample {
      let ends = [numberText(low), numberText(high)].reduce(0) { $0 + displayWidth(of: $1) }
      return ends + scaleWidth + 2 + (name.isEmpty ? 0 : displayWidth(of: name) + 1)
    }
    return 4 + displayWidth(of: name)
  }

  private func draw(_ entry: LegendEntry, on screen: inout Screen, x: Int, y: Int) {
    if case .scale(let colors, let low, let high, let isLight) = entry.sample {
      let ramp = colors.ramp(ascii: capability.isASCII, isLight: isLight)
      return drawScale(colors, ramp, low, high, entry.name, on: &screen, x: x, y: y)
    }
    if case .contour(_, true) = entry.sample, capability.hasAreas {
      for i in 0..<3 {
        let color = ColorScale.sequential.color(at: 0.2 + 0.3 * Double(i))
        screen.put("█", x: x + i, y: y, ink: .rgb(color))
      }
      return screen.write(entry.name, x: x + 4, y: y, end: columns - 1)
    }
    let (text, ink) = sample(entry.sample)
    screen.write(text, x: x + (3 - displayWidth(of: text)) / 2, y: y, ink: ink)
    screen.write(entry.name, x: x + 4, y: y, end: columns - 1)
  }

  /// The characters that a series is drawn with.
  private func sample(_ sample: LegendEntry.Sample) -> (String, Ink) {
    let isASCII = capability.isASCII
    switch sample {
    case .line(_, true): return (isASCII ? "..." : "───", .dim)
    case .line(let slot, false):
      let marker = String(Palette.marker(slot, ascii: isASCII))
      let text = isASCII ? marker + marker + marker : marksLines ? "─\(marker)─" : "───"
      return (text, .series(slot))
    case .path(let slot):
      let marker = String(Palette.marker(slot, ascii: isASCII))
      return (isASCII ? marker + marker + marker : "─\(marker)─", .series(slot))
    case .points(let slot, let isFaint):
      let marker = String(Palette.marker(slot, ascii: isASCII))
      return (isFaint ? (isASCII ? "." : "⠂⠐") : marker, isOnAreas ? .plain : .series(slot))
    case .bars(let slot):
      return (String(repeating: barGlyph(slot, isASCII: isASCII), count: 2), .series(slot))
    case .arrow(let slot):
      let marker = Palette.marker(slot, ascii: isASCII)
      return (isASCII ? "-\(marker)>" : "─\(marker)→", .series(slot))
    case .band(let slot): return (isASCII ? ":::" : "⠕⠕⠕", .series(slot))
    case .mark(let kind): return (String(markGlyph(kind, isASCII: isASCII)), .bold)
    case .reference(let direction, let style):
      let glyph = referenceGlyph(direction, style, isASCII: isASCII)
      return (String(repeating: glyph, count: direction == .vertical ? 1 : 3), .dim)
    case .contour(let isOnMap, _):
      return isOnMap ? (isASCII ? "###" : "⠒⠢⠤", .plain) : (isASCII ? ".:-" : "⠢⠔⠊", .dim)
    case .unit: return (isASCII ? "o" : "●", .series(0))
    case .droppedUnit: return (isASCII ? "x" : "✕", .series(1))
    case .scale: return ("", .plain)
    }
  }

  private func drawScale(
    _ colors: ColorScale, _ ramp: [Character], _ low: Double, _ high: Double, _ name: String,
    on screen: inout Screen, x: Int, y: Int
  ) {
    let from = name.isEmpty ? numberText(low) : "\(name) \(numberText(low))"
    screen.write(from, x: x, y: y, end: columns - 1)
    let start = x + screen.width(from) + 1
    for i in 0..<Self.scaleWidth {
      let t = Double(i) / Double(Self.scaleWidth - 1)
      if capability.hasAreas {
        screen.put("█", x: start + i, y: y, ink: .rgb(colors.color(at: t)))
      } else {
        screen.put(ramp[rampIndex(t, ramp.count)], x: start + i, y: y)
      }
    }
    screen.write(numberText(high), x: start + Self.scaleWidth + 1, y: y, end: columns - 1)
  }
}

/// What a bar is filled with: a pattern of its own for each of four slots.
func barGlyph(_ slot: Int, isASCII: Bool) -> Character {
  let set: [Character] = isASCII ? ["#", "o", "/", "="] : ["⣿", "⢕", "⣒", "⡇"]
  return set[Palette.index(slot, set.count)]
}

func markGlyph(_ kind: MarkLayer.Kind, isASCII: Bool) -> Character {
  switch kind {
  case .start: isASCII ? "S" : "○"
  case .minimum: isASCII ? "*" : "★"
  case .end: isASCII ? "E" : "◉"
  }
}
