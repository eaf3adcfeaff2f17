/// The mean of the values whose t lies within half a span to either side, as far as there are such; what
/// is not finite is left out.
public func movingAverage(
  of values: [Double], at t: [Double], spanning span: Double
) -> [Double] {
  var (first, end) = (0, 0)
  return t.indices.map { i in
    while t[first] < t[i] - span / 2 { first += 1 }
    while end < t.count, t[end] <= t[i] + span / 2 { end += 1 }
    let near = values[first..<min(end, values.count)].filter(\.isFinite)
    return near.isEmpty ? .nan : near.reduce(0) { $0 + $1 / Double(near.count) }
  }
}
