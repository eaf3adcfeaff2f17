import Numerics

/// Dropping units at random while training (NOTATION: dropout).
///
/// `keep` is the probability that a unit is kept, `drop` = 1 − keep that it is dropped: the slides
/// use p for both.
public struct Dropout: Hashable, Sendable {
  public enum Style: String, Hashable, Sendable, CaseIterable {
    /// Training multiplies by a 0/1 mask; testing multiplies by keep.
    case vanilla
    /// Training multiplies by mask / keep; testing is unchanged.
    case inverted
  }

  /// For the units of the hidden layers.
  public let keep: Double
  /// For the inputs; 1 drops none of them.
  public let inputKeep: Double
  public let style: Style
  /// One mask for the whole batch, so that a minibatch trains one subnetwork.
  public let isPerBatch: Bool
  /// The hidden layers whose units are dropped, from 1; nil for all of them.
  public let layers: Set<Int>?

  public var drop: Double { Self.complement(keep) }
  public var inputDrop: Double { Self.complement(inputKeep) }

  /// 1 − p, as a person writes it who gave p as a decimal: 1 − 0.7 is 0.3, not
  /// 0.30000000000000004.
  private static func complement(_ p: Double) -> Double {
    let plain = 1 - p
    let decimal = (plain * 1e15).rounded() / 1e15
    return 1 - decimal == p ? decimal : plain
  }

  /// - Throws: `EngineError` when a keep is not above 0 and at most 1.
  public init(
    keep: Double = 1, inputKeep: Double = 1, style: Style = .vanilla, isPerBatch: Bool = false,
    layers: Set<Int>? = nil
  ) throws {
    for (name, value) in [("keep", keep), ("the inputs' keep", inputKeep)]
    where !(value > 0 && value <= 1) {
      throw EngineError(
        "\(name) is a probability above 0 and at most 1, and \(value) is not "
          + "(drop = 1 − keep lies from 0 to below 1)")
    }
    self.keep = keep
    self.inputKeep = inputKeep
    self.style = style
    self.isPerBatch = isPerBatch
    self.layers = layers
  }

  /// The dropout layers of an architecture, in the order in which masks are drawn: the input first.
  ///
  /// - Throws: `EngineError` when a layer named is no hidden layer.
  func dropoutLayers(of architecture: NetworkArchitecture) throws -> [DropoutLayer] {
    let hidden = architecture.layers.count - 1
    if let wrong = layers?.sorted().first(where: { $0 < 1 || $0 > hidden }) {
      throw EngineError(
        "layer \(wrong) is no hidden layer; dropout is for "
          + (hidden < 1 ? "hidden layers, and there is none" : "layers 1 to \(hidden)"))
    }
    var found: [DropoutLayer] = []
    func add(_ layer: Int, units: Int, keep: Double) {
      guard keep < 1 else { return }
      found.append(
        DropoutLayer(
          name: "mask\(layer)", units: units, keep: keep, isInverted: style == .inverted,
          isPerBatch: isPerBatch))
    }
    add(0, units: architecture.inputs, keep: inputKeep)
    for (index, layer) in architecture.layers.dropLast().enumerated()
    where layers?.contains(index + 1) ?? true {
      add(index + 1, units: layer.units, keep: keep)
    }
    return found
  }
}
