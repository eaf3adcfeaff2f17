/// Every combination of evenly spaced values, the last setting varying fastest.
public struct GridSearch: Hashable, Sendable {
  public let space: SearchSpace
  /// The positions on each axis.
  public let axes: [[Double]]

  /// More combinations are refused.
  public static let mostPoints = 1_000_000

  /// - Parameter counts: values wanted on each axis; an axis of choices always has all of its own.
  /// - Throws: `EngineError.invalid` for a grid of more than `mostPoints` points.
  public init(_ space: SearchSpace, counts: [Int]) throws(EngineError) {
    self.space = space
    axes = zip(space.dimensions, counts).map { $0.gridPositions($1) }
    var count = 1
    for axis in axes {
      count *= axis.count
      guard count <= Self.mostPoints else {
        throw .invalid("a grid has at most \(Self.mostPoints) points; take fewer on each axis")
      }
    }
  }

  public var count: Int { axes.reduce(1) { $0 * $1.count } }

  /// Point `index` of `count`.
  public func point(_ index: Int) -> [Double] {
    var rest = index
    var point: [Double] = []
    for axis in axes.reversed() {
      point.append(axis[rest % axis.count])
      rest /= axis.count
    }
    return point.reversed()
  }

  /// As many values on each axis as a budget of trials allows, spread as evenly as can be: axes are
  /// given one value more in turn, the first first, as long as the whole stays within the budget.
  public static func counts(for space: SearchSpace, trials: Int) -> [Int] {
    var counts = space.dimensions.map { dimension -> Int in
      if case .choice(let values) = dimension.scale { values.count } else { 1 }
    }
    func size(_ counts: [Int]) -> Int {
      zip(space.dimensions, counts).reduce(1) { product, axis in
        let (next, overflow) = product.multipliedReportingOverflow(
          by: axis.0.gridPositions(axis.1).count)
        return overflow ? Int.max : next
      }
    }
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for (i, dimension) in space.dimensions.enumerated() {
        if case .choice = dimension.scale { continue }
        if counts[i] >= dimension.unit.count ?? Int.max { continue }
        var more = counts
        more[i] += 1
        guard size(more) <= trials, size(more) > size(counts) else { continue }
        counts = more
        isGrowing = true
      }
    }
    return counts
  }
}
