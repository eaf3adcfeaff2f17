#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

extension ContourLayer {
  /// The values that get a line, in rising order, all strictly between least and greatest sample.
  var resolvedLevels: [Double] {
    guard let (low, high) = grid.leastAndGreatest, high - low > 1e-300 else { return [] }
    let candidates =
      switch levels {
      case .automatic: automaticLevels(grid.sortedSamples)
      case .logSpaced(let count): logSpaced(count, grid.sortedSamples)
      case .linear(let count): linear(count, low, high)
      case .values(let values): Set(values).sorted()
      }
    return Array(candidates.filter { $0 > low && $0 < high }.prefix(64))
  }

  private func automaticLevels(_ sorted: [Double]) -> [Double] {
    let (low, high) = (sorted[0], sorted[sorted.count - 1])
    let isSkewed = sorted[sorted.count / 2] - low < 0.15 * (high - low)
    return isSkewed ? logSpaced(10, sorted) : closing(linear(10, low, high), sorted)
  }

  /// The same layer with its levels worked out, so that all who draw and describe it need not.
  var withDecidedLevels: ContourLayer {
    var layer = self
    layer.levels = .values(resolvedLevels)
    return layer
  }

  /// Evenly spaced levels, and round ones below them about a minimum inside the picture, down to where
  /// only a fiftieth of the samples lies lower. Without them the middle of a bowl would be empty: a
  /// value grows as the square of the distance.
  private func closing(_ levels: [Double], _ sorted: [Double]) -> [Double] {
    guard hasMinimumInside, levels.count > 1 else { return levels }
    let low = sorted[0]
    let step = levels[1] - levels[0]
    var rising = levels.filter { $0 > low }
    for exponent in (decade(step, .down) - 6...decade(step, .down)).reversed() {
      for factor in [5.0, 2, 1] {
        guard let lowest = rising.first, sorted[sorted.count / 50] < lowest else { return rising }
        let finer = factor * powerOfTen(exponent)
        let level = ((low / finer).rounded(.down) + 1) * finer
        if finer < 0.9 * step, level > low, level < lowest - 0.1 * finer {
          rising.insert(level, at: 0)
        }
      }
    }
    return rising
  }

  /// Whether the lowest sample lies inside the picture.
  private var hasMinimumInside: Bool {
    let drawable = grid.values.indices.filter { grid.values[$0].isDrawable }
    guard let lowest = drawable.min(by: { grid.values[$0] < grid.values[$1] }) else { return false }
    let (column, row) = (lowest % grid.columns, lowest / grid.columns)
    return column > 0 && column < grid.columns - 1 && row > 0 && row < grid.rows - 1
  }

  /// Levels in words: as few digits as tell every two of them apart, and three at least.
  static func texts(of levels: [Double]) -> [String] {
    for digits in 3..<15 {
      let texts = levels.map { numberText($0, digits: digits) }
      if Set(texts).count == levels.count { return texts }
    }
    return levels.map { numberText($0, digits: 15) }
  }

  private func linear(_ count: Int, _ low: Double, _ high: Double) -> [Double] {
    Ticks.linear(from: low, to: high, count: min(max(count, 1), 64) + 1).ticks.map(\.value)
  }

  /// 1-2-5, 1-3 or decades above the least value (above zero, if that is about the least value),
  /// from the greatest value down to where only a two-hundredth of the samples lies lower.
  private func logSpaced(_ count: Int, _ sorted: [Double]) -> [Double] {
    let count = min(max(count, 1), 64)
    let (low, high) = (sorted[0], sorted[sorted.count - 1])
    let base = low >= 0 && low < 1e-3 * (high - low) ? 0 : low
    let top = high - base
    let floor = max(sorted[sorted.count / 200] - base, top * 1e-12)
    let exponents = decade(floor, .down)...decade(top, .up)
    for factors in [[1.0, 2, 5], [1, 3], [1]] {
      let all = exponents.flatMap { e in factors.map { $0 * powerOfTen(e) } }
      let inside = all.filter { $0 > floor && $0 < top }
      if inside.count <= count { return inside.map { base + $0 } }
    }
    return exponents.suffix(count).map { base + powerOfTen($0) }
  }

  /// How the levels are spread, in words; nil where they are evenly spaced.
  var spacing: String? {
    let levels = resolvedLevels
    let gaps = zip(levels, levels.dropFirst()).map { $1 - $0 }
    guard let first = gaps.first, let last = gaps.last, last > 3 * first else { return nil }
    let isEvenAbove = gaps.count > 2 && last < 1.01 * gaps[gaps.count - 2]
    return isEvenAbove ? "denser inside" : "log-spaced"
  }
}

extension Panel {
  /// The same panel with the levels of its contours worked out.
  var withDecidedLevels: Panel {
    var panel = self
    for (i, layer) in layers.enumerated() {
      guard case .contour(let contour) = layer else { continue }
      panel.layers[i] = .contour(contour.withDecidedLevels)
    }
    return panel
  }
}

extension SampledGrid {
  /// The least and the greatest sample; nil where none can be drawn.
  fileprivate var leastAndGreatest: (Double, Double)? {
    var ends: (Double, Double)?
    for value in values where value.isDrawable {
      ends = (min(ends?.0 ?? value, value), max(ends?.1 ?? value, value))
    }
    return ends
  }

  fileprivate var sortedSamples: [Double] { values.filter(\.isDrawable).sorted() }
}

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

extension ContourLayer {
  /// The lines that a picture of it shows, with the words for each level.
  package var lines: [(level: Double, text: String, lines: [[SIMD2<Double>]])] {
    let levels = resolvedLevels
    return zip(levels, ContourLayer.texts(of: levels)).map { level, text in
      (level, text, contourLines(of: grid, at: level))
    }
  }
}

/// The lines of equal value that a picture of a grid shows, with the words for each level.
package func contours(
  of grid: SampledGrid
) -> [(level: Double, text: String, lines: [[SIMD2<Double>]])] {
  ContourLayer(grid: grid, levels: .automatic, isFilled: false, name: "").lines
}
