import Plot
import Testing

@Suite struct DecimationTests {
  /// One point in a million is still seen.
  @Test func keepsASinglePeak() {
    var y = Array(repeating: 0.0, count: 1_000_000)
    y[777_777] = 1
    let figure = Figure(panels: [
      Panel(y: Axis(from: 0, to: 1), layers: [.line(y: y)])
    ])
    let top = TerminalRenderer(columns: 80, rows: 24).lines(figure)[0]
    #expect(top.contains { ("\u{2801}"..."\u{28FF}").contains($0) })
    // 0.7778 of a plot of 74 columns that begins at column 5.
    #expect(
      top.firstIndex { ("\u{2801}"..."\u{28FF}").contains($0) }
        .map { top.distance(from: top.startIndex, to: $0) } == 62)
  }

  @Test func followsAPathThatTurnsBack() {
    let t = (0..<100_000).map { Double($0) / 100_000 }
    let figure = Figure(panels: [
      Panel(
        x: Axis(from: -1, to: 1), y: Axis(from: -1, to: 1),
        layers: [.line(x: t.map { 1 - 2 * abs(1 - 2 * $0) }, y: t.map { 2 * $0 - 1 })])
    ])
    let lines = TerminalRenderer(columns: 60, rows: 24).lines(figure)
    let inked = lines.count { $0.contains { ("\u{2801}"..."\u{28FF}").contains($0) } }
    #expect(inked == lines.count - 2)
  }
}
