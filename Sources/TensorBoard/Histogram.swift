import LongWork

/// How numbers are distributed: counts in buckets of one width from the least to the largest.
public struct Histogram: Sendable, Hashable {
  public struct Bucket: Sendable, Hashable {
    public let lower: Double
    public let upper: Double
    public let count: Int
  }

  public let buckets: [Bucket]

  /// As many as TensorBoard's own.
  public static let bucketCount = 30

  /// - Returns: nil where no number is finite; those that are not are left out.
  public init?(_ numbers: some Sequence<Double>) {
    var (least, largest) = (Double.infinity, -Double.infinity)
    var total = 0
    for number in numbers.inParts() where number.isFinite {
      (least, largest) = (min(least, number), max(largest, number))
      total += 1
    }
    guard total > 0 else { return nil }
    let count = Self.bucketCount
    // Mixed rather than added up, so that no edge overflows.
    let edges = (0...count).map { index in
      let share = Double(index) / Double(count)
      return index == count ? largest : least * (1 - share) + largest * share
    }
    guard zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else {
      let half = max(0.5, 0x1p-52 * least.magnitude)
      buckets = [Bucket(lower: least - half, upper: largest + half, count: total)]
      return
    }
    var counts = [Int](repeating: 0, count: count)
    for number in numbers.inParts() where number.isFinite {
      // The last bucket whose lower edge is not above the number.
      let place = max(0, edges[..<count].partitioningIndex { $0 > number } - 1)
      counts[place] += 1
    }
    buckets = counts.enumerated().map { index, own in
      Bucket(lower: edges[index], upper: edges[index + 1], count: own)
    }
  }
}

extension Collection where Index == Int {
  /// The first index whose element satisfies a condition that holds for all elements from it on.
  fileprivate func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
