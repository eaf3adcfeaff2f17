import Lessons
import Testing

/// What a question is worth.
@Suite struct PointSchemeTests {
  static let schemes: [(text: String, points: [Double])] = [
    ("first=4 later=2 hint=0.5 skip=1", [4, 3.5, 2, 1.5, 2, 1, 0.5, 0, 0]),
    ("full", [1, 1, 1, 1, 1, 0, 0, 0, 0]), ("hint=5", [1, 0, 1, 0, 1, 0, 0, 0, 0]),
  ]

  @Test(arguments: schemes)
  func `A first try, a later one, hints and a skip have their own worth`(
    text: String, points: [Double]
  ) throws {
    let scheme = try #require(PointScheme(text))
    let ways = [
      ["4"], ["hint", "4"], ["5", "4"], ["5", "hint", "hint", "4"], ["5", "6", "4"], ["skip"],
      ["hint", "skip"], ["5"], [],
    ]
    for (lines, worth) in zip(ways, points) {
      var taken = Taken(threeQuestions)
      for line in lines { taken.type(line) }
      let result = taken.run.results["sum"]
      #expect(result.map(scheme.points) ?? 0 == worth, "\(text): \(lines)")
    }
  }

  /// However both came about, what was shown was not found.
  @Test func `What was skipped is worth a skip, solved or not`() throws {
    let scheme = try #require(PointScheme("first=4 skip=1"))
    var taken = Taken(threeQuestions)
    taken.type("skip")
    var result = try #require(taken.run.results["sum"])
    result.isSolved = true
    #expect(scheme.points(for: result) == 1)
  }
}
