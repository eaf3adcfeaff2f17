import Plot
import Testing

@Suite struct AxisRangeTests {
  /// An axis begins at 0 where the least value is at most three tenths of the greatest.
  @Test func itBeginsAt0WhereTheLeastValueIsSmall() {
    let low = Figure(panels: [Panel(x: Axis("t"), y: Axis("L"), layers: [.line(y: [0.3, 1])])])
    let high = Figure(panels: [Panel(x: Axis("t"), y: Axis("L"), layers: [.line(y: [0.35, 1])])])
    #expect(describe(low).contains("L, 0 to"))
    #expect(!describe(high).contains("L, 0 to"))
  }

  /// Between decades a log axis has the eight multiples unlabelled, and none where it leaves decades
  /// out.
  @Test func decadesHaveTheirMultiples() {
    #expect(Ticks.logarithmic(from: 1, to: 1000, count: 5).minor.count == 24)
    #expect(Ticks.logarithmic(from: 1, to: 1e12, count: 5).minor.isEmpty)
  }
}
