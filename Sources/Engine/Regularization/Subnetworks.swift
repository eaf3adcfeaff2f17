import CKernels
import Datasets
import LongWork
import Numerics

/// The 2^M subnetworks that dropout trains: M units that may be dropped, each subnetwork one choice
/// of the units it keeps.
///
/// Subnetwork s has the probability keep^kept · drop^dropped (layer by layer where the layers keep
/// with different probabilities), and its output f(x; s) is the network's with that mask in place,
/// divided by keep where dropout is inverted. The exact ensemble Σ_s P(s) f(x; s) is what the
/// weight-scaled network of testing stands in for: they are equal for a linear network, and the
/// normalized geometric mean is equal for one softmax layer.
///
/// Source: slides "Dropout is a kind of ensemble"; Hinton et al., arXiv 1207.0580.
public struct Subnetworks: Sendable {
  public let network: Network
  public let theta: [Double]

  /// Up to this M all subnetworks are gone through; beyond it they are sampled.
  public static let exactLimit = 24
  /// The most subnetworks that are listed one by one.
  public static let listLimit = 1 << 16

  /// - Throws: `EngineError` where the network has no dropout.
  public init(of network: Network, theta: [Double]) throws {
    precondition(theta.count == network.layout.count, "θ has \(network.layout.count) components")
    guard !network.dropoutLayers.isEmpty else {
      throw EngineError(
        "without dropout there is one network only; turn on dropout, as dropout drop=0.5")
    }
    self.network = network
    self.theta = theta
  }

  /// The layers whose units may be dropped.
  public var layers: [DropoutLayer] { network.dropoutLayers }
  /// M: how many units may be dropped.
  public var units: Int { layers.reduce(0) { $0 + $1.units } }
  /// 2^M.
  public var count: Double { Double(sign: .plus, exponent: units, significand: 1) }

  /// The probability of the subnetwork that keeps the units where `mask` is 1, all layers in a row.
  public func probability(of mask: [UInt8]) -> Double {
    precondition(mask.count == units, "a mask has \(units) entries")
    var product = 1.0
    var unit = 0
    for layer in layers {
      for entry in mask[unit..<(unit + layer.units)] {
        product *= entry == 0 ? 1 - layer.keep : layer.keep
      }
      unit += layer.units
    }
    return product
  }

  /// One subnetwork on some inputs.
  public struct Member: Hashable, Sendable {
    /// 1 keeps, 0 drops; the layers' units in a row.
    public let mask: [UInt8]
    public let probability: Double
    /// Examples × outputs.
    public let outputs: [Double]
    /// The mean loss, where targets were given.
    public let loss: Double?
  }

  /// The subnetworks of `masks` on inputs in rows.
  ///
  /// - Parameters:
  ///   - inputs: examples × inputs, row-major, scaled as the training set is.
  ///   - targets: examples × outputs, for the losses.
  /// - Throws: `EngineError` when the inputs are no whole rows, or the targets do not fit them.
  public func members(
    _ masks: [[UInt8]], on inputs: [Double], targets: [Double]? = nil
  ) throws -> [Member] {
    let rows = try examples(inputs, targets)
    let n = rows.count
    let width = network.architecture.outputs
    let evaluator = try MaskedEvaluator(self, rows: rows)
    return masks.inParts(of: 16).map { mask in
      var loss = 0.0
      var outputs: [Double] = []
      outputs.reserveCapacity(n * width)
      evaluator.run([mask]) { values, columns, chunkLoss in
        for j in 0..<columns { for k in 0..<width { outputs.append(values[k * columns + j]) } }
        loss += chunkLoss
      }
      return Member(
        mask: mask, probability: probability(of: mask), outputs: outputs,
        loss: targets == nil ? nil : loss / evaluator.lossDivisor)
    }
  }

  /// The masks of the likeliest subnetworks, at most `limit`, the likeliest first and equals in
  /// counting order (the first unit is the highest digit); all of them where `limit` is 2^M.
  ///
  /// - Throws: `EngineError` when M is above `exactLimit` or `limit` above `listLimit`.
  public func likeliestMasks(_ limit: Int) throws -> [[UInt8]] {
    guard units <= Self.exactLimit, limit <= Self.listLimit else {
      throw EngineError(
        "\(limit) of 2^\(units) subnetworks are too many to list; up to \(Self.listLimit) are "
          + "listed, of up to 2^\(Self.exactLimit)")
    }
    // A mask's probability depends on how many units each layer keeps: rank those combinations,
    // then list each one's masks.
    let kept = layers.map { Array(0...$0.units) }.reduce([[]]) { combinations, counts in
      combinations.flatMap { combination in counts.map { combination + [$0] } }
    }
    let ranked = kept.map { counts in
      (counts, zip(layers, counts).reduce(0.0) { $0 + Self.logProbability($1.0, kept: $1.1) })
    }.sorted { $0.1 > $1.1 }
    var masks: [[UInt8]] = []
    var rest = ranked[...]
    while masks.count < limit, let first = rest.first, !Interruption.givesUp() {
      let equals = rest.prefix { $0.1 > first.1 - 1e-9 }
      rest = rest.dropFirst(equals.count)
      var group = equals.flatMap { masksKeeping($0.0, limit: limit - masks.count) }
      group.sort { $0.lexicographicallyPrecedes($1) }
      masks += group.prefix(limit - masks.count)
    }
    return masks
  }

  private static func logProbability(_ layer: DropoutLayer, kept: Int) -> Double {
    Double(kept) * dk_log(layer.keep) + Double(layer.units - kept) * dk_log(1 - layer.keep)
  }

  /// The first masks, in counting order, that keep so many units of each layer.
  private func masksKeeping(_ counts: [Int], limit: Int) -> [[UInt8]] {
    var masks: [[UInt8]] = [[]]
    for (layer, count) in zip(layers, counts) {
      let choices = Self.combinations(of: layer.units, keeping: count, limit: limit)
      masks = Array(masks.lazy.flatMap { mask in choices.lazy.map { mask + $0 } }.prefix(limit))
    }
    return masks
  }

  /// The first `limit` arrays of `units` zeros and ones with `count` ones, in counting order.
  private static func combinations(of units: Int, keeping count: Int, limit: Int) -> [[UInt8]] {
    var mask = [UInt8](repeating: 0, count: units - count) + [UInt8](repeating: 1, count: count)
    var found = [mask]
    // The next in counting order: move the last 01 to 10 and push the ones after it to the end.
    while found.count < limit,
      let i = (0..<(units - 1)).last(where: { mask[$0] == 0 && mask[$0 + 1] == 1 })
    {
      mask.swapAt(i, i + 1)
      mask[(i + 2)...].sort()
      found.append(mask)
    }
    return found
  }

  /// The rows as a data set.
  func examples(_ inputs: [Double], _ targets: [Double]?) throws -> Dataset {
    let width = network.architecture.inputs
    guard !inputs.isEmpty, inputs.count % width == 0 else {
      throw EngineError(
        "the network has \(width) input\(width == 1 ? "" : "s"), and \(inputs.count) numbers are "
          + "no rows of \(width)")
    }
    let rows = network.rows(inputs)
    guard let targets else { return rows }
    guard targets.count == rows.targets.count else {
      throw EngineError("\(rows.count) examples need \(rows.targets.count) target values")
    }
    return Dataset(
      name: rows.name, task: rows.task, featureNames: rows.featureNames,
      targetNames: rows.targetNames, count: rows.count, features: rows.features, targets: targets)
  }
}
