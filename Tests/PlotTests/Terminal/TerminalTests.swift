import Plot
import Testing
import Wording

@Suite struct TerminalTests {
  static let names = Gallery.figures.map(\.name)
  static let capabilities: [TerminalCapability] = [
    TerminalCapability(colors: .none, glyphs: .ascii),
    TerminalCapability(colors: .ansi16, glyphs: .ascii),
    TerminalCapability(colors: .none, glyphs: .braille),
    TerminalCapability(colors: .ansi16, glyphs: .braille),
    TerminalCapability(colors: .ansi256, glyphs: .braille),
    TerminalCapability(colors: .trueColor, glyphs: .braille, isDark: false),
  ]

  static func figure(_ name: String) throws -> Figure {
    try #require(Gallery.figures.first { $0.name == name }).figure
  }

  @Test(arguments: names, [80, 60])
  func looksAsItsReference(name: String, columns: Int) throws {
    let figure = try Self.figure(name)
    for glyphs in [TerminalCapability.Glyphs.braille, .ascii] {
      let renderer = TerminalRenderer(
        columns: columns, rows: 24, capability: TerminalCapability(glyphs: glyphs))
      let kind = glyphs == .ascii ? "ascii" : "braille"
      try References.expect(
        renderer.render(figure) + "\n", is: "\(name).\(columns).\(kind).txt")
    }
  }

  @Test(arguments: names, [24, 40, 60, 79, 80, 132, 200])
  func everyLineIsAsWideAsAsked(name: String, columns: Int) throws {
    let figure = try Self.figure(name)
    for capability in Self.capabilities {
      for rows in [10, 24, 50] {
        let renderer = TerminalRenderer(columns: columns, rows: rows, capability: capability)
        for line in renderer.lines(figure) {
          #expect(displayWidth(of: strippingEscapes(line)) == columns)
        }
      }
    }
  }

  @Test(arguments: names)
  func asciiIsASCII(name: String) throws {
    let renderer = TerminalRenderer(
      columns: 80, rows: 24, capability: TerminalCapability(glyphs: .ascii))
    #expect(renderer.render(try Self.figure(name)).utf8.allSatisfy { $0 < 127 })
  }
}
