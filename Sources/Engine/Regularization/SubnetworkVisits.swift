/// Which subnetworks training has visited, and how often.
///
/// With one mask for each example every example of a batch trains a subnetwork of its own; with one
/// mask a batch (`per=batch`) every update trains one.
public struct SubnetworkVisits: Hashable, Sendable {
  private var counts: [[UInt64]: Int] = [:]
  /// Subnetworks trained so far, repetitions included.
  public private(set) var total = 0
  /// M.
  public let units: Int
  private let layers: [DropoutLayer]

  /// The most different subnetworks that are told apart; beyond it new ones are counted in `total`
  /// alone.
  public static let limit = 1_000_000

  public init(layers: [DropoutLayer]) {
    self.layers = layers
    units = layers.reduce(0) { $0 + $1.units }
  }

  /// Different subnetworks visited.
  public var distinct: Int { counts.count }

  /// Counts the subnetworks that one minibatch trained; none where its masks are not of these
  /// layers, because dropout was another then.
  public mutating func record(_ batch: Minibatch) {
    guard batch.masks.count == layers.count, !layers.isEmpty,
      zip(layers, batch.masks).allSatisfy({ layer, mask in
        mask.count == layer.units * layer.columns(of: batch.examples.count)
      })
    else { return }
    let isPerBatch = layers.allSatisfy(\.isPerBatch)
    for column in 0..<(isPerBatch ? 1 : batch.examples.count) {
      var words = [UInt64](repeating: 0, count: (units + 63) / 64)
      var bit = 0
      for (layer, mask) in zip(layers, batch.masks) {
        for unit in 0..<layer.units {
          if layer.isKept(unit, by: mask, example: column, count: batch.examples.count) {
            words[bit / 64] |= 1 << UInt64(bit % 64)
          }
          bit += 1
        }
      }
      total += 1
      if counts[words] != nil || counts.count < Self.limit { counts[words, default: 0] += 1 }
    }
  }

  /// How often the subnetwork that keeps the units where `mask` is 1 was trained.
  public func count(of mask: [UInt8]) -> Int {
    var words = [UInt64](repeating: 0, count: (units + 63) / 64)
    for (bit, entry) in mask.prefix(units).enumerated() where entry != 0 {
      words[bit / 64] |= 1 << UInt64(bit % 64)
    }
    return counts[words] ?? 0
  }

  /// The most visited subnetworks and how often, the most visited first, equals in counting order.
  public func most(_ limit: Int) -> [(mask: [UInt8], count: Int)] {
    let visited = counts.map { words, count -> (mask: [UInt8], count: Int) in
      let mask = (0..<units).map { bit -> UInt8 in
        let word = words[bit / 64]
        return word & (1 << UInt64(bit % 64)) == 0 ? 0 : 1
      }
      return (mask, count)
    }
    let ranked = visited.sorted { a, b in
      a.count != b.count ? a.count > b.count : a.mask.lexicographicallyPrecedes(b.mask)
    }
    return Array(ranked.prefix(limit))
  }
}
