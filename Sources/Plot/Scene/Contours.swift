import PlotGeometry

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
    guard grid.hasMinimumInside, levels.count > 1 else { return levels }
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
