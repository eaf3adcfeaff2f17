import CKernels

/// Outcomes as the Gaussian process sees them: about 0, of size 1, and with the worse half bent down.
///
/// How bad a bad trial is says little about where the good ones are, yet a loss of 10⁶ beside losses
/// about 1 would flatten all of them. So what is worse than the median is compressed:
///
///     b(v) = v up to the median M,   M + R log(1 + (v − M)/R) above it,   R = M − least value
///
/// The bend is smooth (its slope at M is 1) and leaves everything near the best as it is, so expected
/// improvement keeps its meaning and its unit.
struct OutcomeScale: Sendable {
  /// M
  private let knee: Double
  /// R; 0 where nothing is bent.
  private let reach: Double
  private let center: Double
  private(set) var spread: Double

  /// Values of larger size count as this large: no sum overflows.
  private static let largest = 1e100

  init(_ values: [Double]) {
    let sorted = values.map(Self.bounded).sorted()
    let least = sorted.first ?? 0
    let median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    // Where half of the values are the least one, the bend begins at the next.
    let knee = median > least ? median : sorted.first { $0 > least } ?? least
    let reach = knee - least
    let bent = sorted.map { Self.bend($0, knee: knee, reach: reach) }
    let count = Double(max(1, bent.count))
    let center = bent.reduce(0, +) / count
    let deviation =
      (bent.reduce(0) { $0 + ($1 - center) * ($1 - center) } / count).squareRoot()
    self.knee = knee
    self.reach = reach
    self.center = center
    spread = deviation > 0 ? deviation : 1
  }

  private static func bounded(_ value: Double) -> Double { min(max(value, -largest), largest) }

  private static func bend(_ value: Double, knee: Double, reach: Double) -> Double {
    guard reach > 0, value > knee else { return value }
    return knee + reach * dk_log1p((value - knee) / reach)
  }

  /// The value as the Gaussian process sees it.
  func standardized(_ value: Double) -> Double {
    (Self.bend(Self.bounded(value), knee: knee, reach: reach) - center) / spread
  }

  /// The value that is seen as `standardized`.
  func value(_ standardized: Double) -> Double {
    let bent = center + spread * standardized
    guard reach > 0, bent > knee else { return bent }
    return knee + reach * dk_expm1((bent - knee) / reach)
  }
}
