/// The points of a search that need no second trial.
struct TakenPoints: Sendable {
  private let dimensions: [UnitDimension]
  private var points: [[Double]]
  /// Those of a space whose dimensions are all counted, by their number.
  private var numbers: Set<Int> = []
  /// How many points there are; nil where they are not counted, or too many to be.
  let capacity: Int?

  /// Two points are one where no coordinate differs by more.
  private static let tolerance = 1e-5

  init(_ dimensions: [UnitDimension], _ points: [[Double]]) {
    self.dimensions = dimensions
    self.points = []
    capacity = dimensions.reduce(Optional(1)) { product, dimension in
      guard let product, let count = dimension.count else { return nil }
      let (next, isTooLarge) = product.multipliedReportingOverflow(by: count)
      return isTooLarge ? nil : next
    }
    for point in points { insert(point) }
  }

  /// Whether every point there is has been taken.
  var isFull: Bool { capacity.map { numbers.count >= $0 } ?? false }

  mutating func insert(_ point: [Double]) {
    points.append(point)
    if capacity != nil { numbers.insert(number(of: point)) }
  }

  func contains(_ point: [Double]) -> Bool {
    if capacity != nil { return numbers.contains(number(of: point)) }
    return points.contains { other in
      zip(point, other).allSatisfy { ($0 - $1).magnitude <= Self.tolerance }
    }
  }

  /// A counted space's points in order, the last dimension fastest.
  private func number(of point: [Double]) -> Int {
    zip(dimensions, point).reduce(0) { $0 * ($1.0.count ?? 1) + $1.0.index(of: $1.1) }
  }

  private func point(_ number: Int) -> [Double] {
    var rest = number
    return dimensions.reversed().map { dimension in
      let count = dimension.count ?? 1
      defer { rest /= count }
      return dimension.coordinate(of: rest % count)
    }.reversed()
  }

  /// A counted space's first point that is not taken.
  func firstFree() -> [Double]? {
    guard let capacity else { return nil }
    return (0..<capacity).first { !numbers.contains($0) }.map(point)
  }

  /// Every point that is not taken, of a counted space of at most `limit`; nil of any other.
  func allFree(limit: Int) -> [[Double]]? {
    guard let capacity, capacity <= limit else { return nil }
    return (0..<capacity).filter { !numbers.contains($0) }.map(point)
  }
}
