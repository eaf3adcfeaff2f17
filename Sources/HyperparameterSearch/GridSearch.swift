import LongWork
import Numerics

/// Every combination of evenly spaced values, the last setting varying fastest.
public struct GridSearch: Hashable, Sendable {
  public let space: SearchSpace
  /// The positions on each axis.
  public let axes: [[Double]]

  /// More combinations are refused.
  public static let mostPoints = 1_000_000

  /// - Parameter counts: values wanted on each axis; an axis of choices always has all of its own.
  /// - Throws: `EngineError` for a grid of more than `mostPoints` points.
  public init(_ space: SearchSpace, counts: [Int]) throws(EngineError) {
    self.space = space
    let refusal = EngineError(
      "a grid has at most \(Self.mostPoints) points; take fewer on each axis")
    guard counts.allSatisfy({ $0 <= Self.mostPoints }) else { throw refusal }
    axes = zip(space.dimensions, counts).map { $0.gridPositions($1) }
    var count = 1
    for axis in axes {
      count *= axis.count
      guard count <= Self.mostPoints else { throw refusal }
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
        product.times(axis.0.gridPositions(axis.1).count)
      }
    }
    grow(&counts, for: space, within: trials)
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

  /// Gives all axes as many values more as all can have, where each value more is a point more: the
  /// steps one by one would take the square of the budget.
  private static func grow(_ counts: inout [Int], for space: SearchSpace, within trials: Int) {
    let start = counts
    var step = trials
    while step > 0 {
      let more = zip(space.dimensions, counts).map { dimension, count in
        if case .choice = dimension.scale { return count }
        return min(count.plus(step), dimension.unit.count ?? Int.max)
      }
      if more != counts, more.reduce(1, { $0.times($1) }) <= trials {
        counts = more
      } else {
        step /= 2
      }
    }
    let isExact = zip(space.dimensions, counts).allSatisfy { $0.gridPositions($1).count == $1 }
    if !isExact { counts = start }
  }
}
