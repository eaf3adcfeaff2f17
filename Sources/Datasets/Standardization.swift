import LongWork

/// Shifts and scales columns to mean 0 and standard deviation 1.
///
/// The mean and the (population) standard deviation are those of the data it was fitted on: the
/// training part alone, so that nothing of the validation and test examples leaks into training.
/// A constant column has scale 1: it becomes 0.
public struct Standardization: Hashable, Sendable {
  public let means: [Double]
  public let scales: [Double]

  /// Fits the columns of a row-major matrix with `columns` columns.
  public init(fitting values: [Double], columns: Int) {
    let rows = max(values.count / max(columns, 1), 1)
    var means = [Double](repeating: 0, count: columns)
    var squares = means
    let starts = stride(from: 0, to: rows * columns, by: max(columns, 1))
    for start in starts.inParts(of: Self.rowsInPart(columns)) {
      for j in 0..<min(columns, values.count - start) { means[j] += values[start + j] }
    }
    for j in 0..<columns { means[j] /= Double(rows) }
    for start in starts.inParts(of: Self.rowsInPart(columns)) {
      for j in 0..<min(columns, values.count - start) {
        let d = values[start + j] - means[j]
        squares[j] += d * d
      }
    }
    var deviations = squares.map { ($0 / Double(rows)).squareRoot() }
    for j in 0..<columns where !means[j].isFinite || !(1e-140...1e300).contains(deviations[j]) {
      let column = stride(from: j, to: min(values.count, rows * columns), by: columns)
        .lazy.map { values[$0] }
      guard let first = column.first(where: { _ in true }), column.contains(where: { $0 != first })
      else { continue }
      (means[j], deviations[j]) = Self.fit(column, rows: rows)
    }
    self.means = means
    scales = deviations.indices.map { j in
      // The rounding errors of a constant column are no spread.
      deviations[j] > 1e-14 * abs(means[j]) && deviations[j] > 0 ? deviations[j] : 1
    }
  }

  /// Mean and deviation of values whose sum or squares overflow or underflow: worked out in units of
  /// a power of two, which rounds nothing.
  private static func fit(
    _ values: some Sequence<Double>, rows: Int
  ) -> (mean: Double, deviation: Double) {
    let largest = values.reduce(0) { max($0, abs($1)) }
    guard largest > 0, largest.isFinite else { return (0, 0) }
    // Of the smallest numbers the power itself would overflow.
    let exponent = max(Int(largest.exponent), -1000)
    func scaled(_ value: Double, by exponent: Int) -> Double {
      Double(sign: .plus, exponent: exponent, significand: value)
    }
    let mean = values.reduce(0) { $0 + scaled($1, by: -exponent) / Double(rows) }
    let square = values.reduce(0) { sum, value in
      let d = scaled(value, by: -exponent) - mean
      return sum + d * d / Double(rows)
    }
    return (scaled(mean, by: exponent), scaled(square.squareRoot(), by: exponent))
  }

  /// (value − mean) / scale, column by column.
  public func apply(to values: [Double]) -> [Double] {
    map(values) { value, mean, scale in (value - mean) / scale }
  }

  /// value · scale + mean: back to the original units.
  public func invert(_ values: [Double]) -> [Double] {
    map(values) { value, mean, scale in value * scale + mean }
  }

  /// `transform` of each value with its column's mean and scale.
  private func map(
    _ values: [Double], _ transform: (_ value: Double, _ mean: Double, _ scale: Double) -> Double
  ) -> [Double] {
    let columns = max(means.count, 1)
    return [Double](inParts: values.count, of: columns * Self.rowsInPart(columns)) { base, part in
      for start in stride(from: part.lowerBound, to: part.upperBound, by: columns) {
        for j in 0..<min(means.count, part.upperBound - start) {
          base[start + j] = transform(values[start + j], means[j], scales[j])
        }
      }
    }
  }

  /// Rows between which ^C is heard.
  private static func rowsInPart(_ columns: Int) -> Int {
    max(1, Parts.size / max(columns, 1))
  }
}

extension Dataset {
  /// This data set with its features, and where given its targets, standardized.
  public func standardized(
    by featureScaling: Standardization, targets targetScaling: Standardization? = nil
  ) -> Dataset {
    Dataset(
      name: name, task: task, featureNames: featureNames, targetNames: targetNames, count: count,
      features: .values(featureScaling.apply(to: featureValues)),
      targets: targetScaling?.apply(to: targets) ?? targets)
  }
}
