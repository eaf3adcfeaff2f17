import LongWork
import Numerics

/// The examples and masks that one update uses.
public struct Minibatch: Hashable, Sendable {
  /// Indices into the training set; empty on a surface.
  public var examples: [Int] = []
  /// One array for each dropout layer: 1 keeps, 0 drops, units × examples row-major
  /// (`units` entries when the mask is per batch).
  public var masks: [[UInt8]] = []

  public init(examples: [Int] = [], masks: [[UInt8]] = []) {
    self.examples = examples
    self.masks = masks
  }

  /// The examples' indices as numbers.
  package var exampleNumbers: [Double] { examples.map(Double.init) }

  /// The mask of dropout layer `k` as numbers; nil where there is none.
  package func maskNumbers(_ k: Int) -> [Double]? {
    masks[safely: k]?.mapInParts { Double($0) }
  }

  /// Whether a mask drops anything.
  package var dropsUnits: Bool { masks.contains { $0.contains(0) } }
}
