/// One layer of units that dropout may drop.
public struct DropoutLayer: Hashable, Sendable {
  /// The quantity its mask is shown as: `mask1` for layer 1's units, `mask0` for the input.
  public var name: String
  public var units: Int
  /// The probability that a unit is kept.
  public var keep: Double
  /// Training multiplies by mask / keep (inverted) instead of mask (vanilla).
  public var isInverted: Bool
  /// One mask of `units` entries for the whole batch rather than one for each example.
  public var isPerBatch: Bool

  public init(name: String, units: Int, keep: Double, isInverted: Bool, isPerBatch: Bool) {
    self.name = name
    self.units = units
    self.keep = keep
    self.isInverted = isInverted
    self.isPerBatch = isPerBatch
  }

  /// How many columns this layer's mask has in a batch of `count` examples.
  public func columns(of count: Int) -> Int { isPerBatch ? 1 : count }

  /// Whether `unit` is kept for one example by this layer's mask in a batch of `count` examples.
  public func isKept(_ unit: Int, by mask: [UInt8], example: Int, count: Int) -> Bool {
    mask[unit * columns(of: count) + (isPerBatch ? 0 : example)] == 1
  }

  /// The entries for one example, unit by unit, of this layer's mask in a batch of `count` examples.
  public func entries(of mask: [UInt8], example: Int, count: Int) -> [UInt8] {
    (0..<units).map { isKept($0, by: mask, example: example, count: count) ? 1 : 0 }
  }
}

extension Array<DropoutLayer> {
  /// Where the dropout of a network's layer stands among its masks, 0 for the inputs'.
  package func place(ofLayer number: Int) -> Int? { firstIndex { $0.name == "mask\(number)" } }

  /// The dropout of a network's layer, 0 for the inputs'; nil where it has none.
  public subscript(layer number: Int) -> DropoutLayer? {
    place(ofLayer: number).map { self[$0] }
  }
}
