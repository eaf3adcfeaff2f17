import Conversion
import PlotGeometry
import Wording

/// A rectangle of characters, each with its colours.
struct Screen {
  struct Cell: Equatable {
    /// `nil` is the right half of a wide character.
    var glyph: Character? = " "
    var ink = Ink.plain
    var ground: RGB?
  }

  let columns: Int
  let rows: Int
  let capability: TerminalCapability
  private var cells: [Cell]

  init(columns: Int, rows: Int, capability: TerminalCapability) {
    self.columns = columns
    self.rows = rows
    self.capability = capability
    cells = Array(repeating: Cell(), count: columns * rows)
  }

  /// Sets one cell; outside the screen nothing happens.
  mutating func put(_ glyph: Character, x: Int, y: Int, ink: Ink = .plain, ground: RGB? = nil) {
    guard x >= 0, x < columns, y >= 0, y < rows else { return }
    cells[y * columns + x] = Cell(glyph: glyph, ink: ink, ground: ground)
  }

  /// Writes text from left to right, cut at `end` (the screen's edge if `nil`).
  mutating func write(_ text: String, x: Int, y: Int, ink: Ink = .plain, end: Int? = nil) {
    guard y >= 0, y < rows else { return }
    let end = min(end ?? columns, columns)
    var column = x
    let shown = prepared(text)
    for character in truncated(shown, to: end - x, ellipsis: capability.isASCII ? "~" : "…") {
      let width = displayWidth(of: character)
      guard column >= 0, column + width <= end else { break }
      put(character, x: column, y: y, ink: ink)
      if width == 2 { cells[y * columns + column + 1].glyph = nil }
      column += width
    }
  }

  /// The text as it will be shown here.
  func prepared(_ text: String) -> String {
    capability.shown(text)
  }

  /// Columns that `write` needs for a text.
  func width(_ text: String) -> Int {
    displayWidth(of: prepared(text))
  }

  /// The rows as text, each of the same display width, with escape sequences where there is colour.
  var lines: [String] {
    (0..<rows).map { y in
      var line = ""
      var codes = ""
      for cell in cells[(y * columns)..<((y + 1) * columns)] {
        guard let glyph = cell.glyph else { continue }
        let wanted = capability.colors == .none ? "" : self.codes(cell)
        if wanted != codes {
          line += wanted.isEmpty ? "\u{1B}[0m" : "\u{1B}[0;\(wanted)m"
          codes = wanted
        }
        line.append(glyph)
      }
      return codes.isEmpty ? line : line + "\u{1B}[0m"
    }
  }

  private func codes(_ cell: Cell) -> String {
    let ink: String
    switch cell.ink {
    case .plain: ink = ""
    case .bold: ink = "1"
    case .dim: ink = capability.colors == .ansi16 ? "90" : foreground(RGB(0x8A8A8A))
    case .series(let slot):
      ink =
        capability.colors == .ansi16
        ? String(Palette.ansi[Palette.index(slot, Palette.ansi.count)])
        : foreground(Palette.color(slot, dark: capability.isDark))
    case .rgb(let color): ink = foreground(color)
    }
    guard let ground = cell.ground, capability.hasAreas else { return ink }
    return (ink.isEmpty ? "" : ink + ";") + background(ground)
  }

  private func foreground(_ color: RGB) -> String {
    switch capability.colors {
    case .none: ""
    case .ansi16: color.luma > 128 ? "37" : "90"
    case .ansi256: "38;5;\(color.cubeIndex)"
    case .trueColor: "38;2;\(color.red);\(color.green);\(color.blue)"
    }
  }

  private func background(_ color: RGB) -> String {
    capability.colors == .ansi256
      ? "48;5;\(color.cubeIndex)" : "48;2;\(color.red);\(color.green);\(color.blue)"
  }
}

extension RGB {
  /// The nearest colour of the 256-colour terminal's 6 x 6 x 6 cube or of its grey ramp.
  var cubeIndex: Int {
    let steps = [0, 95, 135, 175, 215, 255]
    func nearest(_ value: UInt8) -> Int {
      steps.indices.min { abs(steps[$0] - Int(value)) < abs(steps[$1] - Int(value)) } ?? 0
    }
    let (r, g, b) = (nearest(red), nearest(green), nearest(blue))
    let grey = min((Int(clamping: luma, from: 3) - 3) / 10, 23)
    func distance(_ r: Int, _ g: Int, _ b: Int) -> Int {
      let d = (r - Int(red), g - Int(green), b - Int(blue))
      return d.0 * d.0 + d.1 * d.1 + d.2 * d.2
    }
    let shade = 8 + 10 * grey
    return distance(shade, shade, shade) < distance(steps[r], steps[g], steps[b])
      ? 232 + grey : 16 + 36 * r + 6 * g + b
  }
}
