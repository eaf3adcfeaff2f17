import BayesianOptimization
import Conversion

/// How much of the differences between trials one setting explains.
public enum Importance {
  /// The share of the variance of the trials' ranks that each setting explains on its own, from 0
  /// to 1.
  ///
  /// The trials are ranked by value, those without one last and alike. A setting's values fall into
  /// groups: a choice's and few whole numbers by value, the others into about √n groups of equal
  /// size by their order. What is returned is ε² = (H − k + 1)/(n − k), H the Kruskal–Wallis
  /// statistic of the k groups; chance alone gives 0 on average, and below that 0 is returned.
  /// Combined effects of several settings belong to none of them, as in the first order of an
  /// analysis of variance.
  ///
  /// Source: W. H. Kruskal and W. A. Wallis, JASA 47 (1952); the functional analysis of variance of
  /// F. Hutter, H. Hoos and K. Leyton-Brown, ICML (2014), is the model.
  public static func shares(of study: Study) -> [Double] {
    let costs = study.trials.map(study.cost(of:))
    let ranks = midranks(costs)
    return study.definition.space.dimensions.indices.map { axis in
      let groups = groups(study, axis)
      return share(of: ranks, in: groups)
    }
  }

  /// ε² of ranks in groups, at least 0.
  package static func share(of ranks: [Double], in groups: [Int]) -> Double {
    let n = Double(ranks.count)
    let count = (groups.max() ?? -1) + 1
    guard count > 1, ranks.count > count else { return 0 }
    let mean = (n + 1) / 2
    let total = ranks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard total > 0 else { return 0 }
    var sums = [Double](repeating: 0, count: count)
    var sizes = [Double](repeating: 0, count: count)
    for (rank, group) in zip(ranks, groups) {
      sums[group] += rank - mean
      sizes[group] += 1
    }
    let between = zip(sums, sizes).reduce(0) { $0 + ($1.1 > 0 ? $1.0 * $1.0 / $1.1 : 0) }
    let statistic = (n - 1) * between / total
    return min(max((statistic - Double(count) + 1) / (n - Double(count)), 0), 1)
  }

  /// Ranks from 1, equal values sharing the mean of theirs.
  package static func midranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
      start = end
    }
    return ranks
  }

  private static func groups(_ study: Study, _ axis: Int) -> [Int] {
    let positions = study.trials.map { axis < $0.point.count ? $0.point[axis] : 0 }
    let distinct = Set(positions).sorted()
    let limit = Int(clamping: Double(positions.count).squareRoot(), from: 2)
    if distinct.count <= limit || study.definition.space.dimensions[axis].unit.isUnordered {
      return positions.map { distinct.firstIndex(of: $0) ?? 0 }
    }
    // By midranks, so that equal positions stay together.
    let ranks = midranks(positions)
    let raw = ranks.map {
      Int(clamping: ($0 - 0.5) / Double(positions.count) * Double(limit), from: 0, to: limit - 1)
    }
    let used = Set(raw).sorted()
    return raw.map { used.firstIndex(of: $0) ?? 0 }
  }
}

extension UnitDimension {
  fileprivate var isUnordered: Bool { if case .categories = self { true } else { false } }
}
