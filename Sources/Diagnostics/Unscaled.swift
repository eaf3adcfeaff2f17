import Datasets

/// A feature whose numbers are far from the scale that rates and initial weights are made for.
public struct Unscaled: Hashable, Sendable {
  public let feature: String
  /// Its root mean square.
  public let size: Double

  /// Root mean squares that networks are made for.
  static let sizes = 0.02...30.0
  /// Examples that are looked at, at most.
  private static let examples = 2_000

  /// Features whose mean is so many standard deviations from 0, and this far, are off its middle.
  private static let offset = (deviations: 10.0, mean: 3.0)

  /// The feature that is the farthest beyond, where one is; a feature that is 0 throughout has no scale.
  init?(in training: Dataset) {
    let sample = training.sample(of: Self.examples)
    let scaling = Standardization(fitting: sample.featureValues, columns: sample.featureCount)
    let columns = zip(scaling.means, scaling.scales).map { mean, scale in
      // The scale of a constant column is 1 by convention.
      (
        size: (mean * mean + (scale == 1 ? 0 : scale * scale)).squareRoot(), mean: mean,
        scale: scale
      )
    }
    guard let most = columns.indices.max(by: { columns[$0].size < columns[$1].size }) else {
      return nil
    }
    let isTiny = columns[most].size < Self.sizes.lowerBound && columns[most].size > 0
    let isOff = columns[most].size > Self.sizes.upperBound || isTiny
    let isAside =
      columns[most].mean.magnitude
      > max(Self.offset.mean, Self.offset.deviations * columns[most].scale)
    guard isOff || isAside else { return nil }
    (feature, size) = (training.featureNames[most], columns[most].size)
  }
}
