import Plot
import Testing

@Suite(.serialized) struct SpeedTests {
  /// Five paths of 1,000 steps on a surface, contours and all.
  @Test func aRaceDrawsInATenthOfASecond() {
    let grid = Gallery.rosenbrockGrid
    let paths = (0..<5).map { k -> Panel.Layer in
      let t = (0..<1000).map { Double($0) / 1000 }
      let wiggle = t.map { $0 * 40 * Double(k + 1) }
      let x = zip(t, wiggle).map { -1.2 + 2 * $0 + 0.05 * $1.truncatingRemainder(dividingBy: 1) }
      return .path(x: x, y: x.map { $0 * $0 }, name: "rule \(k)")
    }
    let figure = Figure(
      title: "race", panels: [Panel(x: Axis("x"), y: Axis("y"), layers: [.contour(grid)] + paths)])
    let clock = ContinuousClock()
    for capability in TerminalTests.capabilities {
      let renderer = TerminalRenderer(columns: 80, rows: 24, capability: capability)
      // The best of several: others use the machine too.
      let times = (0..<5).map { _ in clock.measure { _ = renderer.render(figure) } }
      #expect(times.min() ?? .seconds(1) < .milliseconds(100))
    }
  }
}
