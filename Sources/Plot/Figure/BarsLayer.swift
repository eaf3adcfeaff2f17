/// Bars from zero; bar i stands between `edges[i]` and `edges[i + 1]`.
public struct BarsLayer: Sendable, Equatable {
  public var edges: [Double]
  public var heights: [Double]
  public var name: String
  public var slot: Int?
}
