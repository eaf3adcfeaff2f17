public struct ArrowLayer: Sendable, Equatable {
  public var fromX: Double
  public var fromY: Double
  public var toX: Double
  public var toY: Double
  public var name: String
  public var slot: Int?
}
