import Plot
import Testing

@Suite struct DescriptionTests {
  @Test(arguments: TerminalTests.names)
  func readsAsItsReference(name: String) throws {
    let words = describe(try TerminalTests.figure(name))
    try References.expect(words + "\n", is: "\(name).words.txt")
  }

  static func words(_ layers: [Panel.Layer]) -> String {
    describe(Figure(panels: [Panel(x: Axis("t"), y: Axis("L"), layers: layers)]))
  }

  @Test(arguments: [
    ([3.0, 2, 1], "falls throughout"), ([1, 2, 3], "rises throughout"), ([2, 2, 2], "constant"),
    ([9, 7, 8, 1], "falls overall"), ([1, 4, 3, 9], "rises overall"),
    ([5, 1, 5, 1, 5, 1, 5], "swings up and down without a trend"),
    ([5, 1, 5.1], "ends about where it began"),
  ])
  func namesTheTrend(values: [Double], phrase: String) {
    #expect(Self.words([.line(y: values)]).contains(phrase))
  }

  @Test func saysWhereLinesCrossAndWhichIsLowest() {
    let words = Self.words([
      .line(x: [0, 4], y: [0, 4], name: "up"), .line(x: [0, 4], y: [3, 1], name: "down"),
    ])
    #expect(words.contains("up and down cross at t 2."))
    #expect(words.contains("At the end, lowest first: down 1, up 4."))
  }

  @Test func linesThatDoNotMeetDoNotCross() {
    let words = Self.words([
      .line(x: [0, 4], y: [0, 1], name: "low"), .line(x: [0, 4], y: [3, 4], name: "high"),
    ])
    #expect(!words.contains("cross"))
  }
}
