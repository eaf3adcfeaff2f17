import Foundation
import Plot
import PlotGeometry
import Testing
import Wording

/// Data that no picture can show as it is: every renderer draws something sensible or says why not.
@Suite struct DegenerateTests {
  static func one(_ layers: [Panel.Layer], y: Axis = Axis("L")) -> Figure {
    Figure(title: "case", panels: [Panel(x: Axis("t"), y: y, layers: layers)])
  }

  static let huge = (0..<1_000_000).map { Double($0) }
  static let log = Axis("L", scale: .log)

  /// A figure, and a phrase that its description must hold.
  static let cases: [(name: String, figure: Figure, phrase: String)] = [
    ("no panels", Figure(title: "case", panels: []), "An empty figure"),
    ("no layers", one([]), "Nothing to draw: no values"),
    ("empty line", one([.line(x: [], y: [])]), "Nothing to draw: no values"),
    ("one point", one([.line(x: [3], y: [4], name: "gd")]), "gd: one point, 4 at t 3"),
    ("one path point", one([.path(x: [3], y: [4], name: "gd")]), "at (3, 4), no steps yet"),
    ("constant", one([.line(y: [5, 5, 5])]), "constant"),
    ("constant zero", one([.line(y: [0, 0, 0])]), "constant"),
    ("nearly constant", one([.line(y: [1, 1 + 2e-16, 1])]), "L, 0.9 to 1.1"),
    ("all NaN", one([.line(y: [.nan, .nan])]), "Nothing to draw: no value is finite"),
    ("all infinite", one([.line(y: [.infinity, -.infinity])]), "no value is finite"),
    (
      "diverges", one([.line(y: [1, 10, 1e200, .infinity, .nan], name: "gd")]),
      "gd: 2 of 5 values not drawn, not finite or beyond 1e305 (the first at t = 3)"
    ),
    ("1e300", one([.line(y: [-1e300, 1e300])]), "rises throughout"),
    ("beyond the limit", one([.line(y: [1, 1.7e308])]), "1 of 2 values not drawn"),
    ("smallest numbers", one([.line(y: [.leastNonzeroMagnitude, 0])]), "2 points"),
    ("tiny span on a large value", one([.line(y: [1e9, 1e9 + 0.001])]), "1e9"),
    ("log of negatives", one([.line(y: [-1, -2])], y: log), "finite and positive"),
    ("log of some", one([.line(y: [0, 1, 10])], y: log), "1 of 3 values not positive"),
    ("log of one value", one([.line(y: [7, 7])], y: log), "constant"),
    ("log of extremes", one([.line(y: [1e-300, 1e300])], y: log), "logarithmic"),
    ("unequal counts", one([.line(x: [1, 2, 3], y: [1])]), "3 x and 1 y values"),
    ("a million points", one([.line(x: huge, y: huge)]), "1000000 points"),
    ("a million dots", one([.points(x: huge, y: huge.reversed())]), "1000000 points"),
    ("NaN range", one([.line(y: [1, 2])], y: Axis("L", from: .nan, to: .infinity)), "rises"),
    ("crossed range", one([.line(y: [1, 2])], y: Axis("L", from: 5, to: -5)), "rises"),
    ("log range at zero", one([.line(y: [1, 2])], y: Axis("L", scale: .log, from: 0)), "rises"),
    ("far outside", one([.line(y: [1e9, 2e9])], y: Axis("L", from: 0, to: 1)), "rises"),
    ("no bars", one([.bars([])]), "Nothing to draw"),
    ("bars of nothing", one([.bars([.nan, 3])]), "1 of 2 values not drawn"),
    ("equal edges", one([.bars(edges: [1, 1], heights: [2])]), "tallest 2"),
    ("empty histogram", one([.histogram([])]), "tallest 0"),
    ("histogram of one", one([.histogram([3, 3, 3])]), "tallest 3"),
    ("histogram of NaN", one([.histogram([.nan, 1], bins: -4)]), "tallest 1"),
    ("flat surface", one([.contour(SampledGrid(x: (0, 1), y: (0, 1)) { _, _ in 2 })]), "flat at 2"),
    (
      "surface of NaN", one([.contour(SampledGrid(x: (0, 1), y: (0, 1)) { _, _ in .nan })]),
      "no sample is finite"
    ),
    (
      "surface with a hole",
      one([.contour(SampledGrid(x: (-1, 1), y: (-1, 1)) { x, y in x < 0 ? .nan : x + y })]),
      "samples of the surface are not finite"
    ),
    (
      "surface of 1e300",
      one([.contour(SampledGrid(x: (-1, 1), y: (-1, 1)) { x, _ in 1e300 * x })]),
      "Contours of the surface at"
    ),
    (
      "empty domain", one([.contour(SampledGrid(x: (2, 2), y: (.nan, 1)) { x, y in x + y })]),
      "Contours of the surface at"
    ),
    (
      "too few samples",
      one([.heatMap(SampledGrid(x: (0, 1), y: (0, 1), columns: 2, rows: 2, values: [1]))]),
      "3 of 4 samples of the surface are not finite"
    ),
    ("no matrix", Figure(panels: [Panel(matrix: [], rows: 0, columns: 0)]), "no value is finite"),
    ("arrow to nowhere", one([.arrow(from: (0, 0), to: (.nan, 1))]), "an end is not finite"),
    ("arrow of no length", one([.arrow(from: (1, 1), to: (1, 1), name: "g")]), "Arrow g"),
    ("a band of one", one([.band(x: [1], lower: [0], upper: [2])]), "2 wide"),
    ("a mark alone", one([.minimum(x: 1, y: 2)]), "Minimum at (1, 2)"),
    ("no network", Figure(panels: [Panel(network: NetworkDiagram(layers: []))]), "0 layers"),
    (
      "no units", Figure(panels: [Panel(network: NetworkDiagram(layers: [.init(units: 0)]))]),
      "0 units"
    ),
    (
      "all dropped",
      Figure(panels: [Panel(network: NetworkDiagram(layers: [.init(mask: [0, 0])]))]), "2 dropped"
    ),
    (
      "markup in text",
      Figure(
        title: "a < b & \"c\" ]]> \u{1B}[31m\u{0}\nd",
        panels: [Panel(x: Axis("<t>"), layers: [.line(y: [1, 2], name: "</text>")])]),
      "a < b & \"c\""
    ),
    (
      "wide characters",
      Figure(
        title: "勾配降下法 🙂", panels: [Panel(x: Axis("歩"), layers: [.line(y: [1, 2], name: "損失")])]),
      "損失"
    ),
    (
      "long words",
      Figure(
        title: String(repeating: "gradient", count: 40),
        panels: [
          Panel(
            title: String(repeating: "p", count: 300),
            x: Axis(String(repeating: "x", count: 300)),
            y: Axis(String(repeating: "y", count: 300)),
            layers: [.line(y: [1, 2], name: String(repeating: "n", count: 300))])
        ]), "rises"
    ),
    (
      "many lines", one((0..<60).map { .line(y: [Double($0), 1], name: "line \($0)") }), "line 59"
    ),
    (
      "many panels",
      Figure(panels: (0..<30).map { Panel(title: "\($0)", layers: [.line(y: [1, 2])]) }),
      "30 panels"
    ),
  ]

  private static let spiral = (
    x: huge.map { cos($0 / 1e4) * $0 }, y: huge.map { sin($0 / 1e4) * $0 }
  )
  private static let wave = huge.map { sin($0) }
  private static let above = huge.map { $0 + 1 }

  /// A million of everything.
  static let millions: [(name: String, figure: Figure, phrase: String)] = [
    (
      "a path of a million steps",
      one([.path(x: spiral.x, y: spiral.y)]),
      "999999 steps"
    ),
    (
      "a band of a million", one([.band(x: huge, lower: huge, upper: above)]), "1 wide"
    ),
    ("a million bars", one([.bars(edges: huge, heights: Array(huge.dropLast()))]), "tallest"),
    ("a histogram of a million", one([.histogram(huge, bins: 50)]), "tallest 20"),
    (
      "contours of a million samples",
      one([
        .contour(
          SampledGrid(x: (-3, 3), y: (-3, 3), columns: 1000, rows: 1000) { sin($0) * cos(3 * $1) },
          isFilled: true)
      ]), "Contours of the surface at"
    ),
    (
      "a map of a million cells",
      one([
        .heatMap(
          SampledGrid(x: (0, 1), y: (0, 1), columns: 1000, rows: 1000, values: huge))
      ]), "1000 rows, 1000 columns"
    ),
    (
      "a million faint points",
      one([.points(x: huge, y: wave, name: "each batch", isFaint: true)]),
      "1000000 points"
    ),
    (
      "a network of a million units",
      Figure(panels: [
        Panel(network: NetworkDiagram(layers: [.init(units: 1_000_000), .init(units: 2)]))
      ]), "2 layers"
    ),
  ]

  static let names = (cases + millions).map(\.name)

  @Test(arguments: names)
  func drawsOrSaysWhyNot(name: String) throws {
    let (_, figure, phrase) = try #require((Self.cases + Self.millions).first { $0.name == name })
    #expect(describe(figure).contains(phrase))
    for columns in [24, 40, 80] {
      for capability in TerminalTests.capabilities {
        let renderer = TerminalRenderer(columns: columns, rows: 24, capability: capability)
        for line in renderer.lines(figure) {
          #expect(displayWidth(of: strippingEscapes(line)) == columns)
        }
      }
    }
    for renderer in SVGTests.renderers {
      let document = renderer.render(figure)
      _ = try SVGDocument(document)
      #expect(document.utf8.count < 3_000_000)
      #expect(!document.contains("nan") && !document.contains("inf\""))
    }
  }
}
