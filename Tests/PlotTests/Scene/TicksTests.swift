import Plot
import PlotGeometry
import Testing
import Wording

@Suite struct TicksTests {
  @Test(arguments: [
    (0.0, 1.0, 6, "0.0 0.2 0.4 0.6 0.8 1.0", ""), (0, 200, 5, "0 50 100 150 200", ""),
    (-2, 2, 5, "−2 −1 0 1 2", ""), (0.3, 0.9, 4, "0.4 0.6 0.8", ""), (-4, 4, 3, "−4 0 4", ""),
    (0, 2_000_000, 5, "0.0 0.5 1.0 1.5 2.0", "×10⁶"),
    (0, 250_000, 6, "0 50 100 150 200 250", "×10³"),
    (0, 80_000, 5, "0 20000 40000 60000 80000", ""),
    (0, 0.02, 5, "0.000 0.005 0.010 0.015 0.020", ""),
    (0, 0.008, 5, "0 2 4 6 8", "×10⁻³"), (0, 4e-5, 5, "0 10 20 30 40", "×10⁻⁶"),
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
