/// The lines on which a grid's bilinear surface has one value, by marching squares; each line is
/// joined from its pieces, in the grid's own coordinates. Cells with a missing corner have none.
package func contourLines(of grid: SampledGrid, at level: Double) -> [[SIMD2<Double>]] {
  guard grid.columns > 1, grid.rows > 1, grid.values.count == grid.columns * grid.rows else {
    return []
  }
  var tracer = ContourTracer(grid, level)
  tracer.findSegments()
  return tracer.joined()
}

/// Segments as links between the grid edges that they cross. Edge 2i leads right from node i, edge
/// 2i + 1 up from it; an edge belongs to two cells and so has two links at most.
private struct ContourTracer {
  let grid: SampledGrid
  let level: Double
  private var links: [(Int32, Int32)]
  private var crossed: [Int32] = []

  init(_ grid: SampledGrid, _ level: Double) {
    self.grid = grid
    self.level = level
    links = Array(repeating: (-1, -1), count: 2 * grid.columns * grid.rows)
  }

  mutating func findSegments() {
    let columns = grid.columns
    let values = grid.values
    for row in 0..<(grid.rows - 1) {
      for column in 0..<(columns - 1) {
        let i = row * columns + column
        let (a, b, c, d) = (values[i], values[i + 1], values[i + columns + 1], values[i + columns])
        // Not a number fails every comparison, so its cell would pass for a low one.
        let shape =
          (a > level ? 1 : 0) | (b > level ? 2 : 0) | (c > level ? 4 : 0) | (d > level ? 8 : 0)
        if shape == 0 || shape == 15 { continue }
        guard a.isDrawable, b.isDrawable, c.isDrawable, d.isDrawable else { continue }
        let (bottom, right, top, left) = (2 * i, 2 * (i + 1) + 1, 2 * (i + columns), 2 * i + 1)
        switch shape {
        case 1, 14: link(left, bottom)
        case 2, 13: link(bottom, right)
        case 3, 12: link(left, right)
        case 4, 11: link(right, top)
        case 6, 9: link(bottom, top)
        case 7, 8: link(left, top)
        default:
          // A saddle: the mean of the corners says which corners are joined.
          let isHighJoined = (a / 4 + b / 4 + c / 4 + d / 4 > level) == (shape == 5)
          if isHighJoined {
            link(left, top)
            link(bottom, right)
          } else {
            link(left, bottom)
            link(right, top)
          }
        }
      }
    }
  }

  private mutating func link(_ a: Int, _ b: Int) {
    join(a, to: b)
    join(b, to: a)
  }

  private mutating func join(_ a: Int, to b: Int) {
    if links[a].0 < 0 {
      links[a].0 = Int32(b)
      crossed.append(Int32(a))
    } else {
      links[a].1 = Int32(b)
    }
  }

  /// Open lines first, from one end to the other, then the rings.
  mutating func joined() -> [[SIMD2<Double>]] {
    var lines: [[SIMD2<Double>]] = []
    var isDone = Array(repeating: false, count: links.count)
    for takesRings in [false, true] {
      for start in crossed where !isDone[Int(start)] {
        guard takesRings || links[Int(start)].1 < 0 else { continue }
        var line: [SIMD2<Double>] = []
        var edge = Int(start)
        while edge >= 0, !isDone[edge] {
          isDone[edge] = true
          line.append(crossing(edge))
          let (first, second) = links[edge]
          edge = first >= 0 && !isDone[Int(first)] ? Int(first) : Int(second)
        }
        if takesRings, line.count > 2 { line.append(line[0]) }
        if line.count > 1 { lines.append(line) }
      }
    }
    return lines
  }

  private func crossing(_ edge: Int) -> SIMD2<Double> {
    let node = edge / 2
    let (column, row) = (node % grid.columns, node / grid.columns)
    let isRight = edge % 2 == 0
    let start = grid.values[node]
    let end = grid.values[isRight ? node + 1 : node + grid.columns]
    let t = min(max((level - start) / (end - start), 0), 1)
    let (x, y) = (grid.x(column), grid.y(row))
    return isRight
      ? SIMD2(x + t * (grid.x(column + 1) - x), y) : SIMD2(x, y + t * (grid.y(row + 1) - y))
  }
}
