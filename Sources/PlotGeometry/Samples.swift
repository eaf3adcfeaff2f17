/// The first numbers where they rise, or stay, and can all be drawn; nil elsewhere.
package func risingPrefix(_ values: [Double], _ count: Int) -> [Double]? {
  let values = values.prefix(count)
  guard values.allSatisfy(\.isDrawable), zip(values, values.dropFirst()).allSatisfy({ $0 <= $1 })
  else { return nil }
  return Array(values)
}

/// How many of some rising numbers lie at or before a limit.
///
/// - Parameter slack: a rounding of the limit that is forgiven.
package func count(of rising: [Double], upTo limit: Double, slack: Double = 0) -> Int {
  var (low, high) = (0, rising.count)
  while low < high {
    let middle = (low + high) / 2
    if rising[middle] <= limit + slack { low = middle + 1 } else { high = middle }
  }
  return low
}

/// first, first + 1, first + 2, ...
package func steps(from first: Double, count: Int) -> [Double] {
  (0..<count).map { first + Double($0) }
}

/// How far apart pairs of numbers are, of those that can be drawn.
package func widths(from lower: [Double], to upper: [Double]) -> [Double] {
  zip(lower, upper).map { $1 - $0 }.filter(\.isDrawable)
}
