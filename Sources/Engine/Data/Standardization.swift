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
    for i in (0..<(rows * columns)).inParts() where i < values.count {
      means[i % columns] += values[i]
    }
    for j in 0..<columns { means[j] /= Double(rows) }
    for i in (0..<(rows * columns)).inParts() where i < values.count {
      let d = values[i] - means[i % columns]
      squares[i % columns] += d * d
    }
    self.means = means
    scales = squares.indices.map { j in
      let deviation = (squares[j] / Double(rows)).squareRoot()
      // The rounding errors of a constant column are no spread.
      return deviation > 1e-14 * abs(means[j]) && deviation > 0 ? deviation : 1
    }
  }

  /// (value − mean) / scale, column by column.
  public func apply(to values: [Double]) -> [Double] {
    let columns = means.count
    return values.indices.mapInParts { (values[$0] - means[$0 % columns]) / scales[$0 % columns] }
  }

  /// value · scale + mean: back to the original units.
  public func invert(_ values: [Double]) -> [Double] {
    let columns = means.count
    return values.indices.mapInParts { values[$0] * scales[$0 % columns] + means[$0 % columns] }
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
