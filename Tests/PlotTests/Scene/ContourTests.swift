import Plot
import Testing

@Suite struct ContourTests {
  @Test func aCircleIsOneRing() throws {
    let grid = SampledGrid(x: (-2, 2), y: (-2, 2), columns: 81, rows: 81) { $0 * $0 + $1 * $1 }
    // At 1 the ring begins at a node, where it would seem closed without being so.
    for level in [1, 0.97] {
      let lines = contourLines(of: grid, at: level)
      #expect(lines.count == 1)
      let ring = try #require(lines.first)
      #expect(ring.first == ring.last)
      #expect(ring.allSatisfy { abs(($0 * $0).sum() - level) < 2e-3 })
    }
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
