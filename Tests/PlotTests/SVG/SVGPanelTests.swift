import Plot
import PlotGeometry
import Testing

@Suite struct SVGPanelTests {
  /// The numbers beside the colour bar stand where their colours are, wherever the scale begins.
  @Test(arguments: [(0.0, 1.0), (10, 20), (-3, 5), (-20, -10), (99, 100)])
  func theColourBarsNumbersStandAtTheirColours(low: Double, high: Double) throws {
    let grid = SampledGrid(x: (0, 1), y: (0, 1)) { x, _ in low + (high - low) * x }
    let document = SVGRenderer().render(
      Figure(panels: [Panel(layers: [.heatMap(grid, low: low, high: high)])]))
    let bar = try #require(
      document.firstMatch(
        of: #/<rect class="axis" x="[\d.]+" y="([\d.]+)" width="14" height="([\d.]+)"/#))
    let (top, height) = (
      try #require(Double(bar.output.1)), try #require(Double(bar.output.2))
    )
    // Labels that begin at their place, as those beside the bar alone do.
    let labels = document.matches(
      of: #/<text class="tick" x="[\d.]+" y="(-?[\d.]+)">(−?[\d.]+)</text>/#)
    #expect(labels.count > 2)
    for label in labels {
      let value = try #require(Double(String(label.output.2).replacing("−", with: "-")))
      let place = try #require(Double(label.output.1))
      let wanted = top + height * (1 - (value - low) / (high - low))
      // The letters' baseline lies a few units below the mark.
      #expect(abs(place - 5 - wanted) < 0.02, "\(value)")
    }
  }
}
