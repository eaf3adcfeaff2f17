import Conversion
import Digests
import LongWork
import Numerics

/// A data set divided into the examples to train on, to validate on and to test on.
///
/// The examples are shuffled by one draw, `RandomState(seed).permutation(n)`; the first part of the
/// permutation is the training set, the next the validation set, the last the test set. The split is
/// plain, not stratified: classes are as they fall. A part has round(fraction · n) examples, and the
/// training set takes what rounding leaves over.
public struct Split: Hashable, Sendable {
  public private(set) var training: Dataset
  public let validation: Dataset?
  public let test: Dataset?
  /// Where each part's examples stand in the whole data set.
  public private(set) var trainingIndices: [Int]
  public let validationIndices: [Int]
  public let testIndices: [Int]
  /// What the features were standardized by, fitted on the training part.
  public private(set) var featureScaling: Standardization?
  /// What a regression's targets were standardized by, fitted on the training part.
  public private(set) var targetScaling: Standardization?

  /// All examples to train on, in their own order.
  public init(wholeOf dataset: Dataset) {
    training = dataset
    validation = nil
    test = nil
    trainingIndices = (0..<dataset.count).mapInParts { $0 }
    validationIndices = []
    testIndices = []
  }

  /// - Parameter fractions: of training, validation and test: two or three numbers that add to 1,
  ///   or `[1]` for a shuffled whole.
  /// - Throws: `EngineError` when the fractions are no such numbers or leave a part empty.
  public init(_ dataset: Dataset, fractions: [Double], seed: UInt32) throws {
    guard (1...3).contains(fractions.count) else {
      throw EngineError(
        "a split has two or three parts (training, validation, test), as 0.7,0.15,0.15; "
          + "\(fractions.count) were given")
    }
    guard fractions.allSatisfy({ $0 >= 0 && $0 <= 1 }),
      abs(fractions.reduce(0, +) - 1) < 1e-9
    else {
      let sum = (fractions.reduce(0, +) * 1e9).rounded() / 1e9
      throw EngineError(
        "the parts of a split lie between 0 and 1 and add to 1, as 0.7,0.3; "
          + "\(fractions.map { "\($0)" }.joined(separator: ",")) adds to \(sum)")
    }
    let n = dataset.count
    let validationCount =
      fractions.count > 1 ? Int(clamping: (fractions[1] * Double(n)).rounded()) : 0
    let testCount = fractions.count > 2 ? Int(clamping: (fractions[2] * Double(n)).rounded()) : 0
    let trainingCount = n - validationCount - testCount
    for (part, size, fraction) in [
      ("training", trainingCount, fractions[0]),
      ("validation", validationCount, fractions.count > 1 ? fractions[1] : 0),
      ("test", testCount, fractions.count > 2 ? fractions[2] : 0),
    ] where size < 1 && (fraction > 0 || part == "training") {
      throw EngineError(
        "a \(part) part of \(fraction) of \(n) examples would be empty; give it a larger fraction")
    }
    var generator = MersenneTwister(seed: seed)
    let order = generator.permutation(n)
    trainingIndices = Array(copying: order[..<trainingCount])
    validationIndices = Array(copying: order[trainingCount..<(trainingCount + validationCount)])
    testIndices = Array(copying: order[(trainingCount + validationCount)...])
    training = dataset.selecting(trainingIndices)
    validation = validationCount > 0 ? dataset.selecting(validationIndices) : nil
    test = testCount > 0 ? dataset.selecting(testIndices) : nil
  }

  private init(
    scaling split: Split, by features: Standardization, targets: Standardization?
  ) {
    training = split.training.standardized(by: features, targets: targets)
    validation = split.validation?.standardized(by: features, targets: targets)
    test = split.test?.standardized(by: features, targets: targets)
    trainingIndices = split.trainingIndices
    validationIndices = split.validationIndices
    testIndices = split.testIndices
    featureScaling = features
    targetScaling = targets
  }

  /// The same split with every part's features standardized by the training part's means and
  /// standard deviations; with `targets`, a regression's targets too.
  ///
  /// - Throws: `EngineError` when classes' targets are to be standardized.
  public func standardized(targets: Bool = false) throws -> Split {
    if targets, training.task != .regression {
      throw EngineError(
        "only a regression's targets are standardized; those of \(training.name) are classes")
    }
    return Split(
      scaling: self,
      by: Standardization(fitting: training.featureValues, columns: training.featureCount),
      targets: targets
        ? Standardization(fitting: training.targets, columns: training.targetCount) : nil)
  }

  private init(_ split: Split, keeping count: Int) {
    self = split
    training = split.training.selecting(0..<count)
    trainingIndices = Array(split.trainingIndices.prefix(count))
  }

  /// The same split with only the first `count` examples of the training part, scaled as they are.
  ///
  /// - Throws: `EngineError` when the part has fewer, or none is asked for.
  public func taking(_ count: Int) throws -> Split {
    guard count >= 1, count <= training.count else {
      throw EngineError(
        "the training part of \(training.name) has \(training.count) examples, so 1 to "
          + "\(training.count) can be taken, not \(count)")
    }
    return Split(self, keeping: count)
  }
}

extension Split {
  /// A digest of all examples and names, and of what they were scaled by; not of the set's name.
  public var digest: UInt64 {
    var digest = Digest()
    for part in [training, validation, test] {
      guard let part else {
        digest.add(UInt8(0))
        continue
      }
      part.add(to: &digest)
    }
    for scaling in [featureScaling, targetScaling] {
      digest.addWords(of: scaling?.means ?? [])
      digest.addWords(of: scaling?.scales ?? [])
    }
    return digest.value
  }
}

extension Dataset {
  fileprivate func add(to digest: inout Digest) {
    digest.add(task.name)
    for names in [featureNames, targetNames, task.classNames] {
      digest.add(UInt64(names.count))
      for name in names { digest.add(name) }
    }
    digest.add(UInt64(count))
    digest.addWords(of: targets)
    switch features {
    case .values(let values): digest.addWords(of: values)
    case .bytes(let bytes):
      digest.add(UInt64(bytes.count))
      bytes.withUnsafeBytes { bytes in
        let whole = bytes.count & ~7
        for i in stride(from: 0, to: whole, by: 8) {
          digest.addWord(
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: i, as: UInt64.self)))
        }
        for byte in bytes[whole...] { digest.add(byte) }
      }
    }
  }
}
