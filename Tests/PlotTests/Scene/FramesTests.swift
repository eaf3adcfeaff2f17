import Plot
import Testing
import Wording

@Suite struct FramesTests {
  static let figure = Figure(panels: [
    Panel(
      x: Axis("t"), y: Axis("L"),
      layers: [.line(y: (0..<100).map { 100 - Double($0) }, name: "gd")])
  ])

  @Test func growOnFixedAxesToTheWholeFigure() throws {
    let frames = Self.figure.frames(count: 10)
    #expect(frames.count == 10)
    let renderer = TerminalRenderer(columns: 60, rows: 12)
    let last = try #require(frames.last)
    #expect(renderer.render(last) == renderer.render(Self.figure))
    let axes = frames.map { Array(renderer.lines($0).suffix(4)) }
    #expect(Set(axes).count == 1)
    #expect(Set(frames.map { renderer.render($0) }).count == 10)
  }

  /// A curve of few points is never ahead of one of many, nor more than one point behind it.
  @Test func curvesKeepPaceOnX() throws {
    let dense = (0...300).map(Double.init)
    let sparse = stride(from: 0.0, through: 300, by: 25).map { $0 }
    let figure = Figure(panels: [
      Panel(layers: [
        .line(x: dense, y: dense, name: "training"),
        .line(x: sparse, y: sparse, name: "validation"),
        .points(x: dense, y: dense, name: "each batch", isFaint: true),
        .points(x: [10, 290], y: [1, 1], name: "standing"),
      ])
    ])
    for frame in figure.frames(count: 7) {
      let ends = frame.panels[0].layers.compactMap { layer -> Double? in
        switch layer {
        case .line(let line): line.x.last
        case .points(let points): points.x.last
        default: nil
        }
      }
      try #require(ends.count == 4)
      #expect(ends[1] <= ends[0] && ends[1] > ends[0] - 25)
      #expect(ends[2] == ends[0] && ends[3] == 290)
    }
    // Paths count steps instead, whatever their x.
    let race = Figure(panels: [
      Panel(layers: [
        .path(x: [0, 1, 2, 3], y: [0, 0, 0, 0], name: "a"),
        .path(x: [0, 100, 200, 300], y: [1, 1, 1, 1], name: "b"),
      ])
    ])
    for (number, frame) in race.frames(count: 4).enumerated() {
      let counts = frame.panels[0].layers.map { layer -> Int in
        if case .line(let line) = layer { return line.x.count }
        return 0
      }
      #expect(counts == [number + 1, number + 1])
    }
  }

  /// The heads of an animated document's curves are at one x at every moment.
  @Test func movingCurvesOfADocumentKeepPaceToo() throws {
    let dense = (0...300).map(Double.init)
    let sparse = stride(from: 0.0, through: 300, by: 25).map { $0 }
    let document = SVGRenderer(isAnimated: true).render(
      Figure(panels: [
        Panel(layers: [
          .line(x: dense, y: dense.map { $0 * $0 }, name: "training"),
          .line(x: sparse, y: sparse, name: "validation"),
        ])
      ]))
    let heads = document.components(separatedBy: "@keyframes ").dropFirst()
      .filter { $0.contains("translate") }
      .map { frames in
        frames.components(separatedBy: "translate(").dropFirst()
          .compactMap { Double($0.prefix { $0 != "p" }) }
      }
    try #require(heads.count == 2 && heads[0].count == heads[1].count && heads[0].count > 100)
    for (a, b) in zip(heads[0], heads[1]) { #expect(abs(a - b) < 0.11) }
    #expect((heads[0].max() ?? 0) - (heads[0].min() ?? 0) > 400)
  }

  @Test func eachReplacesTheOneBefore() {
    let renderer = TerminalRenderer(columns: 60, rows: 12)
    let texts = Array(TerminalFrames(Self.figure.frames(count: 3), renderer: renderer))
    #expect(texts.count == 3)
    #expect(!texts[0].hasPrefix("\u{1B}"))
    #expect(texts[1].hasPrefix("\u{1B}[12A\r") && texts[2].hasPrefix("\u{1B}[12A\r"))
    #expect(texts.allSatisfy { $0.hasSuffix("\n") && $0.filter(\.isNewline).count == 12 })
  }

  @Test func aShorterFrameLeavesNothingBehind() {
    let renderer = TerminalRenderer(columns: 40, rows: 12)
    let panel = Self.figure.panels[0]
    let tall = Figure(panels: [panel, panel, panel])
    let texts = Array(TerminalFrames([tall, Self.figure], renderer: renderer))
    #expect(texts[1].hasPrefix("\u{1B}[\(texts[0].filter(\.isNewline).count)A\r\u{1B}[J"))
  }

  @Test func aStatusLineIsAsWideAsTheFigure() {
    var stage = TerminalStage(TerminalRenderer(columns: 40, rows: 12))
    let lines = stage.text(of: Self.figure, status: String(repeating: "long ", count: 20))
      .split(separator: "\n")
    #expect(lines.count == 13)
    #expect(Set(lines.map { displayWidth(of: $0) }) == [40])
    #expect(stage.text(of: Self.figure).hasPrefix("\u{1B}[13A\r\u{1B}[J"))
  }
}
