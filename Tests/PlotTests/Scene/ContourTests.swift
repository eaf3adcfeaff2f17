import Plot
import PlotGeometry
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

  /// The lowest ring about a minimum inside the picture holds little of it, wherever the minimum lies
  /// and whatever its value is.
  @Test(arguments: [(0.0, 0.0, 0.0), (1.5, -1, 0), (-1, 0.5, 37.5), (0, 0, -4)])
  func aBowlHasContoursInItsMiddle(x: Double, y: Double, least: Double) throws {
    for stiffness in [1.0, 10, 100] {
      let grid = SampledGrid(x: (-3, 3), y: (-2, 2)) {
        least + ($0 - x) * ($0 - x) + stiffness * ($1 - y) * ($1 - y)
      }
      let levels = contours(of: grid).map(\.level)
      #expect((5...18).contains(levels.count))
      let lowest = try #require(levels.first)
      let inside = grid.values.count { $0 < lowest }
      #expect(inside * 45 < grid.values.count, "\(lowest): \(inside) of \(grid.values.count)")
    }
  }

  /// Without a minimum in the picture, equal distances between values are the plainest.
  @Test func aSlopeHasEvenlySpacedLevels() {
    let slope = SampledGrid(x: (-1, 1), y: (-1, 1)) { x, y in x * x + 10 * y }
    let levels = contours(of: slope).map(\.level)
    let gaps = zip(levels, levels.dropFirst()).map { $1 - $0 }
    #expect(gaps.count > 5)
    #expect(gaps.allSatisfy { abs($0 - gaps[0]) < 1e-9 })
  }
}
