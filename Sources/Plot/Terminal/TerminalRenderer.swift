import Wording

/// Draws a figure as text: lines and contours in braille, or everything in ASCII; coloured as far as
/// the terminal can. All lines have the same display width.
///
/// ```swift
/// let renderer = TerminalRenderer(
///   columns: 80, rows: 24,
///   capability: TerminalCapability(colors: .trueColor, glyphs: .braille))
/// print(renderer.render(figure))
/// ```
public struct TerminalRenderer: Sendable {
  /// Columns to fill; at least 24 are used.
  public var columns: Int
  /// Rows to fill. A figure of many panels takes more rather than become illegible.
  public var rows: Int
  public var capability: TerminalCapability

  public init(
    columns: Int = 80, rows: Int = 24, capability: TerminalCapability = TerminalCapability()
  ) {
    self.columns = min(max(columns, 24), 1000)
    self.rows = min(max(rows, 10), 1000)
    self.capability = capability
  }

  /// The figure as text, its lines separated by newlines, without a last newline.
  public func render(_ figure: Figure) -> String {
    lines(figure).joined(separator: "\n")
  }

  /// The figure as lines of the same display width.
  public func lines(_ figure: Figure) -> [String] {
    let scene = Scene(figure)
    let title =
      scene.title.isEmpty ? [] : Array(wrapped(asText(scene.title), to: columns).prefix(2))
    let legend = TerminalLegend(scene, columns: columns, capability: capability)
    let notes = scene.notes.prefix(6).flatMap { wrapped(asText($0), to: columns - 2) }
    let around = title.count + legend.rows + notes.count
    let arrangement = arrange(scene, wanted: figure.panelColumns, rows: rows - around)
    let most = around + arrangement.rows * arrangement.panelRows
    var screen = Screen(columns: columns, rows: most, capability: capability)
    // What a panel of fixed proportions leaves free at the bottom is not printed.
    var used = 0
    for (y, line) in title.enumerated() {
      screen.write(line, x: (columns - displayWidth(of: line)) / 2, y: y, ink: .bold)
    }
    for (number, panel) in scene.panels.enumerated() {
      let column = number % arrangement.columns
      let row = number / arrangement.columns
      let x = column * columns / arrangement.columns
      let end = (column + 1) * columns / arrangement.columns
      let isLast = column == arrangement.columns - 1
      let painter = TerminalPanel(
        panel, capability: capability, marksLines: legend.marksLines,
        frame: (
          x, title.count + row * arrangement.panelRows, end - x - (isLast ? 0 : 2),
          arrangement.panelRows
        ))
      used = max(used, title.count + row * arrangement.panelRows + painter.draw(on: &screen))
    }
    legend.draw(on: &screen, y: used)
    let height = used + legend.rows + notes.count
    for (i, line) in notes.enumerated() {
      screen.write(line, x: 1, y: height - notes.count + i, ink: .dim)
    }
    return Array(screen.lines.prefix(height))
  }

  private func asText(_ text: String) -> String {
    capability.shown(text)
  }

  /// How panels stand: as many beside each other as makes them about three times as wide as high.
  private func arrange(
    _ scene: Scene, wanted: Int?, rows: Int
  ) -> (columns: Int, rows: Int, panelRows: Int) {
    let count = max(scene.panels.count, 1)
    let least = count == 1 ? 6 : 9
    let most = min(count, max(1, columns / 26))
    func arrangement(_ across: Int) -> (columns: Int, rows: Int, panelRows: Int) {
      let down = (count + across - 1) / across
      return (across, down, max(rows / down, least))
    }
    if let wanted { return arrangement(min(max(wanted, 1), most)) }
    func cost(_ across: Int) -> Double {
      let it = arrangement(across)
      let shape = Double(columns / across) / Double(it.panelRows) / 3.2
      let excess = Double(max(0, it.rows * it.panelRows - rows))
      let unused = Double(across * it.rows - count) / Double(count)
      return max(shape, 1 / shape) + 0.3 * excess + unused
    }
    let best = (1...most).min { cost($0) < cost($1) } ?? 1
    return arrangement(best)
  }
}
