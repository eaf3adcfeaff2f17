import Datasets
import LongWork

/// A feature that gives the target away on its own.
///
/// A copy of the label, a code of it, the same number in another unit: where the answer would not be
/// known in use, such a feature makes every score worthless.
public struct Leak: Hashable, Sendable {
  public let feature: String

  /// Examples that are looked at, and how few say nothing.
  private static let examples = 400
  private static let fewest = 20
  /// A rank correlation of at least this with a number that is to be predicted.
  private static let correlation = 0.999
  /// Classes that lie at least so many of their widest standard deviations apart on the feature.
  private static let distance = 8.0

  /// Looks at the training examples.
  ///
  /// - Returns: nil where no feature does, or where there is one feature alone.
  package init?(in training: Dataset) {
    guard training.featureCount > 1, training.count >= Self.fewest else { return nil }
    let sample = training.sample(of: Self.examples)
    let (values, width) = (sample.featureValues, sample.featureCount)
    for column in 0..<width {
      if Interruption.givesUp() { return nil }
      let feature = (0..<sample.count).map { values[$0 * width + column] }
      guard let least = feature.min(), let most = feature.max(), least < most else { continue }
      let isGiveaway =
        sample.task == .regression
        ? Self.ranksAlike(feature, sample) : Self.separates(feature, sample)
      if isGiveaway {
        self.feature = sample.featureNames[column]
        return
      }
    }
    return nil
  }

  /// Whether a feature and a regression's only target go up together, or one up and the other down.
  private static func ranksAlike(_ feature: [Double], _ sample: Dataset) -> Bool {
    guard sample.targetCount == 1 else { return false }
    let (a, b) = (ranks(of: feature), ranks(of: sample.targets))
    let mean = Double(a.count - 1) / 2
    var (product, own, other) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      product += (x - mean) * (y - mean)
      own += (x - mean) * (x - mean)
      other += (y - mean) * (y - mean)
    }
    return own > 0 && other > 0 && product.magnitude >= correlation * (own * other).squareRoot()
  }

  /// The place of each value in their order, equal ones at the mean of theirs.
  private static func ranks(of values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
      for k in start...end { ranks[order[k]] = Double(start + end) / 2 }
      start = end + 1
    }
    return ranks
  }

  /// Whether a feature tells the classes apart, each far from the next for how wide they are, or marks
  /// one class alone as a column of zeros and ones does.
  private static func separates(_ feature: [Double], _ sample: Dataset) -> Bool {
    let width = sample.targetCount
    let classes = (0..<sample.count).map { i -> Int in
      if width == 1 { return sample.targets[i] >= 0.5 ? 1 : 0 }
      return (0..<width).first { sample.targets[i * width + $0] == 1 } ?? 0
    }
    let groups = Dictionary(grouping: feature.indices) { classes[$0] }
      .mapValues { $0.map { feature[$0] } }
    guard groups.count > 1, groups.values.allSatisfy({ $0.count >= 3 }) else { return false }
    let spans = groups.values.map { Span($0) }.sorted { $0.least < $1.least }
    let widest = spans.map(\.deviation).max() ?? 0
    let isApart = zip(spans, spans.dropFirst()).allSatisfy {
      $0.most < $1.least && $1.mean - $0.mean >= distance * widest
    }
    return isApart
  }

  private struct Span {
    var (least, most, mean, deviation) = (0.0, 0.0, 0.0, 0.0)

    init(_ values: [Double]) {
      least = values.min() ?? 0
      most = values.max() ?? 0
      let count = Double(max(values.count, 1))
      let mean = values.reduce(0, +) / count
      self.mean = mean
      deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    }
  }
}
