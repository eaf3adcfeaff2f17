import Plot
import Testing

@Suite struct StyleTests {
  /// A name has one marker in every panel of a figure.
  @Test func aNameKeepsItsStyle() {
    let figure = Figure(panels: [
      Panel(
        title: "one", layers: [.line(y: [1, 2], name: "gd"), .line(y: [3, 4], name: "adam")]),
      Panel(title: "two", layers: [.line(y: [1, 2], name: "adam")]),
    ])
    let renderer = TerminalRenderer(
      columns: 80, rows: 20, capability: TerminalCapability(glyphs: .ascii))
    let lines = renderer.lines(figure)
    let second = lines.dropLast(2).map { String($0.suffix(36)) }.joined()
    #expect(second.contains("xxx") && !second.contains("ooo"))
    #expect(lines.last?.contains("ooo gd   xxx adam") == true)
  }
}
