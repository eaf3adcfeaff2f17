import Plot
import PlotGeometry
import Testing

@Suite struct ContourTextTests {
  @Test(arguments: [
    ([0.5, 1, 2], "0.5 1 2"), ([0.02116, 0.02117, 0.02118], "0.02116 0.02117 0.02118"),
    ([0.35611, 0.35613, 0.3581], "0.35611 0.35613 0.3581"), ([1, 1 + 1e-9], "1 1.000000001"),
  ])
  func asManyDigitsAsTellLevelsApart(levels: [Double], texts: String) {
    let (low, high) = ((levels.min() ?? 0) - 1, (levels.max() ?? 0) + 1)
    let grid = SampledGrid(x: (0, 1), y: (0, 1)) { x, _ in low + (high - low) * x }
    let layer = Panel.Layer.contour(grid, levels: .values(levels))
    let described = describe(Figure(panels: [Panel(layers: [layer])]))
    let list = texts.split(separator: " ").joined(separator: ", ")
    #expect(described.contains("at \(list);"), "\(described)")
  }
}
