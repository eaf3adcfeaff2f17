import Plot
import Testing
import Wording

@Suite struct TicksTests {
  @Test(arguments: [
    (0.0, 1.0, 6, "0.0 0.2 0.4 0.6 0.8 1.0", ""), (0, 200, 5, "0 50 100 150 200", ""),
    (-2, 2, 5, "−2 −1 0 1 2", ""), (0.3, 0.9, 4, "0.4 0.6 0.8", ""), (-4, 4, 3, "−4 0 4", ""),
    (0, 2_000_000, 5, "0.0 0.5 1.0 1.5 2.0", "×10⁶"),
    (0, 250_000, 6, "0 50 100 150 200 250", "×10³"),
    (0, 4e-5, 5, "0 10 20 30 40", "×10⁻⁶"),
    (1_000_000, 1_000_004, 5, "0 1 2 3 4", "above 1000000"),
    (-1e300, 1e300, 3, "−1 0 1", "×10³⁰⁰"),
  ])
  func linear(low: Double, high: Double, count: Int, labels: String, suffix: String) {
    let ticks = Ticks.linear(from: low, to: high, count: count)
    #expect(ticks.ticks.map(\.label).joined(separator: " ") == labels)
    #expect(ticks.suffix == suffix)
  }

  @Test(arguments: [
    (0.01, 1000.0, 6, "0.01 0.1 1 10 100 1000"), (1e-4, 10, 6, "10⁻⁴ 10⁻³ 10⁻² 10⁻¹ 10⁰ 10¹"),
    (1e-8, 1, 5, "10⁻⁸ 10⁻⁶ 10⁻⁴ 10⁻² 10⁰"), (2, 8, 5, "2 5"),
    (1e-300, 1e300, 3, "10⁻²⁰⁰ 10⁰ 10²⁰⁰"),
    (100, 110, 5, "100 102 104 106 108 110"),
  ])
  func logarithmic(low: Double, high: Double, count: Int, labels: String) {
    let ticks = Ticks.logarithmic(from: low, to: high, count: count + 1)
    #expect(ticks.ticks.map(\.label).joined(separator: " ") == labels)
  }

  /// Ticks lie in the range, rise, are few enough and two at least, and say what they mean.
  @Test func anyRange() throws {
    let draws = Gallery.noise(4000, seed: 21)
    for i in stride(from: 0, to: draws.count, by: 4) {
      let size = (draws[i] - 0.5) * 40
      let low = (draws[i + 1] - 0.5) * exp10(size)
      let high = low + draws[i + 2] * exp10(size) + 1e-250
      let count = 2 + Int(draws[i + 3] * 10)
      guard high - low > 1e-9 * max(abs(low), abs(high)) else { continue }
      let ticks = Ticks.linear(from: low, to: high, count: count)
      let values = ticks.ticks.map(\.value)
      #expect(values.count <= count)
      #expect(values.count >= (count > 3 ? 2 : 1))
      #expect(
        values.allSatisfy { $0 >= low - (high - low) * 1e-6 && $0 <= high + (high - low) * 1e-6 })
      for tick in ticks.ticks where ticks.offset == nil {
        let label = try #require(Double(ASCIIFolding.fold(tick.label)))
        #expect(abs(label * exp10(Double(ticks.exponent)) - tick.value) <= abs(tick.value) * 1e-12)
      }
      #expect(Set(ticks.ticks.map(\.label)).count == values.count)
    }
  }

  /// Every label on the axis of a plot can be read as a number: none is cut, no two have run together.
  @Test(arguments: [24, 31, 40, 60, 80, 121])
  func labelsOnTheAxisAreWhole(columns: Int) {
    let renderer = TerminalRenderer(
      columns: columns, rows: 14, capability: TerminalCapability(glyphs: .ascii))
    let draws = Gallery.noise(300, seed: 5)
    for i in stride(from: 0, to: draws.count, by: 3) {
      let size = (draws[i] - 0.5) * 24
      let low = (draws[i + 1] - 0.5) * exp10(size)
      let high = low + (0.01 + draws[i + 2]) * exp10(size)
      for scale in [Axis.Scale.linear, .log] where scale == .linear || low > 0 {
        let figure = Figure(panels: [
          Panel(
            x: Axis("t", scale: scale), y: Axis("L"), layers: [.line(x: [low, high], y: [0, 1])])
        ])
        let lines = renderer.lines(figure)
        let labels = lines[lines.count - 2].split(separator: " ")
        #expect(!labels.isEmpty)
        #expect(labels.allSatisfy { Double($0) != nil }, "\(low) \(high): \(labels)")
      }
    }
  }

  /// The same for a document: labels of any range keep clear of each other and of the edges.
  @Test func labelsInADocumentKeepClear() throws {
    let draws = Gallery.noise(240, seed: 6)
    for i in stride(from: 0, to: draws.count, by: 3) {
      let size = (draws[i] - 0.5) * 24
      let low = (draws[i + 1] - 0.5) * exp10(size)
      let high = low + (0.01 + draws[i + 2]) * exp10(size)
      let panel = Panel(
        title: "p", x: Axis("t"), y: Axis("L", scale: low > 0 ? .log : .linear),
        layers: [.line(x: [low, high], y: [low, high])])
      for count in [1, 3] {
        let figure = Figure(panels: Array(repeating: panel, count: count))
        try SVGDocument(SVGRenderer().render(figure)).expectClearTexts()
      }
    }
  }

  private func exp10(_ power: Double) -> Double {
    (0..<Int(abs(power))).reduce(1.0) { value, _ in power < 0 ? value / 10 : value * 10 }
  }
}

@Suite struct NumberTests {
  @Test(arguments: [
    (0.0, "0"), (1, "1"), (-2.5, "−2.5"), (1234.5678, "1235"), (0.00012345, "0.0001234"),
    (46480, "46480"), (1e6, "1e6"), (-1.5e-7, "−1.5e−7"), (.nan, "NaN"), (.infinity, "∞"),
    (-.infinity, "−∞"), (0.1 + 0.2, "0.3"), (99999.6, "100000"), (1e300, "1e300"),
    (.leastNonzeroMagnitude, "4.941e−324"), (999_999, "1e6"),
  ])
  func text(value: Double, text: String) {
    #expect(numberText(value) == text)
  }
}

@Suite struct ContourTests {
  @Test func aCircleIsOneRing() throws {
    let grid = SampledGrid(x: (-2, 2), y: (-2, 2), columns: 81, rows: 81) { $0 * $0 + $1 * $1 }
    let lines = contourLines(of: grid, at: 1)
    #expect(lines.count == 1)
    let ring = try #require(lines.first)
    #expect(ring.first == ring.last)
    #expect(ring.allSatisfy { abs(($0 * $0).sum().squareRoot() - 1) < 1e-3 })
  }

  @Test func aSaddleHasTwoBranches() {
    let grid = SampledGrid(x: (-1, 1), y: (-1, 1), columns: 40, rows: 40) { $0 * $0 - $1 * $1 }
    let lines = contourLines(of: grid, at: 0.2)
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.allSatisfy { abs($0.x * $0.x - $0.y * $0.y - 0.2) < 5e-3 } })
  }

  /// High corners lower left and upper right: the mean of the cell says whether they are joined, and
  /// so which pair of corners the two lines cut off.
  @Test(arguments: [(0.4, true), (0.6, false)])
  func anAmbiguousCellFollowsItsMean(level: Double, joinsHigh: Bool) {
    let grid = SampledGrid(x: (0, 1), y: (0, 1), columns: 2, rows: 2, values: [1, 0, 0, 1])
    let lines = contourLines(of: grid, at: level)
    #expect(lines.count == 2)
    for line in lines {
      let middle = line.reduce(.zero, +) / Double(line.count)
      // On the rising diagonal lie the high corners, on the falling one the low corners.
      #expect((abs(middle.x - middle.y) > 0.3) == joinsHigh)
    }
  }

  /// Between missing samples there is no line, and none leaves the grid.
  @Test func missingSamplesHaveNoLines() {
    let grid = SampledGrid(x: (-1, 1), y: (-1, 1), columns: 41, rows: 41) { x, y in
      x > 0.2 ? .nan : x + y
    }
    for line in contourLines(of: grid, at: 0) {
      #expect(line.allSatisfy { $0.x <= 0.2 && abs($0.y) <= 1 })
    }
  }
}

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

@Suite struct CountingAxisTests {
  /// Rows and columns of a matrix are whole numbers, however few there are.
  @Test(arguments: [(1, 1), (1, 4), (2, 2), (3, 2), (8, 6), (40, 100)])
  func rowsAndColumnsAreWhole(rows: Int, columns: Int) throws {
    let values = (0..<(rows * columns)).map { Double($0) }
    let figure = Figure(panels: [
      Panel(matrix: values, rows: rows, columns: columns, x: Axis(""), y: Axis(""))
    ])
    let lines = TerminalRenderer(
      columns: 80, rows: 20, capability: TerminalCapability(glyphs: .ascii)
    ).lines(figure)
    let bottom = try #require(lines.firstIndex { $0.contains("+-") })
    let below = lines[bottom + 1].split(separator: " ")
    #expect(!below.isEmpty && below.allSatisfy { Int($0) != nil }, "\(below)")
    let beside = lines[..<bottom].compactMap { $0.split(separator: "+").first }
      .filter { $0.contains { $0.isNumber } && !$0.contains("|") }
    #expect(!beside.isEmpty)
    for label in beside { #expect(Int(label.filter { $0 != " " }) != nil, "\(label)") }
  }
}

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
