/// Points without a line.
public struct PointsLayer: Sendable, Equatable {
  public var x: [Double]
  public var y: [Double]
  public var name: String
  /// Small and pale: raw data under a trend.
  public var isFaint: Bool
  public var slot: Int?
}
