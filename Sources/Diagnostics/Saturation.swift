import Engine

/// A hidden layer whose units training has driven to where their slopes are next to nothing.
///
/// Steps that are far too long do that to tanh and sigmoid. The loss then lies still at a level that no
/// rate gets it away from, as that of a network that is too small does.
public struct Saturation: Hashable, Sendable {
  /// From 1.
  public let layer: Int
  /// The share of units × examples with next to no slope: `LayerStatistics.saturatedShare`.
  public let share: Double
  /// The same at the start.
  public let shareAtStart: Double

  /// What is left of a layer's slopes is little where at least this share is saturated.
  static let most = 0.8
  /// Beyond this share at the start the weights began too large.
  static let fewest = 0.4

  /// The layer of the largest share; nil where none has so much.
  init?(of network: Network, at theta: [Double], from start: [Double]) {
    func shares(_ theta: [Double]) -> [Double] {
      network.layerStatistics(at: theta).dropLast().map { $0.saturatedShare ?? 0 }
    }
    let now = shares(theta)
    guard let index = now.indices.max(by: { now[$0] < now[$1] }), now[index] >= Self.most,
      let before = shares(start)[safely: index], before <= Self.fewest
    else { return nil }
    (layer, share, shareAtStart) = (index + 1, now[index], before)
  }
}
