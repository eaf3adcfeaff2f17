import Plot
import Testing

@Suite struct SeparationTests {
  private func ends(_ paths: [(name: String, x: Double, y: Double)]) -> String {
    SVGRenderer().render(
      Figure(panels: [
        Panel(
          x: Axis(from: 0, to: 10), y: Axis(from: 0, to: 10),
          layers: paths.map { .path(x: [1, $0.x], y: [1, $0.y], name: $0.name) })
      ]))
  }

  @Test func pathsThatEndTogetherShareAText() {
    let apart = ends([("gd", 9, 2), ("adam", 2, 9)])
    #expect(!apart.contains("gd, adam"))
    #expect(apart.components(separatedBy: ">gd<").count == 4)
    #expect(ends([("gd", 6, 6), ("adam", 6.1, 6)]).contains(">gd, adam<"))
  }

  /// Two lines of reference that are named differ in every rendering, and the legend shows which.
  @Test func namedReferencesDiffer() throws {
    let figure = Figure(panels: [
      Panel(layers: [
        .line(y: [0, 1]), .vertical(0.2), .vertical(0.4, name: "mean"),
        .vertical(0.6, name: "scaled"),
      ])
    ])
    let document = SVGRenderer().render(figure)
    // One in the plot and one in the legend.
    #expect(document.components(separatedBy: "class=\"reference r1\"").count == 3)
    #expect(document.components(separatedBy: "class=\"reference\"").count == 4)
    for (glyphs, first, second) in [
      (TerminalCapability.Glyphs.ascii, "| ", ": "), (.braille, "┊ ", "│ "),
    ] {
      let text = TerminalRenderer(
        columns: 80, rows: 16, capability: TerminalCapability(glyphs: glyphs)
      ).render(figure)
      let legend = try #require(text.split(separator: "\n").first { $0.contains("scaled") })
      #expect(legend.contains(first) && legend.contains(second), "\(legend)")
    }
  }

  /// A marker whose middle is on the edge of the plot is drawn whole: outside the clipped group.
  @Test func markersOnTheEdgeAreWhole() throws {
    let document = SVGRenderer().render(
      Figure(panels: [
        Panel(
          x: Axis(from: 0, to: 1), y: Axis(from: 0, to: 1),
          layers: [.points(x: [0, 1, 2], y: [0, 1, 2], name: "trials")])
      ]))
    let clipped = try #require(document.components(separatedBy: "<g clip-path").last)
    let (inside, after) = try (
      #require(clipped.components(separatedBy: "</g>").first),
      #require(clipped.components(separatedBy: "</g>").dropFirst().first)
    )
    #expect(!inside.contains("<use"))
    // Two points and the legend's own: the third lies outside the plot.
    #expect(after.components(separatedBy: "<use").count - 1 == 3)
  }

  @Test func aFaintLineHasNoMarkers() {
    func document(isFaint: Bool) -> String {
      SVGRenderer().render(
        Figure(panels: [
          Panel(layers: [
            .line(x: [0, 1, 2], y: [0, 1, 0], name: "a", isFaint: isFaint),
            .line(y: [1, 0, 1], name: "b"),
          ])
        ]))
    }
    #expect(document(isFaint: true).contains("class=\"line thin s0\""))
    let marks = { (text: String) in text.components(separatedBy: "m0\" class=\"f0\"").count - 1 }
    #expect(marks(document(isFaint: true)) == 0)
    #expect(marks(document(isFaint: false)) == 4)
  }
}
