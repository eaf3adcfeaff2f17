import Plot
import Testing
import Wording

@Suite struct TerminalLayersTests {
  private static func lines(
    _ figure: Figure, rows: Int = 20, glyphs: TerminalCapability.Glyphs = .braille
  ) -> [String] {
    TerminalRenderer(columns: 60, rows: rows, capability: TerminalCapability(glyphs: glyphs))
      .lines(figure).map(strippingEscapes)
  }

  @Test(arguments: [
    (1.0, 0.0, "→>"), (-1, 0, "←<"), (0, 1, "↑^"), (0, -1, "↓v"), (1, 1, "↗>"), (-1, 1, "↖<"),
    (1, -1, "↘>"), (-1, -1, "↙<"),
  ])
  func anArrowsHeadPointsItsWay(dx: Double, dy: Double, heads: String) throws {
    let figure = Figure(panels: [
      Panel(
        x: Axis("x", from: -1, to: 1), y: Axis("y", from: -1, to: 1),
        layers: [.arrow(from: (0, 0), to: (0.8 * dx, 0.8 * dy))], hasEqualAspect: true)
    ])
    let all: [Set<Character>] = [Set("→←↑↓↗↖↘↙"), Set("<>^v")]
    for (glyphs, k) in [(TerminalCapability.Glyphs.braille, 0), (.ascii, 1)] {
      let head = Array(heads)[k]
      let found = Self.lines(figure, glyphs: glyphs).joined().filter { all[k].contains($0) }
      #expect(found == String(head))
    }
  }

  /// A bar of a negative height hangs below 0, where the others stand.
  @Test func barsBeginAtZero() throws {
    let figure = Figure(panels: [
      Panel(
        x: Axis("x", from: 0, to: 2), y: Axis("y", from: -1, to: 2),
        layers: [.bars(edges: [0, 1, 2], heights: [2, -1])])
    ])
    let lines = Self.lines(figure, glyphs: .ascii).filter { $0.contains("#") }
    let high = lines.filter { $0.dropFirst(20).first == "#" }.count
    let low = lines.filter { $0.dropFirst(45).first == "#" }.count
    #expect(high + low == lines.count && high > low && low > 2)
  }

  /// Names that have no room are counted.
  @Test(arguments: [1, 4, 40, 41]) func theLegendNamesAllOrSaysHowManyMore(count: Int) throws {
    let layers = (0..<count).map {
      Panel.Layer.line(y: [0, Double($0)], name: "curve \($0) of many")
    }
    let text = Self.lines(Figure(panels: [Panel(layers: layers)]), rows: 30).joined(separator: "\n")
    let named = (0..<count).count { text.contains("curve \($0) of many") }
    let more = text.firstMatch(of: #/and (\d+) more/#).flatMap { Int($0.output.1) } ?? 0
    #expect(named + more == count && (more == 0) == (count < 20), "\(text)")
  }
}
