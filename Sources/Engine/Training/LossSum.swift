/// A sum and of how many.
public struct LossSum: Hashable, Sendable {
  public private(set) var sum = 0.0
  public private(set) var count = 0

  public init() {}

  public var mean: Double { count == 0 ? .nan : sum / Double(count) }

  mutating func add(_ loss: Double) {
    sum += loss
    count += 1
  }

  package mutating func add(_ other: LossSum) {
    sum += other.sum
    count += other.count
  }
}
