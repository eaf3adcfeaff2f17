import Arithmetic
import HyperparameterSearch
import Numerics
import Testing

@testable import Engine

/// Spaces, grids and random points.
@Suite struct SearchSpaceTests {
  static func space(_ texts: [(String, String)]) throws -> SearchSpace {
    try SearchSpace(texts.map { try SearchDimension($0.0, parsing: $0.1) })
  }

  static let mixed = [
    ("a", "linear(-2,5)"), ("b", "log(0.0001,10)"), ("c", "int(3,7)"),
    ("d", "choice(relu,tanh,elu)"), ("e", "logint(1,1000)"),
  ]

  /// Random points are NumPy's, their values those of the formulas.
  /// A logarithmic scale over all numbers, whose ends' ratio is none.
  @Test func aScaleMaySpanAllNumbers() throws {
    let dimension = try SearchDimension("lr", parsing: "log(1e-300,1e300)")
    let values = [0, 0.25, 0.5, 0.75, 1].compactMap { dimension.value(at: $0).number }
    for (value, wanted) in zip(values, [1e-300, 1e-150, 1, 1e150, 1e300]) {
      #expect(value.agrees(with: wanted, relative: 1e-12, absolute: 0), "\(value)")
    }
    #expect(values.count == 5)
  }

  @Test func references() throws {
    let space = try Self.space(Self.mixed)
    for seed in [0, 7] as [UInt32] {
      let rows = try referenceLines("search.txt").filter { $0[0] == "draw" && $0[1] == "\(seed)" }
      #expect(rows.count == 12)
      let points = RandomSearch(space, seed: seed).points(rows.count)
      for (row, point) in zip(rows, points) {
        for (value, text) in zip(space.values(at: point), row.dropFirst(2)) {
          switch value {
          case .word(let word): #expect(word == text)
          case .number(let number):
            let wanted = try #require(Double(String(text)))
            // exp and log round differently in C libraries: a few units in the last place.
            #expect(abs(number - wanted) <= 4e-15 * abs(wanted), "\(number) \(wanted)")
          }
        }
      }
    }
  }

  @Test func aLongerSearchBeginsWithTheSamePoints() throws {
    let search = RandomSearch(try Self.space(Self.mixed), seed: 3)
    #expect(search.points(40).prefix(9) == search.points(9)[...])
  }

  /// The ends are the ends.
  @Test(arguments: mixed)
  func ends(name: String, text: String) throws {
    let dimension = try SearchDimension(name, parsing: text)
    let ends = [dimension.value(at: 0).description, dimension.value(at: 1).description]
    let inside = text.split(separator: "(")[1].dropLast().split(separator: ",").map(String.init)
    #expect(ends == [inside[0], inside[inside.count - 1]])
    #expect(try SearchDimension(name, parsing: dimension.text) == dimension)
  }

  /// Each whole number has its share of the draws.
  @Test func shares() throws {
    let dimension = try SearchDimension("n", parsing: "int(1,4)")
    var counts: [Double: Int] = [:]
    for k in 0..<1_000 {
      let position = dimension.position(drawing: (Double(k) + 0.5) / 1_000)
      counts[dimension.value(at: position).number ?? 0, default: 0] += 1
    }
    #expect(counts == [1: 250, 2: 250, 3: 250, 4: 250])
  }

  /// A settled position stands for the same value.
  @Test(arguments: mixed)
  func settled(name: String, text: String) throws {
    let dimension = try SearchDimension(name, parsing: text)
    for k in 0...97 {
      let position = Double(k) / 97
      let settled = dimension.settled(position)
      #expect(dimension.value(at: settled) == dimension.value(at: position))
      #expect(dimension.settled(settled) == settled)
    }
  }

  @Test func gridsGoThroughEveryCombination() throws {
    let space = try Self.space([("a", "linear(0,4)"), ("b", "x,y,z"), ("c", "int(1,9)")])
    let grid = try GridSearch(space, counts: [3, 1, 2])
    #expect(grid.count == 18)
    let values = (0..<18).map { space.values(at: grid.point($0)).map(\.description) }
    #expect(values[0] == ["0", "x", "1"])
    #expect(values[1] == ["0", "x", "9"])
    #expect(values[2] == ["0", "y", "1"])
    #expect(values[17] == ["4", "z", "9"])
    #expect(Set(values).count == 18)
  }

  /// An axis of one point has it in its middle.
  @Test(arguments: [
    ("linear(0,4)", "2"), ("int(1,9)", "5"), ("logint(1,100)", "10"),
  ])
  func aGridOfOnePointStandsInTheMiddle(text: String, value: String) throws {
    let space = try Self.space([("a", text)])
    let grid = try GridSearch(space, counts: [1])
    #expect(grid.count == 1 && space.values(at: grid.point(0)).map(\.description) == [value])
  }

  /// A budget of trials is spread over the axes.
  @Test(arguments: [1, 2, 5, 17, 60, 1000])
  func counts(trials: Int) throws {
    let space = try Self.space([("a", "linear(0,4)"), ("b", "log(1,2)"), ("c", "int(1,3)")])
    let counts = GridSearch.counts(for: space, trials: trials)
    let grid = try GridSearch(space, counts: counts)
    #expect(grid.count <= trials)
    // One more value on the first axis would be too many.
    let more = try GridSearch(space, counts: [counts[0] + 1, counts[1], counts[2]])
    #expect(more.count > trials)
  }

  /// A study's file may say any count.
  @Test(arguments: [[Int.max], [1_000_001], [2_000_000_000]])
  func aGridOfTooManyPointsIsRefusedBeforeItIsMade(counts: [Int]) throws {
    let space = try Self.space([("a", "linear(0,4)")])
    let error = #expect(throws: EngineError.self) { try GridSearch(space, counts: counts) }
    #expect(error?.description.contains("at most 1000000 points") == true)
  }

  /// One value more on each axis in turn, as long as the budget allows and a point is gained.
  private static func countsStepByStep(_ space: SearchSpace, _ trials: Int) -> [Int] {
    var counts = space.dimensions.map { dimension -> Int in
      if case .choice(let values) = dimension.scale { values.count } else { 1 }
    }
    func size(_ counts: [Int]) -> Int {
      zip(space.dimensions, counts).reduce(1) { $0 * $1.0.gridPositions($1.1).count }
    }
    var grown: [Int]
    repeat {
      grown = counts
      for (i, dimension) in space.dimensions.enumerated() {
        if case .choice = dimension.scale { continue }
        var more = counts
        more[i] += 1
        if more[i] <= dimension.unit.count ?? .max, size(more) <= trials, size(more) > size(counts)
        {
          counts = more
        }
      }
    } while grown != counts
    return counts
  }

  /// A budget is spread at once as it would be step by step.
  @Test(
    arguments: [
      [("a", "linear(0,4)")], [("a", "int(1,3)"), ("b", "linear(0,1)")],
      [("a", "linear(0,4)"), ("b", "log(1,2)"), ("c", "int(1,3)")], Self.mixed,
      [("a", "logint(1,20)"), ("b", "int(1,9)"), ("c", "x,y")],
      [("a", "linear(1,1.0000000000000004)"), ("b", "log(1,2)")],
    ])
  func countsAtOnce(texts: [(String, String)]) throws {
    let space = try Self.space(texts)
    for trials in Array(1...70) + [200, 341, 999] {
      let counts = GridSearch.counts(for: space, trials: trials)
      #expect(counts == Self.countsStepByStep(space, trials), "\(trials)")
    }
  }

  /// Step by step this would take hours.
  @Test func aLargeBudgetIsSpreadAtOnce() throws {
    let one = try Self.space([("a", "linear(0,4)")])
    #expect(GridSearch.counts(for: one, trials: 1_000_000) == [1_000_000])
    let two = try Self.space([("a", "linear(0,4)"), ("b", "x,y,z"), ("c", "int(1,4)")])
    #expect(GridSearch.counts(for: two, trials: 1_000_000) == [83_333, 3, 4])
  }

  /// What is no space is refused in words.
  @Test(
    arguments: [
      "log(0,1)", "log(2,1)", "linear(1,1)", "linear(1)", "int(1.5,3)", "int(1,99999999)",
      "logint(0,5)", "choice(1)", "choice()", "1", "", "1,,2", "a,a", "linear(1,inf)",
      "int(-9223372036854775808,5)",
    ])
  func refusals(text: String) {
    #expect(throws: EngineError.self) { try SearchDimension("lr", parsing: text) }
  }

  /// Shares of variance are SciPy's Kruskal-Wallis statistic corrected for the groups.
  @Test func importance() throws {
    let rows = try referenceLines("search.txt").filter { $0[0] == "share" }
    #expect(rows.count == 6)
    for row in rows {
      let wanted = try #require(Double(String(row[1])))
      let groups = row[2].split(separator: ",").compactMap { Int($0) }
      let values = row[3].split(separator: ",").compactMap { Double(String($0)) }
      let share = Importance.share(of: Importance.midranks(values), in: groups)
      #expect(abs(share - wanted) < 1e-12)
    }
  }
}
