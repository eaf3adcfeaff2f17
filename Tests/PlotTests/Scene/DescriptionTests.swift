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

  @Test func saysWhereTheLowestAndTheHighestAre() {
    let words = Self.words([.line(x: [1, 2, 3, 4], y: [5, 1, 9, 5], name: "loss")])
    #expect(words.contains("lowest 1 at t 2") && words.contains("highest 9 at t 3"), "\(words)")
  }

  /// Rows and columns have their own names.
  @Test func aMatrixNamesItsColumnsAndRows() {
    let words = describe(
      Figure(panels: [
        Panel(
          matrix: [4, 2, 3, 9, 5, 6], rows: 2, columns: 3,
          x: Axis("predicted", categories: ["a", "b", "c"]),
          y: Axis("true", categories: ["d", "e"]),
          name: "examples")
      ]))
    #expect(words.contains("lowest 2 at predicted b, true d"), "\(words)")
    #expect(words.contains("highest 9 at predicted a, true e"), "\(words)")
  }

  @Test func linesThatDoNotMeetDoNotCross() {
    let words = Self.words([
      .line(x: [0, 4], y: [0, 1], name: "low"), .line(x: [0, 4], y: [3, 4], name: "high"),
    ])
    #expect(!words.contains("cross"))
  }
}
