import Numerics

/// The search for the point with the largest expected improvement.
///
/// Its logarithm has many hills. A thousand candidates are spread evenly, and more are thrown about
/// the best trials; the best few that lie apart are climbed by L-BFGS, with counted dimensions tried
/// value by value.
struct AcquisitionSearch {
  let model: SearchModel
  let taken: TakenPoints

  private static let spreadCandidates = 1_000
  private static let climbs = 4
  /// A counted space of at most this many points is gone through whole.
  private static let largestWhole = 2_000

  private var dimensions: [UnitDimension] { model.dimensions }

  /// A point that is not taken; nil where none was found.
  func best(_ generator: inout MersenneTwister) -> [Double]? {
    if let all = taken.allFree(limit: Self.largestWhole) { return ranked(all).first }
    let candidates = ranked(spread(&generator) + aroundTheBest(&generator))
    var climbed: [(point: [Double], value: Double)] = []
    for start in apart(candidates) {
      let top = climb(from: start)
      climbed.append(top)
    }
    let tops = climbed.indices.sorted { (-climbed[$0].value, $0) < (-climbed[$1].value, $1) }
    return (tops.map { climbed[$0].point } + candidates).first { !taken.contains($0) }
  }

  // MARK: Candidates

  /// The points by their expected improvement, the largest first.
  private func ranked(_ points: [[Double]]) -> [[Double]] {
    let scores = model.logImprovement(at: points)
    return points.indices.sorted { (-scores[$0], $0) < (-scores[$1], $1) }.map { points[$0] }
  }

  private func spread(_ generator: inout MersenneTwister) -> [[Double]] {
    let lattice = GoldenLattice(dimensions: dimensions.count, generator: &generator)
    return (0..<Self.spreadCandidates).map { index in
      zip(dimensions, lattice[index]).map { $0.coordinate(drawing: $1) }
    }
  }

  private func aroundTheBest(_ generator: inout MersenneTwister) -> [[Double]] {
    var points: [[Double]] = []
    for center in model.points.prefix(3) {
      for _ in 0..<15 {
        for deviation in [0.1, 0.03, 0.01, 0.003] {
          points.append(
            zip(dimensions, center).map { dimension, coordinate in
              dimension.neighbour(of: coordinate, deviation: deviation, &generator)
            })
        }
      }
    }
    return points
  }

  /// The first few that do not lie beside an earlier one.
  private func apart(_ candidates: [[Double]]) -> [[Double]] {
    var chosen: [[Double]] = []
    for candidate in candidates where chosen.count < Self.climbs {
      let isBeside = chosen.contains { other in
        zip(candidate, other).allSatisfy { ($0 - $1).magnitude < 0.05 }
      }
      if !isBeside { chosen.append(candidate) }
    }
    return chosen
  }

  // MARK: Climbing

  private func climb(from start: [Double]) -> (point: [Double], value: Double) {
    var point = start
    var value = model.logImprovement(at: point).value
    let minimizer = BoundedMinimizer(
      lower: [Double](repeating: 0, count: dimensions.count),
      upper: [Double](repeating: 1, count: dimensions.count), evaluations: 25)
    for _ in 0..<3 {
      let before = value
      let found = minimizer.minimize(from: point) { point in
        let (value, gradient) = model.logImprovement(at: point)
        return (-value, gradient.map { -$0 })
      }
      if let found, -found.value > value { (point, value) = (found.point, -found.value) }
      guard exchange(&point, &value), value > before + 1e-6 else { break }
    }
    return (point, value)
  }

  /// Puts each counted dimension in turn at its best value, the others as they are.
  ///
  /// - Returns: whether anything changed.
  private func exchange(_ point: inout [Double], _ value: inout Double) -> Bool {
    var isChanged = false
    for (j, dimension) in dimensions.enumerated() {
      guard let count = dimension.count, count > 1 else { continue }
      // Of many levels those nearby, the others being within reach of the candidates.
      let own = dimension.index(of: point[j])
      let near = count <= 20 ? 0..<count : max(0, own - 10)..<min(count, own + 11)
      let alternatives = near.map { index in
        var other = point
        other[j] = dimension.coordinate(of: index)
        return other
      }
      for (other, found) in zip(alternatives, model.logImprovement(at: alternatives))
      where found > value {
        (point, value, isChanged) = (other, found, true)
      }
    }
    return isChanged
  }
}

extension UnitDimension {
  /// A place nearby: normal about `coordinate`; at least about a level away; now and then another
  /// name.
  fileprivate func neighbour(
    of coordinate: Double, deviation: Double, _ generator: inout MersenneTwister
  ) -> Double {
    switch self {
    case .continuous: snapped(coordinate + deviation * generator.nextNormal())
    case .levels(let count):
      snapped(
        coordinate + max(deviation, 0.6 / Double(max(1, count - 1))) * generator.nextNormal())
    case .categories:
      generator.nextUniform() < 0.25
        ? self.coordinate(drawing: generator.nextUniform()) : coordinate
    }
  }
}
