import CKernels
import LongWork
import Numerics

/// Examples to learn from: features and targets, one row an example, with their names.
public struct Dataset: Hashable, Sendable {
  /// What the targets mean.
  public enum Task: Hashable, Sendable {
    /// Real numbers.
    case regression
    /// One target, 0 for the first of the two classes and 1 for the second.
    case binary([String])
    /// One target for each class, 1 for the example's own class and 0 for the others (one-hot).
    case classes([String])

    /// `regression`, `binary` or `classes`.
    public var name: String {
      switch self {
      case .regression: "regression"
      case .binary: "binary"
      case .classes: "classes"
      }
    }

    /// The classes' names, none for regression.
    public var classNames: [String] {
      switch self {
      case .regression: []
      case .binary(let names), .classes(let names): names
      }
    }
  }

  /// The features as read: numbers, or bytes that stand for byte / 255 (images; an eighth of the
  /// memory).
  package enum Features: Hashable, Sendable {
    case values([Double])
    case bytes([UInt8])
  }

  public var name: String
  public let task: Task
  public let featureNames: [String]
  public let targetNames: [String]
  /// The number of examples.
  public let count: Int
  /// Examples × features, row-major.
  package let features: Features
  /// Examples × targets, row-major.
  public let targets: [Double]

  public var featureCount: Int { featureNames.count }
  public var targetCount: Int { targetNames.count }

  /// Rows and columns of the images whose pixels are the features, row by row from the upper left
  /// (named `pixel_0_0`, `pixel_0_1`, ...); `nil` for other data.
  public var imageShape: (rows: Int, columns: Int)? {
    let parts = (featureNames.last ?? "").split(separator: "_")
    guard parts.count == 3, let row = Int(parts[1]), let column = Int(parts[2]) else { return nil }
    let (area, isTooLarge) = (row &+ 1).multipliedReportingOverflow(by: column &+ 1)
    guard row > 0, column > 0, !isTooLarge, area == featureNames.count else { return nil }
    let isWhole = featureNames.indices.allSatisfy {
      featureNames[$0] == "pixel_\($0 / (column + 1))_\($0 % (column + 1))"
    }
    return isWhole ? (row + 1, column + 1) : nil
  }

  /// A data set from numbers.
  ///
  /// - Parameters:
  ///   - features: examples × features, row-major, all finite.
  ///   - targets: examples × targets, row-major, all finite; see `Task` for what they hold.
  /// - Throws: `EngineError` when the sizes do not fit together or a number is not finite.
  public init(
    name: String, task: Task, featureNames: [String], targetNames: [String],
    features: [Double], targets: [Double]
  ) throws {
    guard !featureNames.isEmpty, !targetNames.isEmpty else {
      throw EngineError("a data set needs at least one feature and one target")
    }
    let count = targets.count / targetNames.count
    guard count > 0, features.count == count * featureNames.count,
      targets.count == count * targetNames.count
    else {
      throw EngineError(
        "\(features.count) feature values and \(targets.count) target values are not rows of "
          + "\(featureNames.count) features and \(targetNames.count) targets")
    }
    if let bad = features.indices.inParts().first(where: { !features[$0].isFinite }) {
      throw EngineError(
        "feature \(featureNames[bad % featureNames.count]) of example \(bad / featureNames.count) "
          + "is \(features[bad]); every value must be finite")
    }
    if let bad = targets.indices.inParts().first(where: { !targets[$0].isFinite }) {
      throw EngineError(
        "the target of example \(bad / targetNames.count) is \(targets[bad]); "
          + "every value must be finite")
    }
    self.init(
      name: name, task: task, featureNames: featureNames, targetNames: targetNames, count: count,
      features: .values(features), targets: targets)
  }

  package init(
    name: String, task: Task, featureNames: [String], targetNames: [String], count: Int,
    features: Features, targets: [Double]
  ) {
    self.name = name
    self.task = task
    self.featureNames = featureNames
    self.targetNames = targetNames
    self.count = count
    self.features = features
    self.targets = targets
  }
}

extension Dataset {
  /// A few examples given as numbers: a regression with one target, as many examples as targets.
  ///
  /// - Throws: `EngineError` when the features are not whole rows, or a number is not finite.
  public init(points features: [Double], targets: [Double]) throws {
    let width = features.count / max(targets.count, 1)
    guard width > 0, features.count == width * targets.count else {
      throw EngineError(
        "\(features.count) feature\(features.count == 1 ? "" : "s") do not make "
          + "\(targets.count) rows of equal length, one for each target")
    }
    try self.init(
      name: "points", task: .regression,
      featureNames: width == 1 ? ["x"] : (1...width).map { "x\($0)" }, targetNames: ["y"],
      features: features, targets: targets)
  }

  /// The features of example `i`.
  public func features(of i: Int) -> [Double] {
    let range = (i * featureCount)..<((i + 1) * featureCount)
    switch features {
    case .values(let values): return Array(values[range])
    case .bytes(let bytes): return bytes[range].map { Double($0) / 255 }
    }
  }

  /// The targets of example `i`.
  public func targets(of i: Int) -> [Double] {
    Array(targets[(i * targetCount)..<((i + 1) * targetCount)])
  }

  /// The class of example `i`, nil for regression.
  public func label(of i: Int) -> Int? {
    switch task {
    case .regression: nil
    case .binary: targets[i] >= 0.5 ? 1 : 0
    case .classes: targets(of: i).firstIndex(of: 1)
    }
  }

  /// All features, examples × features, row-major.
  public var featureValues: [Double] {
    switch features {
    case .values(let values): values
    case .bytes(let bytes): bytes.mapInParts { Double($0) / 255 }
    }
  }

  /// The examples at `indices`, in that order.
  public func selecting(_ indices: some Collection<Int>) -> Dataset {
    let chosenTargets = Self.rows(of: targets, targetCount, at: indices)
    let chosen: Features
    switch features {
    case .values(let values): chosen = .values(Self.rows(of: values, featureCount, at: indices))
    case .bytes(let bytes): chosen = .bytes(Self.rows(of: bytes, featureCount, at: indices))
    }
    return Dataset(
      name: name, task: task, featureNames: featureNames, targetNames: targetNames,
      count: indices.count, features: chosen, targets: chosenTargets)
  }

  private static func rows<T: BitwiseCopyable>(
    of values: [T], _ width: Int, at indices: some Collection<Int>
  ) -> [T] {
    var place = indices.startIndex
    return [T](inParts: indices.count * width, of: width * max(1, Parts.size / width)) {
      base, part in
      for row in stride(from: part.lowerBound, to: part.upperBound, by: width) {
        let start = indices[place] * width
        for j in 0..<width { base[row + j] = values[start + j] }
        place = indices.index(after: place)
      }
    }
  }

  /// One-hot rows for class numbers: 1 in the column of the class, 0 elsewhere.
  public static func oneHot(_ labels: [Int], classes: Int) -> [Double] {
    var values = [Double](inParts: labels.count * classes, repeating: 0)
    for (row, label) in labels.enumerated().inParts() where label >= 0 && label < classes {
      values[row * classes + label] = 1
    }
    return values
  }
}

extension Dataset {
  /// Writes the features of example `i` to `out`.
  package func copyFeatures(of i: Int, to out: UnsafeMutablePointer<Double>) {
    let width = featureCount
    switch features {
    case .values(let values):
      values.withUnsafeBufferPointer { row in
        guard let base = row.baseAddress else { return }
        out.update(from: base + i * width, count: width)
      }
    case .bytes(let bytes):
      bytes.withUnsafeBufferPointer { row in
        guard let base = row.baseAddress else { return }
        dk_bytes_to_units(width, base + i * width, out)
      }
    }
  }
}
